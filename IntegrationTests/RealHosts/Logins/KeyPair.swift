import Foundation
import IntegrationSupport
import Orchestration

/// A pair of keys in files, as people make them with ssh-keygen.
struct KeyPair: Sendable {
    /// What a private key file can look like.
    struct Form: Sendable, CustomStringConvertible {
        var kind = "ed25519"
        var bits: Int?
        /// `RFC4716` is OpenSSH's own.
        var format = "RFC4716"
        var passphrase = ""

        var description: String {
            "\(kind)\(bits.map(String.init) ?? "") \(format)\(passphrase.isEmpty ? "" : " with passphrase")"
        }
    }

    let path: String
    let content: Secret
    /// The line of `authorized_keys`.
    let publicLine: String

    init(_ form: Form, in directory: Directory) async throws {
        path = "\(directory.path)/\(UUID().uuidString)"
        let bits = form.bits.map { ["-b", String($0)] } ?? []
        let arguments = ["-q", "-t", form.kind, "-m", form.format, "-N", form.passphrase, "-f", path] + bits
        let end = try await directory.start("/usr/bin/ssh-keygen", arguments).end()
        guard end.code == 0 else { throw Unexpected(description: "ssh-keygen: \(end.words)") }
        content = Secret(try String(contentsOfFile: path, encoding: .utf8))
        publicLine = try String(contentsOfFile: path + ".pub", encoding: .utf8)
    }
}
