/// A value that goes into a database.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    /// A whole number, or nothing.
    package init(_ value: Int64?) { self = value.map(SQLValue.integer) ?? .null }

    /// A text, or nothing.
    package init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }

    /// Yes, no, or nothing.
    package init(_ flag: Bool?) { self = flag.map { .integer($0 ? 1 : 0) } ?? .null }
}
