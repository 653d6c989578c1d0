import Foundation
import Glibc
import IntegrationSupport
import Orchestration
import Testing

/// What is wrong from the beginning is told before anything is launched.
@Suite(.serialized, .needsEmulator, .onOwnThreads, .timeLimit(.minutes(3))) struct UnstartedRunTests {
    @Test func `answers that are none end a run at its first call`() async throws {
        let trial = try await FaultTrial()
        let faults: [(fault: Fault, words: String)] = [
            (.page("407 Proxy Authentication Required"), "something between here and AWS must have answered"),
            (.page("200 OK"), "something between here and AWS must have answered"),
            (.answered(Fault.whole("no XML at all", "200 OK", "text/plain")), "bytes that cannot be read"),
            (.endless, "the answer is longer than"),
            (.cut(afterBytes: 60), "GetCallerIdentity"),
        ]
        for (fault, words) in faults {
            let proxy = try FaultProxy(to: trial.emulator.port) { _ in fault }
            let variables = ["AWS_ENDPOINT_URL": proxy.endpoint, "AWS_MAX_ATTEMPTS": "2"]
            let run = try await trial.emulator.tool("run", variables: variables)
            #expect(run.code == ExitCode.usage, "\(run.words)")
            #expect(run.complaints.contains(words) && run.complaints.contains("proxy"), "\(run.words)")
            #expect(Set(proxy.calls) == ["GetCallerIdentity"])
        }
        #expect(try trial.emulator.files().isEmpty)
    }

    @Test func `a name without an address is told`() async throws {
        let directory = try Directory()
        let end = try await Self.run(in: directory, ["AWS_ENDPOINT_URL": "http://no-such-host.invalid"])
        #expect(end.code == ExitCode.usage, "\(end.words)")
        #expect(end.complaints.contains("no-such-host.invalid") && end.complaints.contains("DNS"), "\(end.words)")
    }

    @Test func `a certificate that nobody vouches for is told, with what would make it trusted`() async throws {
        let directory = try Directory()
        let server = try await UntrustedServer(in: directory)
        defer { withExtendedLifetime(server) {} }
        let endpoint = "https://localhost:\(server.port)"
        let end = try await Self.run(in: directory, ["AWS_ENDPOINT_URL": endpoint])
        #expect(end.code == ExitCode.usage, "\(end.words)")
        #expect(end.complaints.contains("certificate") && end.complaints.contains("AWS_CA_BUNDLE"), "\(end.words)")
    }

    @Test(arguments: [
        ("echo canary-junk", "no JSON object"), ("echo canary-junk >&2; exit 3", "exit status 3"),
        (#"echo '{"Version": 1, "SecretAccessKey": "canary-junk"}'"#, "AccessKeyId"),
    ])
    func `a helper for credentials that fails is told, and not quoted`(command: String, words: String) async throws {
        let directory = try Directory()
        try directory.write(command, to: "helper")
        try directory.write("[profile p]\ncredential_process = sh '\(directory.path)/helper'\n", to: "config")
        let variables = ["PTP_PROFILE": "p", "AWS_CONFIG_FILE": "\(directory.path)/config"]
        let end = try await Self.run(in: directory, variables)
        #expect(end.code == ExitCode.usage, "\(end.words)")
        #expect(end.complaints.contains("credential_process") && end.complaints.contains(words), "\(end.words)")
        #expect(!end.output.contains("canary"))
    }

    private static func run(in directory: Directory, _ variables: [String: String]) async throws -> Child.End {
        let base = [
            "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIACANARY", "AWS_SECRET_ACCESS_KEY": "canary-secret",
            "PTP_PROVIDER": "ec2", "PTP_SUBNET_ID": "subnet-12345678", "PTP_INSTANCE_TYPES": "c7i.large",
            "PTP_CONFIRM": "1", "AWS_EC2_METADATA_DISABLED": "true",
            // Nobody answers there, should anything ever be sent after all.
            "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        ]
        let end = try await directory.start(Binaries.tool, ["run"], base.merging(variables) { $1 }).end()
        #expect(!end.words.contains("canary-secret"))
        #expect(!FileManager.default.fileExists(atPath: "\(directory.path)/ptp-runs"), "nothing began")
        return end
    }
}
