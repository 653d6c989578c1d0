import AWS
import Foundation
import IntegrationSupport
import Testing

/// Who answers over TLS must be whom the address names, by an authority that is trusted.
@Suite(.onOwnThreads, .timeLimit(.minutes(1))) struct TrustTests {
    @Test func `a certificate counts with its authority and for its name only`() async throws {
        let directory = try Directory()
        let server = try await UntrustedServer(in: directory)
        defer { withExtendedLifetime(server) {} }
        let port = server.port

        let certificate = "\(directory.path)/cert.pem"
        let trusting = CurlTransport(certificates: certificate)
        #expect(try await trusting.send(request("localhost", port)).status == 200)
        for (transport, host) in [(trusting, "127.0.0.1"), (CurlTransport(), "localhost")] {
            let failure = await #expect(throws: HTTPFailure.self) { try await transport.send(request(host, port)) }
            #expect(failure?.kind == .notTrusted)
            #expect(failure?.mayHaveTakenEffect == false)
            #expect(failure?.reason.contains("certificate") == true, "\(failure?.reason ?? "")")
        }
    }

    private func request(_ host: String, _ port: Int) -> HTTPRequest {
        HTTPRequest(.get, WebAddress(.https, host: host, port: port))
    }
}
