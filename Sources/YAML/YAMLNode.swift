/// A place in a YAML text; line and column count characters from 1.
public struct YAMLMark: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The line, from 1.
    public var line: Int
    /// The column in characters, from 1.
    public var column: Int

    /// Makes a mark from a line and a column, both counted from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Orders marks as they stand in the text.
    public static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }

    /// `line:column`, as compilers print places.
    public var description: String { "\(line):\(column)" }
}

/// A value read from YAML, with the place where it stands; aliases are already replaced by what they stand for.
public struct YAMLNode: Sendable {
    /// What a node can be.
    public indirect enum Content: Sendable {
        /// A single value; YAML leaves its type to the reader.
        case scalar(YAMLScalar)
        /// A list of values.
        case sequence([YAMLNode])
        /// Keys and values in the order of the text, merge keys (`<<`) applied.
        case mapping([YAMLEntry])
    }

    /// The value.
    public let content: Content
    /// Where the value begins; for an alias, where the anchored value begins.
    public let mark: YAMLMark

    /// Makes a node by hand, for values that come from elsewhere than a YAML text.
    public init(_ content: Content, mark: YAMLMark) {
        self.content = content
        self.mark = mark
    }
}

/// A scalar as it was written: only an unquoted one may be read as null, a number or a boolean.
public struct YAMLScalar: Sendable, Hashable {
    /// The text without quotes, escapes resolved.
    public let text: String
    /// Whether the text was written without quotes and without the tag `!!str`.
    public let isPlain: Bool

    /// Makes a scalar from its text.
    public init(text: String, isPlain: Bool) {
        self.text = text
        self.isPlain = isPlain
    }

    /// Whether this is YAML's null: nothing at all, `~` or `null`.
    public var isNull: Bool { isPlain && ["", "~", "null", "Null", "NULL"].contains(text) }
}

/// One key of a mapping with its value.
public struct YAMLEntry: Sendable {
    /// The text of the key.
    public let key: String
    /// Where the key stands.
    public let keyMark: YAMLMark
    /// The value of the key.
    public let value: YAMLNode

    /// Makes an entry from its parts.
    public init(key: String, keyMark: YAMLMark, value: YAMLNode) {
        self.key = key
        self.keyMark = keyMark
        self.value = value
    }
}
