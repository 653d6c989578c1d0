import IntegrationSupport
import Orchestration
import SSH
import Shell
import Testing

@Suite(.onOwnThreads, .needsSSHServer) struct ServerKindTests {
    @Test func `an old server with nothing but an RSA key is reached`() async throws {
        let settings = [
            "KexAlgorithms diffie-hellman-group14-sha256", "Ciphers aes128-ctr", "MACs hmac-sha2-256",
            "HostKeyAlgorithms ssh-rsa",
        ]
        let host = try await TestHost(hostKeys: ["rsa"], settings: settings)
        let identity = try await host.connecting().withShell(to: host.endpoint) { $0.identity }
        #expect(identity?.kind == "ssh-rsa")
        #expect(try await host.run("echo in").output == "in\n")
    }

    @Test func `a server of today with nothing but an RSA key is reached, or said to be beyond this libssh2`()
        async throws
    {
        let host = try await TestHost(hostKeys: ["rsa"])
        if LibSSH2.signsRSAWithSHA2 {
            #expect(try await host.run("echo in").output == "in\n")
        } else {
            let error = try await host.failure()
            #expect(error.kind == .keyExchangeFailed, "\(error)")
            #expect(error.message.contains("libssh2 \(LibSSH2.version) may be too old"), "\(error)")
        }
    }

    @Test(arguments: [
        ["Ciphers aes256-gcm@openssh.com"], ["Ciphers aes128-ctr", "MACs hmac-sha2-512-etm@openssh.com"],
        ["Ciphers aes256-ctr", "MACs hmac-sha2-256-etm@openssh.com"],
    ])
    func `a strict server is reached, or said to be too strict`(ciphers: [String]) async throws {
        let exchange = [
            "KexAlgorithms curve25519-sha256", "HostKeyAlgorithms ssh-ed25519", "PubkeyAcceptedAlgorithms ssh-ed25519",
        ]
        let host = try await TestHost(settings: exchange + ciphers)
        do {
            let output = try await host.run("head -c 300000 /dev/zero | tr '\\0' x").output
            #expect(output == String(repeating: "x", count: 300_000))
        } catch let error as ShellError {
            // What libssh2 1.10 does not know it cannot speak.
            #expect(error.kind == .keyExchangeFailed, "\(error)")
            #expect(error.message.contains("libssh2 \(LibSSH2.version)"), "\(error)")
            #expect(LibSSH2.version.hasPrefix("1.10"), "\(error)")
        }
    }

    @Test func `a server with which we have nothing in common says so`() async throws {
        let host = try await TestHost(settings: ["Ciphers chacha20-poly1305@openssh.com"])
        let error = try await host.failure()
        #expect(error.kind == .keyExchangeFailed, "\(error)")
        #expect(error.message.contains("libssh2"), "\(error)")
    }

    @Test func `a host is reached by name`() async throws {
        let host = try await TestHost()
        let result = try await host.connecting().withShell(to: host.endpoint(host: "localhost")) {
            try await $0.run(Command("echo in"))
        }
        #expect(result.output == "in\n")
    }

    @Test(.enabled(if: hasIPv6)) func `a host is reached over IPv6`() async throws {
        let host = try await TestHost(address: "::1")
        #expect(try await host.run("echo in").output == "in\n")
        #expect("\(host.endpoint)".contains("[::1]"))
    }

    @Test func `a server that exchanges keys again and again is no trouble`() async throws {
        let host = try await TestHost(settings: ["RekeyLimit 256K"])
        try await host.connecting().withShell(to: host.endpoint) { shell in
            let input = [UInt8](repeating: 7, count: 2 << 20)
            for _ in 0..<3 {
                let down = try await shell.run(Command("head -c 2000000 /dev/zero", outputLimit: 4 << 20))
                #expect(down.outputBytes.count == 2_000_000)
                let up = try await shell.run(Command("wc -c", input: input))
                #expect(up.output.filter(\.isNumber) == "\(input.count)")
            }
        }
    }

    @Test func `a server that has no room for another connection is worth another try`() async throws {
        let host = try await TestHost(settings: ["MaxStartups 1"])
        // Whoever connects and says nothing takes the only place.
        let idle = try Idler(port: host.server.port)
        #expect(try await eventually { host.server.connections.count == 1 })
        let error = try await host.failure()
        #expect(error.isWorthRetrying, "\(error)")
        idle.leave()
        #expect(try await eventually { (try? await host.run("true"))?.isSuccess ?? false })
    }
}
