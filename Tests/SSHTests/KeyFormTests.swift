import Crypto
import Orchestration
import PTPTesting
import SSH
import Testing

@Suite struct KeyFormTests {
    private func form(_ text: String) throws(KeyProblem) -> KeyForm { try KeyForm(Array(text.utf8)) }

    private func problem(_ text: String) -> KeyProblem.Kind? {
        do throws(KeyProblem) {
            _ = try form(text)
            return nil
        } catch {
            return error.kind
        }
    }

    @Test(arguments: [
        (KeyFiles.ed25519, KeyForm.Kind.other, false), (KeyFiles.ed25519Encrypted, .other, true),
        (KeyFiles.ecdsa, .other, false), (KeyFiles.ecdsaPEM, .other, false), (KeyFiles.ecdsaPEMEncrypted, .other, true),
        (KeyFiles.ecdsaPKCS8, .other, false), (KeyFiles.ecdsaPKCS8Encrypted, .other, true),
        (KeyFiles.ed25519PKCS8, .other, false), (KeyFiles.ecdsaWithParameters, .other, false),
        (KeyFiles.rsaPEM, .rsa, false), (KeyFiles.rsaPKCS8, .rsa, false),
    ])
    func `every kind of key is known by its form`(text: String, kind: KeyForm.Kind, isEncrypted: Bool) throws {
        let crlf = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        let variants = [
            text, text + "\n", crlf, "\n\n  \(text)  \n\n", "Bag Attributes\n    friendlyName: x\n\(text)\n# the end",
        ]
        for variant in variants {
            let form = try form(variant)
            #expect(form.kind == kind && form.isEncrypted == isEncrypted)
        }
    }

    @Test func `an RSA key of OpenSSH's own form is known by its public part`() throws {
        let whole = openSSH(cipher: "none", publicKey: try makeKey(1, .rsa).blob)
        let form = try form(whole)
        #expect(form.kind == .rsa && !form.isEncrypted)
        #expect(try self.form(openSSH(cipher: "aes256-ctr", publicKey: try makeKey(1, .rsa).blob)).isEncrypted)
    }

    @Test(arguments: [
        ("", KeyProblem.Kind.empty), ("\n \r\n\t", .empty), (KeyFiles.publicHalf, .publicHalf),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", .publicHalf),
        ("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----", .publicHalf),
        ("ecdsa-sha2-nistp256 AAAA", .publicHalf), ("sk-ssh-ed25519@openssh.com AAAA", .publicHalf),
        ("hello", .noKey), ("\0\0\0\u{1}binary", .noKey), ("PuTTY-User-Key-File-3: ssh-ed25519", .noKey),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", .noKey),
        ("-----BEGIN DSA PRIVATE KEY-----\nMAA=\n-----END DSA PRIVATE KEY-----", .unknownKind),
        ("-----BEGIN PRIVATE KEY-----", .truncated),
        ("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", .truncated),
        ("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----", .truncated),
        ("-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----", .truncated),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nMAA=\n-----END OPENSSH PRIVATE KEY-----", .truncated),
    ])
    func `what is no key is told for what it is`(text: String, expected: KeyProblem.Kind) {
        #expect(problem(text) == expected)
    }

    @Test func `a key of OpenSSH's own form and of a kind that nobody takes is unknown`() throws {
        let dsa = Wire.string(Array("ssh-dss".utf8)) + Wire.string([1])
        #expect(problem(openSSH(cipher: "none", publicKey: dsa)) == .unknownKind)
    }

    @Test(arguments: [
        KeyFiles.ed25519, KeyFiles.ed25519Encrypted, KeyFiles.ecdsaPEM, KeyFiles.ecdsaPKCS8,
        KeyFiles.ecdsaPKCS8Encrypted, KeyFiles.ed25519PKCS8, KeyFiles.rsaPEM, KeyFiles.rsaPKCS8,
    ])
    func `a key that lost a line in the middle or its end is not taken`(text: String) {
        let lines = text.split(separator: "\n").map(String.init)
        for index in lines.indices.dropFirst() {
            var rest = lines
            rest.remove(at: index)
            #expect(problem(rest.joined(separator: "\n")) == .truncated, "without line \(index)")
            #expect(problem(lines.prefix(index).joined(separator: "\n")) == .truncated, "only \(index) lines")
        }
    }

    @Test func `whatever a file holds, it is judged`() async throws {
        let files = [KeyFiles.ed25519, KeyFiles.ecdsaPEMEncrypted, KeyFiles.rsaPKCS8, KeyFiles.publicHalf]
        try await checkProperty(
            "a damaged key is a key or a problem",
            runs: 2_000,
            generate: { random in
                var bytes = Array(files[Int.random(in: 0..<files.count, using: &random)].utf8)
                for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    switch random.next() % 3 {
                    case 0: bytes.remove(at: place)
                    case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                    default: bytes.removeSubrange(place..<min(bytes.count, place + 40))
                    }
                }
                return bytes
            },
            refute: { bytes in
                do throws(KeyProblem) {
                    return try KeyForm(bytes).kind == .other || bytes.count > 100 ? nil : "an RSA key in a few bytes"
                } catch {
                    return error.kind == .encrypted || error.kind == .rsaWithOldLibrary ? "\(error)" : nil
                }
            }
        )
    }

    @Test func `an encrypted key needs a passphrase before anybody is connected to`() throws {
        let secret = Secret(Array(KeyFiles.ed25519Encrypted.utf8))
        #expect(throws: KeyProblem(.encrypted)) { try PrivateKey(secret, name: "key") }
        #expect(throws: KeyProblem(.encrypted)) { try PrivateKey(secret, name: "key", passphrase: Secret([])) }
        #expect(try PrivateKey(secret, name: "key", passphrase: Secret(Array("pass".utf8))).name == "key")
    }

    @Test func `a throw-away key is a key of OpenSSH's own form, and another each time`() throws {
        let pair = ThrowAwayKey(comment: "run 1")
        let file = pair.privateFile.reveal { String(decoding: $0, as: UTF8.self) }
        let form = try form(file)
        #expect(form.kind == .other && !form.isEncrypted && HostKey(line: pair.authorizedKey)?.kind == .ed25519)
        #expect(pair.authorizedKey.hasSuffix(" run 1") && file.split(separator: "\n").allSatisfy { $0.count <= 70 })
        #expect(ThrowAwayKey(comment: "run 1").authorizedKey != pair.authorizedKey)
    }

    @Test(arguments: KeyProblem.Kind.allCases)
    func `every problem comes with what to do about it`(kind: KeyProblem.Kind) {
        let problem = KeyProblem(kind)
        #expect(problem.description.hasPrefix("it ") && problem.remedy.hasSuffix("."))
    }

    /// A file of the form of PROTOCOL.key, whose secret part is not looked at.
    private func openSSH(cipher: String, publicKey: [UInt8]) -> String {
        let content =
            Array("openssh-key-v1\0".utf8) + Wire.string(Array(cipher.utf8)) + Wire.string([]) + Wire.string([])
            + Wire.number(1) + Wire.string(publicKey) + Wire.string([1, 2, 3])
        return """
            -----BEGIN OPENSSH PRIVATE KEY-----
            \(Base64.encode(content))
            -----END OPENSSH PRIVATE KEY-----
            """
    }
}
