import Orchestration

/// One measured figure, printed as a line of JSON.
struct Figure {
    let what: String
    let value: Double
    let unit: String
    /// The bound that was promised.
    let target: Double
    let isAtLeast: Bool
    /// What a peer takes for the same.
    var peer: Double?
    /// Why there is no value.
    var obstacle: String?

    static func atLeast(_ target: Double, _ what: String, _ value: Double, _ unit: String) -> Figure {
        Figure(what: what, value: value, unit: unit, target: target, isAtLeast: true)
    }

    static func atMost(_ target: Double, _ what: String, _ value: Double, _ unit: String) -> Figure {
        Figure(what: what, value: value, unit: unit, target: target, isAtLeast: false)
    }

    /// At most a part of what boto3 takes for the same.
    static func beside(_ part: Double, _ what: String, _ value: Double, _ peer: Double, _ unit: String) -> Figure {
        Figure(what: what, value: value, unit: unit, target: part * peer, isAtLeast: false, peer: peer)
    }

    /// What cannot be measured here, and why; nobody's fault, and no promise broken.
    static func notMeasured(_ what: String, _ obstacle: String) -> Figure {
        Figure(what: what, value: 0, unit: "", target: 0, isAtLeast: false, obstacle: obstacle)
    }

    var isMet: Bool { isAtLeast ? value >= target : value <= target }

    var line: String {
        if let obstacle {
            let object: JSONValue = ["figure": .string(what), "not_measured": .string(obstacle)]
            return String(decoding: object.text(), as: UTF8.self)
        }
        let object: JSONObject = [
            "figure": .string(what), "value": .number(value), "unit": .string(unit), "boto3": JSONValue(peer),
            (isAtLeast ? "at_least" : "at_most"): .number(target), "met": .bool(isMet),
        ]
        return String(decoding: JSONValue.object(object.withoutNulls).text(), as: UTF8.self)
    }
}

/// Runs `body` and says how many seconds it took.
func seconds<Result>(_ body: () throws -> Result) rethrows -> (Double, Result) {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try body()
    return ((clock.now - start).inSeconds, result)
}
