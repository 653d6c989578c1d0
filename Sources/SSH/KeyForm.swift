import Crypto
import Orchestration

/// What a key file can be told to be without opening it.
package struct KeyForm {
    /// What matters of the kind of a key.
    package enum Kind: Equatable, Sendable {
        case rsa
        /// Ed25519 or ECDSA; or what only shows when it is opened.
        case other
    }

    package let kind: Kind
    package let isEncrypted: Bool

    /// Looks at a file's content; what is read of it is wiped again.
    package init(_ bytes: [UInt8]) throws(KeyProblem) {
        let lines = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.map(\.trimmed)
            .filter { !$0.isEmpty }
        guard let first = lines.first else { throw KeyProblem(.empty) }
        guard let start = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN ") && $0.hasSuffix("PRIVATE KEY-----") })
        else {
            let isPublic = ["ssh-", "ecdsa-", "sk-"].contains(where: first.hasPrefix)
            throw KeyProblem(isPublic || !bytes.ranges(of: Array("PUBLIC KEY".utf8)).isEmpty ? .publicHalf : .noKey)
        }
        let opening = String(decoding: lines[start], as: UTF8.self)
        let label = opening.dropFirst("-----BEGIN ".count).dropLast("-----".count)
        let closing = Array("-----END \(label)-----".utf8)
        guard let end = lines[start...].firstIndex(where: { $0.elementsEqual(closing) }) else {
            throw KeyProblem(.truncated)
        }
        let body = lines[(start + 1)..<end]
        var digits: [UInt8] = []
        digits.reserveCapacity(bytes.count)
        for line in body where !line.contains(UInt8(ascii: ":")) { digits += line }
        defer { Secret.wipe(&digits) }
        guard var blob = Base64.bytes(of: digits), !blob.isEmpty else { throw KeyProblem(.truncated) }
        defer { Secret.wipe(&blob) }
        switch label {
        case "OPENSSH PRIVATE KEY": (kind, isEncrypted) = try Self.openSSH(blob)
        case "RSA PRIVATE KEY": (kind, isEncrypted) = (.rsa, Self.isEncrypted(body))
        case "EC PRIVATE KEY": (kind, isEncrypted) = (.other, Self.isEncrypted(body))
        case "PRIVATE KEY": (kind, isEncrypted) = (Self.mentionsRSA(blob) ? .rsa : .other, false)
        case "ENCRYPTED PRIVATE KEY": (kind, isEncrypted) = (.other, true)
        default: throw KeyProblem(.unknownKind)
        }
        // What OpenSSL encrypts in its oldest way, it encrypts as a whole.
        let isOpaque = label == "OPENSSH PRIVATE KEY" || Self.isEncrypted(body)
        guard isOpaque || Self.isWhole(blob) else { throw KeyProblem(.truncated) }
    }

    /// Whether this is one DER sequence of the length that it says (X.690, section 8.1).
    private static func isWhole(_ blob: [UInt8]) -> Bool {
        guard blob.count >= 2, blob[0] == 0x30 else { return false }
        guard blob[1] >= 0x80 else { return blob.count == 2 + Int(blob[1]) }
        let size = Int(blob[1] & 0x7F)
        guard (1...4).contains(size), blob.count >= 2 + size else { return false }
        return blob.count == 2 + size + blob[2..<(2 + size)].reduce(0) { $0 << 8 | Int($1) }
    }

    /// The format that OpenSSH describes in PROTOCOL.key: its public part is in clear.
    private static func openSSH(_ blob: [UInt8]) throws(KeyProblem) -> (Kind, Bool) {
        let magic = Array("openssh-key-v1\0".utf8)
        guard blob.starts(with: magic) else { throw KeyProblem(.truncated) }
        var reader = WireReader(blob.dropFirst(magic.count))
        guard let cipher = reader.string(), reader.string() != nil, reader.string() != nil, reader.number() != nil,
            let publicKey = reader.string(), let length = reader.skipString(), length > 0
        else { throw KeyProblem(.truncated) }
        guard let key = HostKey(blob: publicKey) else { throw KeyProblem(.unknownKind) }
        return (key.kind == .rsa ? .rsa : .other, cipher != Array("none".utf8))
    }

    /// RFC 1421 headers say so, as OpenSSL has always written them.
    private static func isEncrypted(_ body: ArraySlice<ArraySlice<UInt8>>) -> Bool {
        body.contains { $0.hasPrefix("Proc-Type:") && $0.hasSuffix("ENCRYPTED") }
    }

    /// Whether the algorithm of a PKCS #8 key is `rsaEncryption` (1.2.840.113549.1.1.1).
    private static func mentionsRSA(_ blob: [UInt8]) -> Bool {
        let identifier: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]
        let head = blob.prefix(64)
        return head.indices.contains { head[$0...].starts(with: identifier) }
    }
}

extension ArraySlice<UInt8> {
    fileprivate func hasPrefix(_ text: String) -> Bool { starts(with: text.utf8) }

    fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }

    fileprivate var trimmed: ArraySlice<UInt8> {
        let blanks = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        let start = drop { blanks.contains($0) }
        guard let end = start.lastIndex(where: { !blanks.contains($0) }) else { return [] }
        return start[...end]
    }
}
