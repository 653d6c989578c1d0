import Crypto

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

    /// Looks at a file's content.
    package init(_ bytes: [UInt8]) throws(KeyProblem) {
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.isEmpty }
        guard let first = lines.first else { throw KeyProblem(.empty) }
        guard let start = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN ") && $0.hasSuffix("PRIVATE KEY-----") })
        else {
            let isPublic = ["ssh-", "ecdsa-", "sk-"].contains(where: first.hasPrefix) || text.contains("PUBLIC KEY")
            throw KeyProblem(isPublic ? .publicHalf : .noKey)
        }
        let label = lines[start].dropFirst("-----BEGIN ".count).dropLast("-----".count)
        guard let end = lines[start...].firstIndex(of: "-----END \(label)-----") else { throw KeyProblem(.truncated) }
        let body = lines[(start + 1)..<end]
        let content = body.filter { !$0.contains(":") }
        guard let blob = Base64.bytes(content.joined()), !blob.isEmpty else { throw KeyProblem(.truncated) }
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
            let publicKey = reader.string(), let secret = reader.string(), !secret.isEmpty
        else { throw KeyProblem(.truncated) }
        guard let key = HostKey(blob: publicKey) else { throw KeyProblem(.unknownKind) }
        return (key.kind == .rsa ? .rsa : .other, cipher != Array("none".utf8))
    }

    /// RFC 1421 headers say so, as OpenSSL has always written them.
    private static func isEncrypted(_ body: ArraySlice<Substring>) -> Bool {
        body.contains { $0.hasPrefix("Proc-Type:") && $0.contains("ENCRYPTED") }
    }

    /// Whether the algorithm of a PKCS #8 key is `rsaEncryption` (1.2.840.113549.1.1.1).
    private static func mentionsRSA(_ blob: [UInt8]) -> Bool {
        let identifier: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]
        let head = blob.prefix(64)
        return head.indices.contains { head[$0...].starts(with: identifier) }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let start = drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return start[...end]
    }
}
