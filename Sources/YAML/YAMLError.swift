/// Why a text could not be read as YAML, and where.
public struct YAMLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, without the place.
    public let message: String
    /// The place, when there is one.
    public let mark: YAMLMark?
    /// The key that stands twice, where that is what is wrong.
    public let repeatedKey: String?

    /// Names a problem and its place.
    public init(_ message: String, at mark: YAMLMark?) {
        self.message = message
        self.mark = mark
        repeatedKey = nil
    }

    /// The problem of a key that stands twice in one mapping.
    public init(repeated key: String, at mark: YAMLMark, first: YAMLMark) {
        message = "the key \"\(key)\" is there twice; the first is at line \(first.line), column \(first.column)"
        self.mark = mark
        repeatedKey = key
    }

    /// The place and the message in one line.
    public var description: String {
        guard let mark else { return message }
        return "line \(mark.line), column \(mark.column): \(message)"
    }
}

/// The bounds of what the reader accepts, so that no input makes it slow or large.
public struct YAMLLimits: Sendable, Hashable {
    /// The length of the text in bytes.
    public var bytes: Int
    /// How deep lists and mappings may be nested, aliases followed.
    public var depth: Int
    /// How many keys and values there may be once every alias is replaced by what it stands for.
    public var nodes: Int

    /// Makes limits; the depth stays within what is safe to walk recursively.
    public init(bytes: Int = 1 << 20, depth: Int = 64, nodes: Int = 100_000) {
        precondition(bytes > 0 && nodes > 0, "a limit must be positive")
        precondition((1...500).contains(depth), "the depth must be within 1...500")
        self.bytes = bytes
        self.depth = depth
        self.nodes = nodes
    }
}
