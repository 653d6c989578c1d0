/// Builds nodes out of events, within the limits.
struct YAMLComposer: ~Copyable {
    /// What an anchor stands for, with the size that every alias to it adds.
    private enum Anchor {
        case open
        case complete(YAMLNode, nodes: Int, depth: Int)
    }

    private let parser: LibYAMLParser
    private let limits: YAMLLimits
    private var anchors: [String: Anchor] = [:]
    private var nodes = 0
    private var depth = 0
    /// The deepest level reached since it was last reset: how a node learns the height of what is below it.
    private var deepest = 0
    /// What is wrong and can be read past.
    private(set) var problems: [YAMLError] = []

    init(parser: consuming LibYAMLParser, limits: YAMLLimits) {
        self.parser = parser
        self.limits = limits
    }

    /// Reads the only document of the stream, or `nil` when there is none.
    mutating func document() throws(YAMLError) -> YAMLNode? {
        _ = try parser.next()
        guard case .documentStart = try parser.next().kind else { return nil }
        let root = try node(try parser.next())
        _ = try parser.next()
        let next = try parser.next()
        guard case .streamEnd = next.kind else {
            problems.append(YAMLError("a second document begins here; only one is read", at: next.mark))
            return root
        }
        return root
    }

    private mutating func node(_ event: YAMLEvent) throws(YAMLError) -> YAMLNode {
        if case .alias(let name) = event.kind { return try resolve(name, at: event.mark) }
        try count(1, at: event.mark)
        guard let anchor = event.anchor else { return try content(event) }
        let (nodesBefore, deepestBefore) = (nodes, deepest)
        deepest = depth
        anchors[anchor] = .open
        let node = try content(event)
        anchors[anchor] = .complete(node, nodes: nodes - nodesBefore + 1, depth: deepest - depth)
        deepest = max(deepest, deepestBefore)
        return node
    }

    private mutating func content(_ event: YAMLEvent) throws(YAMLError) -> YAMLNode {
        switch event.kind {
        case .scalar(let text, let isPlain):
            return YAMLNode(.scalar(scalar(text, isPlain: isPlain, event)), mark: event.mark)
        case .sequenceStart:
            check(event, tag: "seq")
            return YAMLNode(.sequence(try sequence(at: event.mark)), mark: event.mark)
        case .mappingStart:
            check(event, tag: "map")
            return YAMLNode(.mapping(try mapping(at: event.mark)), mark: event.mark)
        case .streamStart, .streamEnd, .documentStart, .documentEnd, .alias, .sequenceEnd, .mappingEnd:
            preconditionFailure("libyaml reported \(event.kind) where a value must be")
        }
    }

    private mutating func sequence(at mark: YAMLMark) throws(YAMLError) -> [YAMLNode] {
        try descend(by: 1, at: mark)
        defer { depth -= 1 }
        var items: [YAMLNode] = []
        while true {
            let event = try parser.next()
            if case .sequenceEnd = event.kind { return items }
            items.append(try node(event))
        }
    }

    private mutating func mapping(at mark: YAMLMark) throws(YAMLError) -> [YAMLEntry] {
        try descend(by: 1, at: mark)
        defer { depth -= 1 }
        var entries = YAMLMappingBuilder()
        while true {
            let event = try parser.next()
            if case .mappingEnd = event.kind { return entries.finish() }
            let key = try node(event)
            let value = try node(try parser.next())
            guard case .scalar(let scalar) = key.content else {
                problems.append(
                    YAMLError("a key must be a single value, not a list or a mapping", at: event.mark)
                )
                continue
            }
            // An alias as a key stands where it is used, not where its text was defined.
            if let problem = entries.add(scalar, at: event.mark, value: value) { problems.append(problem) }
        }
    }

    private mutating func resolve(_ name: String, at mark: YAMLMark) throws(YAMLError) -> YAMLNode {
        switch anchors[name] {
        case nil: throw YAMLError("there is no anchor \"&\(name)\" before this alias", at: mark)
        case .open: throw YAMLError("the alias \"*\(name)\" stands inside the value it refers to", at: mark)
        case .complete(let node, let nodes, let depth):
            try count(nodes, at: mark)
            try descend(by: depth, at: mark)
            self.depth -= depth
            return node
        }
    }

    private mutating func count(_ more: Int, at mark: YAMLMark) throws(YAMLError) {
        nodes += more
        guard nodes <= limits.nodes else {
            throw YAMLError("more than \(limits.nodes) keys and values, aliases expanded", at: mark)
        }
    }

    private mutating func descend(by levels: Int, at mark: YAMLMark) throws(YAMLError) {
        guard depth + levels <= limits.depth else {
            throw YAMLError("lists and mappings are nested more than \(limits.depth) levels deep", at: mark)
        }
        depth += levels
        deepest = max(deepest, depth)
    }

    // MARK: - Tags

    private static let prefix = "tag:yaml.org,2002:"

    private mutating func scalar(_ text: String, isPlain: Bool, _ event: YAMLEvent) -> YAMLScalar {
        switch event.tag {
        case nil: break
        case "!", Self.prefix + "str": return YAMLScalar(text: text, isPlain: false)
        case Self.prefix + "int", Self.prefix + "float", Self.prefix + "bool", Self.prefix + "null":
            return YAMLScalar(text: text, isPlain: true)
        case .some(let tag): noteUnknown(tag, at: event.mark)
        }
        return YAMLScalar(text: text, isPlain: isPlain)
    }

    private mutating func check(_ event: YAMLEvent, tag expected: String) {
        guard let tag = event.tag, tag != "!", tag != Self.prefix + expected else { return }
        noteUnknown(tag, at: event.mark)
    }

    private mutating func noteUnknown(_ tag: String, at mark: YAMLMark) {
        problems.append(YAMLError("the tag \(tag) is not known here; leave it out", at: mark))
    }
}
