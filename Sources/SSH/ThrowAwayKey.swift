import Crypto
package import Orchestration

/// A pair of SSH keys for one run: the instances learn the public half, and the private one is never stored
/// unless an instance stays.
package struct ThrowAwayKey: Sendable {
    private static let kind = "ssh-ed25519"

    /// The public half as a line of `authorized_keys`.
    package let authorizedKey: String
    /// The public half's fingerprint as OpenSSH writes it.
    package let fingerprint: String
    /// The private half as OpenSSH keeps it in files.
    package let privateFile: Secret

    /// Makes a pair.
    ///
    /// - Parameter comment: what people see of it.
    package init(comment: String) {
        let pair = Ed25519Pair()
        let publicBlob = Wire.string(Array(Self.kind.utf8)) + Wire.string(pair.publicKey)
        authorizedKey = "\(Self.kind) \(Base64.encode(publicBlob)) \(comment)"
        fingerprint = HostKey(blob: publicBlob)?.fingerprint ?? ""
        privateFile = Secret(Self.file(pair, publicBlob, comment))
    }

    /// The format that OpenSSH describes in PROTOCOL.key, without a passphrase.
    private static func file(_ pair: Ed25519Pair, _ publicBlob: [UInt8], _ comment: String) -> [UInt8] {
        // Two equal numbers, by which a reader would know that a passphrase was right.
        var secret: [UInt8] = Wire.number(0) + Wire.number(0)
        secret += publicBlob + Wire.string(pair.seed + pair.publicKey) + Wire.string(Array(comment.utf8))
        secret += (1...8).prefix((8 - secret.count % 8) % 8).map { UInt8($0) }
        let none = Wire.string(Array("none".utf8))
        let content =
            Array("openssh-key-v1\0".utf8) + none + none + Wire.string([]) + Wire.number(1) + Wire.string(publicBlob)
            + Wire.string(secret)
        var lines = ["-----BEGIN OPENSSH PRIVATE KEY-----"]
        var rest = Base64.encode(content)[...]
        while !rest.isEmpty {
            lines.append(String(rest.prefix(70)))
            rest = rest.dropFirst(70)
        }
        lines.append("-----END OPENSSH PRIVATE KEY-----")
        return lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }
    }
}
