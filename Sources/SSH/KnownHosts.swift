import Crypto

/// What a file in the format of OpenSSH's `known_hosts` says (sshd(8), section SSH_KNOWN_HOSTS FILE FORMAT).
public struct KnownHosts: Sendable {
    private struct Entry {
        let pattern: HostPattern
        let isRevoked: Bool
        let key: HostKey
    }

    /// Where it lies.
    public let path: String
    private let entries: [Entry]

    /// Reads a file's content; lines that nobody understands are passed over, as OpenSSH does.
    ///
    /// Certificate authorities vouch for certificates, which libssh2 does not know.
    public init(_ content: String, path: String) {
        self.path = path
        entries = content.split(whereSeparator: \.isNewline).compactMap { line in
            var words = line.split(whereSeparator: \.isWhitespace)
            guard let first = words.first, !first.hasPrefix("#") else { return nil }
            let isRevoked = first == "@revoked"
            if isRevoked { words.removeFirst() }
            guard words.count >= 3, !words[0].hasPrefix("@"),
                let key = HostKey(line: words[1...].joined(separator: " "))
            else { return nil }
            return Entry(pattern: HostPattern(String(words[0])), isRevoked: isRevoked, key: key)
        }
    }

    /// The keys by which a host is known.
    public func keys(of host: String, port: Int) -> [HostKey] {
        entries.filter { !$0.isRevoked && $0.pattern.matches(host, port) }.map(\.key)
    }

    /// Whether a key must not be trusted any more.
    public func isRevoked(_ key: HostKey, of host: String, port: Int) -> Bool {
        entries.contains { $0.isRevoked && $0.key == key && $0.pattern.matches(host, port) }
    }
}

/// The first word of a line: names with wildcards, some of them negated; or one name that was hashed.
private struct HostPattern {
    private let salt: [UInt8]
    private let digest: [UInt8]
    private let names: [Substring]

    init(_ text: String) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        if parts.count == 4, parts[0].isEmpty, parts[1] == "1", let salt = Base64.bytes(String(parts[2])),
            let digest = Base64.bytes(String(parts[3]))
        {
            self.salt = salt
            self.digest = digest
            names = []
        } else {
            salt = []
            digest = []
            names = text.split(separator: ",")
        }
    }

    func matches(_ host: String, _ port: Int) -> Bool {
        let name = port == 22 ? host.lowercased() : "[\(host.lowercased())]:\(port)"
        if !digest.isEmpty { return SHA1.authenticate(Array(name.utf8), key: salt) == digest }
        var isMeant = false
        for pattern in names {
            let isNegated = pattern.hasPrefix("!")
            guard
                Self.matches(Array(name.utf8)[...], Array(pattern.dropFirst(isNegated ? 1 : 0).lowercased().utf8)[...])
            else { continue }
            if isNegated { return false }
            isMeant = true
        }
        return isMeant
    }

    /// `*` is anything, `?` is any one character.
    private static func matches(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        var (name, pattern) = (name, pattern)
        // Where to go on when what follows the last star does not fit: the star then takes one character more.
        var retry: (name: ArraySlice<UInt8>, pattern: ArraySlice<UInt8>)?
        while !name.isEmpty {
            if pattern.first == UInt8(ascii: "*") {
                pattern = pattern.dropFirst()
                retry = (name, pattern)
            } else if let wanted = pattern.first, wanted == name.first || wanted == UInt8(ascii: "?") {
                (name, pattern) = (name.dropFirst(), pattern.dropFirst())
            } else if let last = retry {
                retry = (last.name.dropFirst(), last.pattern)
                (name, pattern) = (last.name.dropFirst(), last.pattern)
            } else {
                return false
            }
        }
        return pattern.allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
