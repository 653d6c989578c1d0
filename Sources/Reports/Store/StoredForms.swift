import Orchestration

// How the parts of results stand in the store, where they are texts.

extension CaseResults.Setting {
    /// The columns of a setting, in their order.
    static let stored: [any WritableKeyPath<Self, String?> & Sendable] = [
        \.environment, \.region, \.zone, \.architecture, \.kernel, \.driver, \.system,
    ]
}

extension [CaseResults.Rung] {
    /// All in one text: `[["device","held"],…]`.
    var stored: String { String(decoding: JSONValue.array(map(\.stored)).text(), as: UTF8.self) }
}

extension CaseResults.Rung {
    fileprivate var stored: JSONValue { [.string(id), .string(status.rawValue)] }

    init(stored: JSONValue) throws(JSONError) {
        let words = (stored.array ?? []).compactMap(\.string)
        guard words.count == 2, let status = Check.Status(rawValue: words[1]) else {
            throw JSONError("a proof that is none")
        }
        self.init(id: words[0], status: status)
    }
}

extension [CaseResults.Conclusion] {
    /// All in one text: `[["F03","the cause","the remedy"],…]`.
    var stored: String { String(decoding: JSONValue.array(map(\.stored)).text(), as: UTF8.self) }
}

extension CaseResults.Conclusion {
    fileprivate var stored: JSONValue { [.string(id), .string(cause), .string(remedy)] }

    init(stored: JSONValue) throws(JSONError) {
        let words = (stored.array ?? []).compactMap(\.string)
        guard words.count == 3 else { throw JSONError("a finding that is none") }
        self.init(id: words[0], cause: words[1], remedy: words[2])
    }
}

extension [String: String] {
    /// The labels as a JSON object, sorted by name; `nil` for none.
    var storedLabels: String? {
        guard !isEmpty else { return nil }
        var object = JSONObject()
        for (name, value) in sorted(by: { $0.key < $1.key }) { object[name] = .string(value) }
        return String(decoding: JSONValue.object(object).text(), as: UTF8.self)
    }
}
