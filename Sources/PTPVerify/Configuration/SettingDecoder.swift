import Orchestration
internal import YAML

/// What a decoder needs besides the value, and where it leaves what is wrong.
struct Decoding {
    /// The key of the setting, for messages.
    let key: String
    /// The file the value stands in, or `nil` when `source` is the place.
    let path: String?
    let source: SettingSource
    let home: String?
    var problems: [ConfigurationProblem] = []

    func place(_ mark: YAMLMark) -> SettingSource {
        path.map { .file(path: $0, line: mark.line, column: mark.column) } ?? source
    }

    mutating func refuse(_ message: String, at mark: YAMLMark, remedy: String? = nil) {
        problems.append(ConfigurationProblem(message, at: place(mark), remedy: remedy))
    }

    /// Notes that `name` must be something else than it is.
    mutating func refuse(_ name: String? = nil, mustBe wanted: String, not text: String, at mark: YAMLMark) {
        refuse("\(name ?? key) must be \(wanted), not \(quoted(text))", at: mark)
    }

    /// The text of a single value that says something.
    mutating func text(_ node: YAMLNode, name: String? = nil) -> String? {
        let name = name ?? key
        guard case .scalar(let scalar) = node.content else {
            refuse("\(name) must be a single value, not a list or a mapping", at: node.mark)
            return nil
        }
        guard !scalar.isNull, !scalar.text.isEmpty else {
            refuse("\(name) has no value", at: node.mark, remedy: "give it one, or leave it out")
            return nil
        }
        guard !scalar.text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            refuse("\(name) contains a control character: \(quoted(scalar.text))", at: node.mark)
            return nil
        }
        return scalar.text
    }

    /// The items of a list, which may also be written as one text with commas.
    mutating func items(_ node: YAMLNode) -> [YAMLNode]? {
        let most = 1000
        let items: [YAMLNode]
        switch node.content {
        case .sequence(let nodes):
            items = nodes
        case .scalar:
            guard let text = text(node) else { return nil }
            items = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
                YAMLNode(.scalar(YAMLScalar(text: trimmed(part), isPlain: false)), mark: node.mark)
            }
        case .mapping:
            refuse("\(key) must be a list, not a mapping", at: node.mark)
            return nil
        }
        guard (1...most).contains(items.count) else {
            let complaint = items.isEmpty ? "is an empty list" : "has \(items.count) items; at most \(most) are allowed"
            refuse("\(key) \(complaint)", at: node.mark, remedy: items.isEmpty ? "leave \(key) out" : nil)
            return nil
        }
        return items
    }

    /// The value of a key inside of an item, read as that of a setting.
    mutating func inside<Value>(_ entry: YAMLEntry, _ decoder: SettingDecoder<Value>) -> Value? {
        var inner = Decoding(key: entry.key, path: path, source: source, home: home)
        defer { problems += inner.problems }
        return decoder.decode(entry.value, &inner)
    }

    /// Notes that an item has a key that none has.
    mutating func refuseUnknown(_ entry: YAMLEntry, among known: [String]) {
        let near = nearestName(to: entry.key, among: known).map { "did you mean \($0)?" }
        let all = "the keys are \(known.dropLast().joined(separator: ", ")) and \(known.last ?? "")"
        refuse("unknown key \(quoted(entry.key)) in an item of \(key)", at: entry.keyMark, remedy: near ?? all)
    }

    /// The pairs of a mapping, or of a text with commas such as `name=value,name=value`.
    ///
    /// - Parameters:
    ///   - what: what a pair is, such as "a label".
    ///   - shape: what one looks like, such as `name=value`.
    ///   - naming: what the value of a name is called.
    mutating func pairs(
        _ node: YAMLNode,
        _ what: String,
        _ shape: String,
        naming: (String) -> String
    ) -> [(name: String, value: String, mark: YAMLMark)] {
        if case .mapping(let entries) = node.content {
            return entries.compactMap { entry in
                text(entry.value, name: naming(entry.key)).map { (entry.key, $0, entry.keyMark) }
            }
        }
        return (items(node) ?? []).compactMap { item in
            guard let text = text(item, name: "an item of \(key)") else { return nil }
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
            guard parts.count == 2, !parts[1].isEmpty else {
                refuse("\(what) must look like \(shape), not \(quoted(text))", at: item.mark)
                return nil
            }
            return (parts[0], parts[1], item.mark)
        }
    }
}

/// Removes blanks at both ends.
func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " || $0 == "\t" }
    return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
}

/// Turns what was written into a value, and a value into what would be written.
struct SettingDecoder<Value: Sendable>: Sendable {
    /// Returns `nil` when it has noted a problem.
    let decode: @Sendable (YAMLNode, inout Decoding) -> Value?
    let show: @Sendable (Value) -> String
}

extension SettingDecoder {
    /// The same for a setting that may be left out; `unset` says what happens then.
    static func optional<Wrapped>(_ decoder: SettingDecoder<Wrapped>, unset: String) -> Self where Value == Wrapped? {
        Self(
            decode: { node, decoding in decoder.decode(node, &decoding).map { .some($0) } },
            show: { $0.map(decoder.show) ?? unset }
        )
    }
}
