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
        var pair = Ed25519Pair()
        defer { Secret.wipe(&pair.seed) }
        let publicBlob = Wire.string(Array(Self.kind.utf8)) + Wire.string(pair.publicKey)
        authorizedKey = "\(Self.kind) \(Base64.encode(publicBlob)) \(comment)"
        fingerprint = HostKey(blob: publicBlob)?.fingerprint ?? ""
        privateFile = Secret(Self.file(pair, publicBlob, comment))
    }

    /// The format that OpenSSH describes in PROTOCOL.key, without a passphrase; only the result is not wiped.
    private static func file(_ pair: Ed25519Pair, _ publicBlob: [UInt8], _ comment: String) -> [UInt8] {
        var secret: [UInt8] = []
        secret.reserveCapacity(512 + comment.utf8.count)
        defer { Secret.wipe(&secret) }
        // Two equal numbers, by which a reader would know that a passphrase was right.
        secret += Wire.number(0) + Wire.number(0) + publicBlob
        secret += Wire.number(UInt32(pair.seed.count + pair.publicKey.count))
        secret += pair.seed
        secret += pair.publicKey + Wire.string(Array(comment.utf8))
        secret += (1...8).prefix((8 - secret.count % 8) % 8).map { UInt8($0) }
        let none = Wire.string(Array("none".utf8))
        var content: [UInt8] = []
        content.reserveCapacity(1024 + secret.count)
        defer { Secret.wipe(&content) }
        content += Array("openssh-key-v1\0".utf8) + none + none + Wire.string([]) + Wire.number(1)
        content += Wire.string(publicBlob) + Wire.number(UInt32(secret.count))
        content += secret
        var digits = Base64.digits(of: content)
        defer { Secret.wipe(&digits) }
        var file: [UInt8] = []
        file.reserveCapacity(1024 + 2 * digits.count)
        file += "-----BEGIN OPENSSH PRIVATE KEY-----\n".utf8
        for start in stride(from: 0, to: digits.count, by: 70) {
            file += digits[start..<min(start + 70, digits.count)]
            file.append(UInt8(ascii: "\n"))
        }
        file += "-----END OPENSSH PRIVATE KEY-----\n".utf8
        return file
    }
}
