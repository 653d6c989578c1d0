/// A value that nobody may read by accident.
///
/// It shows itself as dots wherever values are printed, interpolated or mirrored, cannot be encoded, and is compared
/// without telling by the time it takes where two of them differ.
public struct Secret: Sendable {
    private let bytes: [UInt8]

    /// Keeps a text.
    public init(_ text: String) { bytes = Array(text.utf8) }

    /// Keeps bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { bytes.isEmpty }

    /// Hands out the value for as long as it is needed.
    public func reveal<Result, Failure: Error>(_ use: ([UInt8]) throws(Failure) -> Result) throws(Failure) -> Result {
        try use(bytes)
    }
}

extension Secret: Equatable {
    public static func == (one: Secret, other: Secret) -> Bool {
        guard one.bytes.count == other.bytes.count else { return false }
        return zip(one.bytes, other.bytes).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "•••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
