import AWS
import Foundation
import IntegrationSupport
import Orchestration
import PTPVerify
import Testing

/// The doctor, and the policy, against an emulator of AWS that enforces what users are allowed to call.
@Suite(.serialized, .needsEmulator, .onOwnThreads) struct DoctorTests {
    private static let seed: UInt64 = 20_261_121

    /// What runs without a placement group call, but for what needs no permission.
    private static var needed: [String] {
        var configuration = Configuration()
        configuration.placementGroup.value = .none
        // Prices are no condition of a launch.
        return configuration.plannedActions.subtracting([.getCallerIdentity, .getProducts]).map(\.permission).sorted()
    }

    @Test func `exactly the missing permissions are named`() async throws {
        let emulator = try await Emulator()
        var random = SeededGenerator(seed: Self.seed)
        for count in [0, 1, 1, 2, 3, 5, 8, Self.needed.count] {
            let missing = Set(Self.needed.shuffled(using: &random).prefix(count))
            var user = try await emulator.user(allowing: Self.needed.filter { !missing.contains($0) })
            // Who keeps nothing tags only what is being made, and the emulator asks nobody's permission for that.
            user["PTP_KEEP"] = "all"
            let end = try await emulator.tool("doctor", "--json", variables: user)
            let refused = try findings(end).filter { $0.topic == "permission" && $0.found.hasPrefix("refused") }
            #expect(Set(refused.map(\.subject)) == missing, "seed \(Self.seed): \(end.words)")
            let isVital = refused.contains { $0.level == "problem" }
            #expect(end.code == (isVital ? ExitCode.usage : ExitCode.success), "\(end.words)")
            #expect(refused.allSatisfy { $0.remedy?.isEmpty == false })
        }
    }

    @Test func `permissions for placement groups are named, and without them nothing is launched`() async throws {
        let emulator = try await Emulator()
        let before = try await emulator.things()
        var user = try await emulator.user(allowing: Self.needed)
        user["PTP_PLACEMENT_GROUP"] = "precision-time"
        let run = try await emulator.tool("run", variables: user)
        #expect(run.code == ExitCode.usage && run.output.isEmpty, "\(run.words)")
        for call in ["CreatePlacementGroup", "DeletePlacementGroup", "DescribePlacementGroups"] {
            #expect(run.complaints.contains("permission ec2:\(call): refused"), "\(run.words)")
        }
        #expect(try await emulator.things() == before)
    }

