import Foundation
import IntegrationSupport
import Testing

/// `ptp-verify ssh`, as people call it.
@Suite(.needsSSHServer, .onOwnThreads) struct CommandLineTests {
    private let host: TestHost
    private let place: String

    init() async throws {
        host = try await TestHost()
        place = "\(host.server.user)@\(host.server.address):\(host.server.port)"
    }

    private func tool(
        _ words: [String],
        _ variables: [String: String] = [:],
        key: String? = nil
    ) async throws -> Child.End {
        let key = key ?? host.keyFile()
        let directory = try Directory()
        return try await directory.start(
            Binaries.tool,
            ["ssh"] + words,
            ["PTP_PRIVATE_KEY_PATH": key].merging(variables) { $1 }
        )
        .end()
    }

    @Test func `the command's output, complaints and status are ours`() async throws {
        let end = try await tool([place, "--", "echo", "hello;", "echo trouble >&2; exit 7"])
        #expect(end.code == 7)
        #expect(end.output == "hello\n")
        #expect(end.complaints.contains("accepted as new") && end.complaints.hasSuffix("trouble\n"))
    }

    @Test func `known hosts are known, and strangers are refused where only those are allowed`() async throws {
        let known = "\(host.path)/known"
        let key = try host.server.publicKey()
        try host.server.directory.write("[\(host.server.address)]:\(host.server.port) \(key)", to: "known")
        let variables = ["PTP_KNOWN_HOSTS": known, "PTP_HOST_KEYS": "known-hosts"]
        let end = try await tool([place, "--", "true"], variables)
        #expect(end.code == 0 && end.complaints.contains("it is in \(known)"), "\(end.words)")
        try host.server.directory.write("", to: "known")
        let stranger = try await tool([place, "--", "true"], variables)
        #expect(stranger.code == 255 && stranger.complaints.contains("host-key-mismatch"), "\(stranger.words)")
    }

    @Test func `a key that others may read is refused where that is asked for`() async throws {
        let key = host.keyFile(mode: 0o644)
        #expect(try await tool([place, "--", "true"], key: key).code == 0)
        let strict = try await tool([place, "--strict", "--", "true"], key: key)
        #expect(strict.code == 2 && strict.complaints.contains("chmod 600"), "\(strict.words)")
    }

    @Test func `what cannot be is told before anybody is asked`() async throws {
        for words in [[], [place], ["a b", "--", "true"], ["h:0", "--", "true"], [place, "other", "--", "true"]] {
            let end = try await tool(words)
            #expect(end.code == 2 && end.complaints.contains("ssh"), "\(words): \(end.words)")
        }
    }

    @Test func `Ctrl-C ends the command on the host, too`() async throws {
        let directory = try Directory()
        let mark = "\(host.path)/running"
        let child = try directory.start(
            Binaries.tool,
            ["ssh", place, "--", "echo $$ > \(mark); sleep 1000"],
            ["PTP_PRIVATE_KEY_PATH": host.keyFile()]
        )
        while (try? String(contentsOfFile: mark, encoding: .utf8))?.hasSuffix("\n") != true {
            try await Task.sleep(for: .milliseconds(20))
        }
        let number = try #require(Int32(try String(contentsOfFile: mark, encoding: .utf8).dropLast()))
        child.send(SIGINT)
        let end = await child.end()
        #expect(end.code == 130, "\(end.words)")
        #expect(kill(number, 0) == -1 && errno == ESRCH)
    }
}
