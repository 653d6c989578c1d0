/// What an event told of a case: as it was made, or as it stands in a journal and is read when somebody asks.
///
/// Nobody asks for most of what a journal tells, and there may be very much of it.
enum Recorded<Value: JSONDecoded & Sendable>: Sendable {
    indirect case made(Value)
    case written(SimilarText)

    /// What was told; nothing where the journal has the right form and the wrong content.
    var value: Value? {
        switch self {
        case .made(let value): return value
        case .written(let text):
            guard let object = (try? JSONParser.first(in: text.bytes))?.object else { return nil }
            return try? Value(json: object)
        }
    }
}

/// What can be read from a JSON object.
protocol JSONDecoded {
    init(json: JSONObject) throws(JSONError)
}

extension ExecutionResult: JSONDecoded {}
extension EnvironmentInfo: JSONDecoded {}
