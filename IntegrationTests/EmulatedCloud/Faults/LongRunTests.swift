import Foundation
import Glibc
import IntegrationSupport
import Orchestration
import Synchronization
import Testing

/// What can go wrong in the middle of a run although everything was right when it began.
@Suite(.serialized, .needsEmulator, .onOwnThreads) struct LongRunTests {
    private struct Session: Decodable {
        let AccessKeyId: String
        let SecretAccessKey: String
        let SessionToken: String
    }

    @Test(arguments: ["RequestExpired", "ExpiredToken"])
    func `a session that ends in mid-run is renewed, once`(code: String) async throws {
        let trial = try await FaultTrial()
        let directory = try Directory(holdsSecrets: true)
        let documents = try await trial.emulator.sessions()
        for (number, document) in documents.enumerated() { try directory.write(document, to: "session-\(number + 1)") }
        try directory.write("cd '\(directory.path)'; echo >> asked; cat session-$(wc -l < asked)", to: "helper")
        try directory.write("[profile p]\ncredential_process = sh '\(directory.path)/helper'\n", to: "config")
        let sessions = try documents.map { try JSONDecoder().decode(Session.self, from: Data($0.utf8)) }
        let variables = ["PTP_PROFILE": "p", "AWS_CONFIG_FILE": "\(directory.path)/config"]
        let run = try await trial.run(variables) { [first = sessions[0].AccessKeyId] call in
            let actions = ["DescribeInstances", "TerminateInstances", "DeleteSecurityGroup"]
            return call.isAfterLaunch && actions.contains(call.action) && call.request.contains(first)
                ? .refused(code, "it is over") : nil
        }
        #expect(run.end.code == ExitCode.inconclusive, "\(run.end.words)")
        #expect(run.audit.matches(of: /credentials-renewed/).count == 1, "\(run.audit)")
        #expect(try String(contentsOfFile: "\(directory.path)/asked", encoding: .utf8) == "\n\n")
        for secret in sessions.flatMap({ [$0.SecretAccessKey, $0.SessionToken] }) {
            try Directory.note(secret: secret)
            #expect(!run.end.words.contains(secret))
            #expect(try trial.emulator.files().values.allSatisfy { !$0.contains(secret) })
        }
        try await trial.expectNothingLeft(run)
    }

    @Test(arguments: [600.0, -600]) func `a clock that is ten minutes off is corrected, once`(ahead: Double)
        async throws
    {
        let trial = try await FaultTrial()
        let run = try await trial.run { Fault.clock(ahead: ahead, $0) }
        #expect(run.end.code == ExitCode.inconclusive, "\(run.end.words)")
        #expect(run.audit.matches(of: /clock-corrected/).count == 1, "\(run.audit)")
        try await trial.expectNothingLeft(run)
    }

    @Test func `a call that is never answered does not hold up a stop`() async throws {
        let trial = try await FaultTrial()
        let stalled = Mutex(false)
        let proxy = try FaultProxy(to: trial.emulator.port) { call in
            guard call.isAfterLaunch, call.action == "DescribeInstances" else { return nil }
            return stalled.withLock { isStalled in
                defer { isStalled = true }
                return isStalled ? nil : .stalled
            }
        }
        let run = try trial.emulator.start(["run"], ["AWS_ENDPOINT_URL": proxy.endpoint])
        while run.isRunning, !stalled.withLock(\.self) { try await Task.sleep(for: .milliseconds(10)) }
        run.send(SIGINT)
        let end = await run.end()
        #expect(end.code == 130, "\(end.words)")
        try await trial.expectNothingLeft(FaultTrial.Run(end: end, calls: proxy.calls, audit: ""))
    }
}
