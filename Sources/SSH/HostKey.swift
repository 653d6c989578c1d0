import Crypto

/// The public key by which a host is known.
public struct HostKey: Sendable, Hashable {
    /// The kinds that we accept, the best first.
    public enum Kind: String, Sendable, CaseIterable {
        case ed25519 = "ssh-ed25519"
        case ecdsa256 = "ecdsa-sha2-nistp256"
        case ecdsa384 = "ecdsa-sha2-nistp384"
        case ecdsa521 = "ecdsa-sha2-nistp521"
        case rsa = "ssh-rsa"

        /// Of how many strings such a key consists, besides its name.
        fileprivate var parts: Int { self == .ed25519 ? 1 : 2 }

        /// The ways to sign with such a key, in the words of the key exchange.
        var methods: [String] { self == .rsa ? ["rsa-sha2-512", "rsa-sha2-256", rawValue] : [rawValue] }
    }

    /// What it is.
    public let kind: Kind
    /// The key as it goes over the wire (RFC 4253, section 6.6).
    public let blob: [UInt8]

    /// Takes a key from the wire; `nil` for what is none, or of another kind.
    public init?(blob: [UInt8]) {
        var reader = WireReader(blob)
        guard let name = reader.string(), let kind = Kind(rawValue: String(decoding: name, as: UTF8.self)) else {
            return nil
        }
        // A key that was cut is none: a host would never be known by it, and never be revoked.
        for _ in 0..<kind.parts { guard reader.string() != nil else { return nil } }
        guard reader.isAtEnd else { return nil }
        self.kind = kind
        self.blob = blob
    }

    /// Takes a key from a line of a file: its kind and its base 64, whatever follows.
    public init?(line: some StringProtocol) {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, let blob = Base64.bytes(String(words[1])), let key = HostKey(blob: blob),
            key.kind.rawValue == words[0]
        else { return nil }
        self = key
    }

    /// The fingerprint as OpenSSH writes it.
    public var fingerprint: String { "SHA256:" + String(Base64.encode(SHA256.digest(blob)).prefix { $0 != "=" }) }
}

/// Takes apart what SSH sends: numbers, and strings with their lengths (RFC 4251, section 5).
package struct WireReader {
    private var rest: ArraySlice<UInt8>

    /// Begins at the beginning.
    package init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// Begins somewhere; nothing is copied.
    package init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// Whether nothing is left.
    package var isAtEnd: Bool { rest.isEmpty }

    /// One byte.
    package mutating func byte() -> UInt8? { rest.popFirst() }

    /// A number of four bytes.
    package mutating func number() -> UInt32? {
        guard rest.count >= 4 else { return nil }
        defer { rest = rest.dropFirst(4) }
        return rest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// A string; `nil` when it says to be longer than what is there.
    package mutating func string() -> [UInt8]? { piece().map { Array($0) } }

    /// How long a string is that nobody wants to have.
    package mutating func skipString() -> Int? { piece()?.count }

    private mutating func piece() -> ArraySlice<UInt8>? {
        let start = rest
        guard let count = number(), rest.count >= Int(count) else {
            rest = start
            return nil
        }
        defer { rest = rest.dropFirst(Int(count)) }
        return rest.prefix(Int(count))
    }
}

/// Puts together what SSH reads.
package enum Wire {
    /// A number of four bytes.
    package static func number(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    /// A string with its length.
    package static func string(_ bytes: some Collection<UInt8>) -> [UInt8] { number(UInt32(bytes.count)) + bytes }
}
