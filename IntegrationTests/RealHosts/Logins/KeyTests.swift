import IntegrationSupport
import Orchestration
import SSH
import Shell
import Testing

@Suite(.onOwnThreads, .needsSSHServer) struct KeyTests {
    private let directory: Directory

    init() throws { directory = try Directory(holdsSecrets: true) }

    private static let forms: [KeyPair.Form] = ["", "open sesame é"].flatMap { passphrase in
        [KeyPair.Form(passphrase: passphrase)]
            + [256, 384, 521].flatMap { bits in
                ["RFC4716", "PEM", "PKCS8"].map {
                    KeyPair.Form(kind: "ecdsa", bits: bits, format: $0, passphrase: passphrase)
                }
            }
    }

    @Test func `every kind of key in every format lets us in`() async throws {
        var pairs: [(KeyPair.Form, KeyPair)] = []
        for form in Self.forms { pairs.append((form, try await KeyPair(form, in: directory))) }
        let host = try await TestHost(authorized: pairs.map(\.1.publicLine))
        for (form, pair) in pairs {
            let passphrase = form.passphrase.isEmpty ? nil : Secret(form.passphrase)
            do {
                let key = try PrivateKey(pair.content, name: form.description, passphrase: passphrase)
                #expect(try await host.run("echo in", as: .key(key)).output == "in\n", "\(form)")
            } catch { Issue.record("\(form): \(error)") }
        }
    }

    @Test func `a wrong passphrase is named as such`() async throws {
        for form in Self.forms where !form.passphrase.isEmpty && form.bits ?? 256 == 256 {
            let pair = try await KeyPair(form, in: directory)
            let host = try await TestHost(authorized: [pair.publicLine])
            let key = try PrivateKey(pair.content, name: "my key", passphrase: Secret("wrong"))
            let error = try await host.failure(as: .key(key))
            #expect(error.kind == .unable, "\(form): \(error)")
            #expect(error.message.contains("my key") && error.message.contains("passphrase"), "\(form): \(error)")
        }
    }

    @Test func `an encrypted key without passphrase is refused before anybody is connected to`() async throws {
        for form in Self.forms where !form.passphrase.isEmpty && form.bits ?? 256 == 256 {
            let pair = try await KeyPair(form, in: directory)
            for passphrase in [nil, Secret("")] {
                let problem = #expect(throws: KeyProblem.self, "\(form)") {
                    try PrivateKey(pair.content, name: "my key", passphrase: passphrase)
                }
                #expect(problem?.remedy.contains("PTP_PRIVATE_KEY_PASSPHRASE") == true, "\(form)")
            }
        }
    }

    @Test(arguments: ["RFC4716", "PEM", "PKCS8"])
    func `an RSA key works, or is refused at once with the ways out`(format: String) async throws {
        let pair = try await KeyPair(KeyPair.Form(kind: "rsa", bits: 2048, format: format), in: directory)
        if LibSSH2.signsRSAWithSHA2 {
            let host = try await TestHost(authorized: [pair.publicLine])
            let key = try PrivateKey(pair.content, name: "my key")
            #expect(try await host.run("echo in", as: .key(key)).output == "in\n")
        } else {
            let problem = #expect(throws: KeyProblem.self) { try PrivateKey(pair.content, name: "my key") }
            for way in ["ed25519", "give no key", "libssh2 1.11"] {
                #expect(problem?.remedy.contains(way) == true, "\(problem?.remedy ?? "")")
            }
        }
    }

    @Test func `what is no private key is refused in words of its own`() async throws {
        let pair = try await KeyPair(KeyPair.Form(), in: directory)
        let text = pair.content.reveal { String(decoding: $0, as: UTF8.self) }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let bad: [(String, content: String, words: String)] = [
            ("empty", "", "empty"),
            ("blank", "\n \n", "empty"),
            ("public half", pair.publicLine, "public half"),
            ("junk", "hello, world\n", "no private key"),
            ("NULs", String(repeating: "\0", count: 400), "no private key"),
            ("half", String(text.prefix(text.count / 2)), "cut off"),
            ("a line missing", (lines.prefix(3) + lines.suffix(2)).joined(separator: "\n"), "cut off"),
        ]
        for (name, content, words) in bad {
            let problem = #expect(throws: KeyProblem.self, "\(name)") {
                try PrivateKey(Secret(content), name: name)
            }
            #expect(problem.map { "\($0)".contains(words) } == true, "\(name): \(problem.map { "\($0)" } ?? "")")
        }
    }

    @Test func `a damaged key that looks whole is an error of ours, not of the host`() async throws {
        let host = try await TestHost()
        let pair = try await KeyPair(KeyPair.Form(kind: "ecdsa", bits: 256, format: "PEM"), in: directory)
        let text = pair.content.reveal { String(decoding: $0, as: UTF8.self) }
        var lines = text.split(separator: "\n")
        lines[2] = Substring(String(lines[2].reversed()))
        let key = try PrivateKey(Secret(lines.joined(separator: "\n") + "\n"), name: "my key")
        let error = try await host.failure(as: .key(key))
        #expect(error.kind == .unable, "\(error)")
        #expect(error.message.contains("my key"), "\(error)")
    }

    @Test func `a key that the host does not know is refused once, and at once`() async throws {
        let host = try await TestHost()
        for form in [KeyPair.Form(), KeyPair.Form(kind: "ecdsa", bits: 384, format: "PEM")] {
            let key = try PrivateKey(try await KeyPair(form, in: directory).content, name: "my key")
            let before = host.server.log.matches(of: #/Connection from/#).count
            let taken = try await duration {
                let error = try await host.failure(as: .key(key))
                #expect(error.kind == .authenticationRefused, "\(error)")
                #expect(!error.isWorthRetrying)
                #expect(error.message.contains("my key"), "\(error)")
            }
            #expect(taken < .seconds(30), "\(form): \(taken)")
            #expect(host.server.log.matches(of: #/Connection from/#).count == before + 1)
        }
    }

    @Test func `a user whom the host does not let in is refused`() async throws {
        let host = try await TestHost(settings: ["DenyUsers *"])
        let error = try await host.failure()
        #expect(error.kind == .authenticationRefused, "\(error)")
    }
}
