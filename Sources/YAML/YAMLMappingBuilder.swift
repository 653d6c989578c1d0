/// Collects the entries of one mapping: of duplicate keys the first one counts, and merge keys are applied.
struct YAMLMappingBuilder {
    private var entries: [YAMLEntry] = []
    private var positions: [String: YAMLMark] = [:]
    private var merge: (node: YAMLNode, mark: YAMLMark)?

    /// Takes an entry, or says what is wrong with it and goes on without it.
    mutating func add(_ key: YAMLScalar, at mark: YAMLMark, value: YAMLNode) -> YAMLError? {
        if key.isPlain && key.text == "<<" { return addMerge(value, at: mark) }
        if let first = positions[key.text] { return YAMLError(repeated: key.text, at: mark, first: first) }
        positions[key.text] = mark
        entries.append(YAMLEntry(key: key.text, keyMark: mark, value: value))
        return nil
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

    private mutating func addMerge(_ value: YAMLNode, at mark: YAMLMark) -> YAMLError? {
        if let merge {
            let first = "line \(merge.mark.line), column \(merge.mark.column)"
            return YAMLError("the merge key << is there twice; the first is at \(first)", at: mark)
        }
        guard Self.mappings(in: value) != nil else {
            return YAMLError("the merge key << needs a mapping or a list of mappings", at: mark)
        }
        merge = (value, mark)
        return nil
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
