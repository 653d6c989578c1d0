/// Collects the entries of one mapping: refuses duplicate keys and applies merge keys.
struct YAMLMappingBuilder {
    private var entries: [YAMLEntry] = []
    private var positions: [String: YAMLMark] = [:]
    private var merge: (node: YAMLNode, mark: YAMLMark)?

    mutating func add(_ key: YAMLScalar, at mark: YAMLMark, value: YAMLNode) throws(YAMLError) {
        if key.isPlain && key.text == "<<" {
            try addMerge(value, at: mark)
            return
        }
        if let first = positions.updateValue(mark, forKey: key.text) {
            throw YAMLError(
                "the key \"\(key.text)\" is there twice; the first is at line \(first.line), column \(first.column)",
                at: mark
            )
        }
        entries.append(YAMLEntry(key: key.text, keyMark: mark, value: value))
    }

    /// Returns the mapping's own entries, followed by the merged ones that they do not override.
    consuming func finish() -> [YAMLEntry] {
        guard let merge else { return entries }
        for entry in Self.mappings(in: merge.node) ?? [] where positions[entry.key] == nil {
            positions[entry.key] = entry.keyMark
            entries.append(entry)
        }
        return entries
    }

    private mutating func addMerge(_ value: YAMLNode, at mark: YAMLMark) throws(YAMLError) {
        if let merge {
            throw YAMLError(
                "the merge key << is there twice; the first is at line \(merge.mark.line), column \(merge.mark.column)",
                at: mark
            )
        }
        guard Self.mappings(in: value) != nil else {
            throw YAMLError("the merge key << needs a mapping or a list of mappings", at: mark)
        }
        merge = (value, mark)
    }

    /// The entries of a mapping or of a list of mappings, in order; `nil` for anything else.
    private static func mappings(in node: YAMLNode) -> [YAMLEntry]? {
        switch node.content {
        case .scalar: return nil
        case .mapping(let entries): return entries
        case .sequence(let nodes):
            var all: [YAMLEntry] = []
            for case .mapping(let entries) in nodes.lazy.map(\.content) { all += entries }
            let isAllMappings = nodes.allSatisfy { if case .mapping = $0.content { true } else { false } }
            return isAllMappings ? all : nil
        }
    }
}