    @Test func `everything that does not go together is told at once, and nothing is launched`() async throws {
        let emulator = try await Emulator()
        let mistakes = try JSONDecoder().decode(
            Mistakes.self,
            from: Data(try await emulator.script("mistakes.py").utf8)
        )
        let key = "\(emulator.directory.path)/key.pub"
        try emulator.directory.write("ssh-ed25519 AAAA somebody\n", to: "key.pub")
        let variables = [
            "PTP_SUBNET_ID": "\(mistakes.subnet),subnet-0123456789abcdef0", "PTP_AMI_ID": mistakes.image,
            "PTP_INSTANCE_TYPES": "\(mistakes.kind),m7g.medium,c7i.lrage", "PTP_KEY_NAME": "nobodys",
            "PTP_PRIVATE_KEY_PATH": key, "PTP_SECURITY_GROUP_IDS": "sg-0123456789abcdef0",
        ]
        let end = try await emulator.tool("doctor", "--json", variables: variables)
        #expect(end.code == ExitCode.usage)
        let problems = try findings(end).filter { $0.level == "problem" }
        let expected: Set = [
            "type:\(mistakes.kind)", "type:c7i.lrage", "subnet:subnet-0123456789abcdef0", "image:\(mistakes.image)",
            "key:nobodys", "key:\(key)", "security-group:sg-0123456789abcdef0",
        ]
        #expect(Set(problems.map(\.id)) == expected, "\(end.words)")

        let before = try await emulator.things()
        let run = try await emulator.tool("run", variables: variables)
        #expect(run.code == ExitCode.usage)
        for problem in problems { #expect(run.complaints.contains("\(problem.subject): \(problem.found)")) }
        #expect(try await emulator.things() == before)
        #expect(!FileManager.default.fileExists(atPath: "\(emulator.directory.path)/ptp-runs/latest"))
    }

    @Test func `without credentials the doctor says so, and what else is wrong here`() async throws {
        let emulator = try await Emulator()
        let wrong = ["AWS_SECRET_ACCESS_KEY": "canary-wrong-secret", "PTP_PRIVATE_KEY_PATH": "/nonexistent/key"]
        let end = try await emulator.tool("doctor", "--json", variables: wrong)
        #expect(end.code == ExitCode.usage)
        let problems = try findings(end).filter { $0.level == "problem" }
        #expect(problems.map(\.id) == ["credentials:environment variables", "key:/nonexistent/key"], "\(end.words)")
        #expect(!end.words.contains("canary-wrong-secret"))
    }

    @Test func `without types and subnet everything else is looked at`() async throws {
        let emulator = try await Emulator()
        let end = try await emulator.tool(
            "doctor",
            "--json",
            variables: ["PTP_INSTANCE_TYPES": "", "PTP_SUBNET_ID": ""]
        )
        #expect(end.code == ExitCode.usage)
        let problems = try findings(end).filter { $0.level == "problem" }
        #expect(problems.map(\.id) == ["type:instance_types", "subnet:subnet_id"], "\(end.words)")
    }

    @Test func `without whom to let in, and nobody to ask, nothing is launched`() async throws {
        let emulator = try await Emulator()
        // A proxy that nothing listens at, for all but the emulator.
        let variables = ["PTP_SSH_FROM": "", "HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"]
        let end = try await emulator.tool("doctor", "--json", variables: variables)
        let problems = try findings(end).filter { $0.level == "problem" }
        #expect(end.code == ExitCode.usage && problems.map(\.id) == ["security-group:ssh_from"], "\(end.words)")
        #expect(problems.first?.remedy?.contains("PTP_SSH_FROM") == true)
    }

    @Test func `a limit of money without a price to be had is a problem, as it is for a run`() async throws {
        let emulator = try await Emulator()
        // The emulator's list has no prices.
        let variables = ["PTP_MAX_COST": "5"]
        let end = try await emulator.tool("doctor", "--json", variables: variables)
        let problem = try #require(try findings(end).first { $0.id == "cost:budget" }, "\(end.words)")
        #expect(end.code == ExitCode.usage && problem.found.contains("price list of AWS was asked in vain"))
        let run = try await emulator.tool("run", variables: variables)
        #expect(run.code == ExitCode.usage && run.complaints.contains(problem.found), "\(run.words)")
    }

    @Test func `a user with exactly the printed policy can run and sweep`() async throws {
        let emulator = try await Emulator()
        let policy = try await emulator.tool("iam-policy")
        #expect(policy.code == ExitCode.success, "\(policy.words)")
        let user = try await emulator.user(with: policy.output)
        let before = try await emulator.things()
        let run = try await emulator.tool("run", variables: user)
        // Nobody can log in: there are no hosts behind the emulator's instances.
        #expect(run.code == ExitCode.inconclusive, "\(run.words)")
        #expect(try await emulator.things() == before)
        let journal = try String(
            contentsOfFile: "\(emulator.directory.path)/ptp-runs/latest/journal.jsonl",
            encoding: .utf8
        )
        #expect(!journal.contains("AccessDenied") && !journal.contains("UnauthorizedOperation"))
    }

    private struct Mistakes: Decodable {
        let kind: String
        let zone: String
        let subnet: String
        let image: String
    }

    private struct Finding: Decodable {
        let id: String
        let topic: String
        let level: String
        let subject: String
        let found: String
        let remedy: String?
    }

    private struct Findings: Decodable {
        let findings: [Finding]
    }

    private func findings(_ end: Child.End) throws -> [Finding] {
        try JSONDecoder().decode(Findings.self, from: Data(end.output.utf8)).findings
    }
}

extension Emulator {
    private struct User: Decodable {
        let key: String
        let secret: String
    }

    /// The variables of a new user who may make these calls.
    fileprivate func user(allowing actions: [String]) async throws -> [String: String] {
        // A policy must allow something.
        let names = (actions + ["iam:GetUser"]).map { "\"\($0)\"" }.joined(separator: ",")
        return try await user(with: #"{"Statement":[{"Effect":"Allow","Action":[\#(names)]}]}"#)
    }

    /// The variables of a new user with a policy.
    fileprivate func user(with policy: String) async throws -> [String: String] {
        let user = try JSONDecoder().decode(User.self, from: Data(try await script("grant.py", policy).utf8))
        return ["AWS_ACCESS_KEY_ID": user.key, "AWS_SECRET_ACCESS_KEY": user.secret]
    }
}
