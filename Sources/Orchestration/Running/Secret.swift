import Glibc
import Synchronization

/// A value that nobody may read by accident.
///
/// It shows itself as dots wherever values are printed, interpolated or mirrored, cannot be encoded, and is compared
/// without telling by the time it takes where two of them differ. Its memory is wiped when nobody needs it any more.
public struct Secret: Sendable {
    private final class Storage: Sendable {
        let bytes: Mutex<[UInt8]>

        init(_ bytes: consuming [UInt8]) { self.bytes = Mutex(bytes) }

        deinit { bytes.withLock { Secret.wipe(&$0) } }
    }

    private let storage: Storage

    /// Keeps a text.
    public init(_ text: String) { self.init(Array(text.utf8)) }

    /// Keeps bytes; nobody else should.
    public init(_ bytes: consuming [UInt8]) { storage = Storage(bytes) }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { storage.bytes.withLock { $0.isEmpty } }

    /// Hands out the value for as long as it is needed.
    public func reveal<Result, Failure: Error>(_ use: ([UInt8]) throws(Failure) -> Result) throws(Failure) -> Result {
        // A copy, because the value may be needed by several at a time; it is wiped unless it was kept.
        var copy = storage.bytes.withLock { [UInt8](copying: $0.span) }
        defer { Self.wipe(&copy) }
        return try use(copy)
    }

    /// Overwrites bytes in a way that no optimizer leaves out.
    public static func wipe(_ bytes: inout [UInt8]) {
        unsafe bytes.withUnsafeMutableBytes { if let start = $0.baseAddress { unsafe explicit_bzero(start, $0.count) } }
    }
}

extension [UInt8] {
    /// Bytes of its own, where an array would share them.
    fileprivate init(copying bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }
}

extension Secret: Equatable {
    public static func == (one: Secret, other: Secret) -> Bool {
        one.reveal { one in
            other.reveal { other in
                guard one.count == other.count else { return false }
                return zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
            }
        }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "•••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
