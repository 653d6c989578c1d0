import Foundation
import IntegrationSupport
import Orchestration
import PTPVerify
import Testing

/// Machines that already run, verified by the built tool over real servers.
@Suite(.needsSSHServer, .onOwnThreads) struct HostRunTests {
    private let open: TestHost
    private let closed: TestHost
    private let directory: Directory

    init() async throws {
        open = try await TestHost()
        // It lets in a key of its own, which nobody uses.
        closed = try await TestHost()
        directory = try Directory()
    }

    private func name(_ host: TestHost) -> String { "\(host.server.user)@\(host.server.address):\(host.server.port)" }

    private func tool(_ arguments: String...) async throws -> Child.End { try await start(Binaries.tool, arguments) }

    private func start(_ program: String, _ arguments: [String]) async throws -> Child.End {
        // The host is this machine: nothing may change there.
        let variables = [
            "PTP_HOSTS": "\(name(open)),\(name(closed))", "PTP_PRIVATE_KEY_PATH": open.keyFile(),
            "PTP_DRIVER": "as-is",
        ]
        return try await directory.start(program, arguments, variables).end()
    }

    @Test func `two hosts are verified, of which one lets nobody in`() async throws {
        let end = try await tool("run")
        #expect(end.code == 4, "\(end.words)")
        #expect(end.output.contains("2 cases on hosts") && end.output.contains("host: 0 of 2 as expected"))
        for word in ["launched", "never-made", "terminated", "billed", "SIMULATED", " runs\n"] {
            #expect(!end.output.contains(word), "\(word): \(end.output)")
        }

        let run = try #require(try RunDirectory.all(in: "\(directory.path)/ptp-runs").first)
        #expect(run.name.hasPrefix("hosts-"))
        let (history, reader) = try await run.read()
        #expect(!reader.oddities.hasTornEnd && reader.oddities.damagedLines.isEmpty)
        #expect((history.state, history.recordedExitCode) == (.completed, 4))
        #expect(history.cases.map(\.instanceCase.id.text) == [name(open), name(closed)])
        let outcomes = history.cases.map(\.finalOutcome)
        #expect(outcomes.map(\.verdict) == [.inconclusive, .inconclusive])
        #expect(history.ledger.all.isEmpty)

        // The one answered, and has no such driver; the other did not let us in, which is said once.
        let seen = try #require(history.cases[0].result)
        #expect(outcomes[0].failure == nil && !seen.evidence.isEmpty)
        #expect(seen.evidence.contains { $0.output.contains("ssh-ed25519") }, "it proved who it is")
        #expect(end.output.contains("- \(name(open)): inconclusive - \(seen.summary)"))
        let refusal = try #require(outcomes[1].failure)
        #expect(refusal.code == .connection && refusal.happened.contains("authentication-refused"), "\(refusal)")
        #expect(history.cases[1].result == nil && history.cases[1].retries == 0)

        let report = try JSONDecoder().decode(Report.self, from: file("latest/report.json"))
        #expect(report.cases.map(\.id) == [name(open), name(closed)])
        #expect(report.cases.allSatisfy { $0.resources.isEmpty && $0.verdict == "inconclusive" && $0.reason != "" })
        #expect((report.cleanup.made, report.cleanup.gone) == (0, 0))
        #expect(try !file("latest/report.yaml").isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "\(run.path)/audit.jsonl"), "nothing of AWS was called")

        let again = try await tool("report")
        #expect(again.code == 4 && again.output.contains("exit code 4"), "\(again.words)")
        let status = try await tool("status")
        #expect(status.output.contains("on hosts: completed, 2 of 2 cases over"), "\(status.words)")
    }

    @Test func `the suite has a test case for each host, which fails for its own reason`() async throws {
        let end = try await start(Binaries.suite, ["--testing-library", "swift-testing", "--filter", "PTPHardware"])
        #expect(end.code != 0)
        let shown = end.words.matches(of: /planned → (.+) to "instance" started/).map { String($0.1) }
        #expect(shown == [name(open), name(closed)], "\(end.words)")
        #expect(end.words.contains("\(name(closed)): expected supported, is inconclusive (inconclusive)"))
        #expect(end.words.contains("authentication-refused"))
    }

    @Test func `doctor tells which of the hosts lets us in`() async throws {
        let end = try await tool("doctor")
        #expect(end.code == 2, "\(end.words)")
        #expect(end.output.contains("ok      \(name(open)): it lets us in; ssh-ed25519 SHA256:"), "\(end.words)")
        #expect(end.output.contains("PROBLEM \(name(closed)): authentication-refused"), "\(end.words)")
        #expect(end.output.contains("1 problem"))
    }

    @Test func `a file has a key for each host, and everything goes by it`() async throws {
        let hosts = [open, closed].map { host in
            """
              - {host: \(host.server.address), port: \(host.server.port), user: \(host.server.user), \
            private_key_path: \(host.keyFile()), host_keys: accept-new}

            """
        }
        try directory.write("hosts:\n\(hosts.joined())concurrency: 2\nsamples: 1\n", to: "hosts.yaml")
        let variables = ["PTP_CONFIG": "\(directory.path)/hosts.yaml"]
        let doctor = try await directory.start(Binaries.tool, ["doctor"], variables).end()
        #expect(doctor.code == 0, "\(doctor.words)")
        for host in [open, closed] {
            #expect(doctor.output.contains("ok      \(host.keyFile()): this key is used"), "\(doctor.words)")
            #expect(doctor.output.contains("ok      \(name(host)): it lets us in"), "\(doctor.words)")
            let place = "\(host.server.address):\(host.server.port)"
            let ssh = try await directory.start(Binaries.tool, ["ssh", place, "--", "echo here"], variables).end()
            #expect(ssh.code == 0 && ssh.output == "here\n" && ssh.complaints.contains("accepted as new"))
        }
        let run = try await directory.start(Binaries.tool, ["run"], variables).end()
        #expect(run.code == 4 && !run.output.contains("authentication-refused"), "\(run.words)")

        try directory.write("no key", to: "none")
        let broken = hosts[1].replacing(closed.keyFile(), with: "\(directory.path)/none")
        try directory.write("hosts:\n\(hosts[0])\(broken)", to: "hosts.yaml")
        let other = try await directory.start(Binaries.tool, ["doctor"], variables).end()
        #expect(other.code == 2 && other.output.contains("ok      \(name(open)): it lets us in"), "\(other.words)")
        #expect(other.output.contains("PROBLEM use the private key \(directory.path)/none: "), "\(other.words)")
    }

    private func file(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(directory.path)/ptp-runs/\(name)"))
    }

    /// What programs read of a report.
    private struct Report: Decodable {
        struct Case: Decodable {
            struct Resource: Decodable {}

            let id: String
            let verdict: String
            let reason: String
            let resources: [Resource]
        }

        struct Cleanup: Decodable {
            let made: Int
            let gone: Int
        }

        let cases: [Case]
        let cleanup: Cleanup
    }
}
