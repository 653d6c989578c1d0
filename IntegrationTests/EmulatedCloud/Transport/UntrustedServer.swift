import Foundation
import IntegrationSupport
import Testing

/// A server on `https://localhost` whose certificate no authority vouches for but the one in `cert.pem`.
final class UntrustedServer: Sendable {
    let port: Int
    private let server: Child

    /// Makes key and certificate in a directory, and serves on a free port.
    init(in directory: Directory) async throws {
        let key = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        let name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        let made = try directory.start("/usr/bin/openssl", key + name + ["-keyout", "key.pem", "-out", "cert.pem"])
        #expect(await made.end().code == 0)
        // -www answers every request with a page about the connection.
        server = try directory.start(
            "/usr/bin/openssl",
            ["s_server", "-www", "-accept", "127.0.0.1:0", "-key", "key.pem", "-cert", "cert.pem"]
        )
        port = try #require(Int(try await server.says(/ACCEPT 127\.0\.0\.1:(\d+)/)))
    }

    deinit { server.send(SIGKILL) }
}
