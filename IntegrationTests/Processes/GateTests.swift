import Foundation
import Glibc
import IntegrationSupport
import Orchestration
import PTPVerify
import Testing

/// The gate behind the real suite, with what Swift Testing itself tells as the witness.
@Suite(.onOwnThreads) struct GateTests {
    private static let words = ["--events", Sandbox.events, "--allow-simulated"]

    private func gate(_ sandbox: Sandbox, _ more: [String] = words) async throws -> Child.End {
        try await sandbox.start(["gate"] + more).end()
    }

    @Test func `what the suite shows passes, but only as a simulation`() async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.startSuite().end().code == 0)
        let allowed = try await gate(sandbox)
        #expect(allowed.code == 0, "\(allowed.words)")
        #expect(allowed.output.contains("the event stream tells of the same 6 cases"), "\(allowed.output)")
        let refused = try await gate(sandbox, ["--events", Sandbox.events])
        #expect(refused.code == 1 && refused.output.contains("the evidence is simulated"), "\(refused.words)")
    }

    @Test func `a failing case and a skipped one are explained by the journal`() async throws {
        let lost = ["PTP_PROVIDER": "simulated", "PTP_INSTANCE_TYPES": "c7i.large,nothing.large"]
        for policy in ["fail", "skip"] {
            let sandbox = try Sandbox()
            _ = try await sandbox.startSuite(lost.merging(["PTP_INCONCLUSIVE": policy]) { $1 }).end()
            let end = try await gate(sandbox)
            #expect(end.code == 4, "only what was not observed stands in the way: \(end.words)")
            try sandbox.write("version: 1\nrules: [{name: a, allow_inconclusive: 1}]\n", to: "gate.yaml")
            let lenient = try await gate(sandbox, Self.words + ["--policy", "gate.yaml"])
            #expect(lenient.code == 0, "\(lenient.words)")
        }
    }

    @Test func `a filter that matches nothing is no success, although an older run is there`() async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.tool("run").code == 0)
        let arguments = ["--testing-library", "swift-testing", "--filter", "NoSuchSuite"]
        let events = [
            "--event-stream-output-path", "\(sandbox.path)/\(Sandbox.events)", "--event-stream-version", "6.3",
        ]
        _ = try await sandbox.start(Binaries.suite, with: arguments + events).end()
        let end = try await gate(sandbox)
        #expect(end.code == 1 && end.output.contains("no case of PTPHardware ran"), "\(end.words)")
    }

    @Test func `a bad configuration is no success, although an older run is there`() async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.tool("run").code == 0)
        #expect(try await sandbox.startSuite(["PTP_CONCURRENCY": "two"]).end().code == 1)
        let end = try await gate(sandbox)
        #expect(end.code == 1 && end.output.contains("The run cannot begin"), "\(end.words)")
    }

    @Test(arguments: [SIGTERM, SIGKILL]) func `a suite that was stopped is no success`(signal: Int32) async throws {
        let sandbox = try Sandbox()
        let child = try sandbox.startSuite(sandbox.lastingLong(pace: 0.02))
        try await sandbox.journal(of: child) { $0.cases.contains { $0.stage == .executing } }
        child.send(signal)
        _ = await child.end()
        let end = try await gate(sandbox)
        // In a hurry not every end can be confirmed.
        let isClean = try await sandbox.history().ledger.leaks.isEmpty
        #expect(end.code == (isClean ? 1 : 3), "\(end.words)")
        var words = ["40 cases were planned, and"]
        if signal == SIGKILL { words += ["did not live to its end", "the event stream has no runEnded"] }
        if !isClean { words.append("may still be there") }
        for word in words { #expect(end.output.contains(word), "\(end.output)") }
        guard signal == SIGKILL else { return }
        try await sandbox.sweep()
        #expect(try await gate(sandbox).code == 1, "nothing is left, and the run is still not whole")
    }
}

/// What is said of policies, read by a validator that is not ours.
@Suite(.onOwnThreads, .needsEmulator) struct PolicySchemaTests {
    private static let policies = "\(EmulatorParts.root)/fixtures/policies"

    private func errors(_ names: [String], in sandbox: Sandbox) async throws -> JSONValue {
        let words = [
            "\(EmulatorParts.root)/fixtures/readers/check_policies.py",
            "\(EmulatorParts.root)/fixtures/schema/policy.schema.json",
        ]
        let end = try await sandbox.start(EmulatorParts.python, with: words + names).end()
        try #require(end.code == 0, "\(end.complaints)")
        return try JSONParser.parse(Array(end.output.utf8))
    }

    @Test func `every example keeps the schema, and the tool takes it`() async throws {
        let sandbox = try Sandbox()
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.policies).filter { $0 != "bad" }
            .map { "\(Self.policies)/\($0)" }
        #expect(names.count >= 3)
        let errors = try await errors(names, in: sandbox)
        #expect(try await sandbox.tool("run", "--seed", "1").code == 0)
        let baseline = try #require(try sandbox.runs.first).name
        #expect(try await sandbox.tool("run", "--seed", "2").code == 0)
        for name in names {
            #expect(errors[name] == [], "\(name)")
            let words = ["gate", "--allow-simulated", "--policy", name, "--baseline", baseline]
            let end = try await sandbox.start(words).end()
            #expect([0, 1, 4].contains(end.code) && end.output.hasPrefix("gate: "), "\(end.words)")
        }
    }

    @Test func `what is misspelled breaks the schema in the same places`() async throws {
        let sandbox = try Sandbox()
        let name = "\(Self.policies)/bad/misspelled.yaml"
        let places = Set(try await errors([name], in: sandbox)[name]?.array?.compactMap(\.string) ?? [])
        let rule = "rules/0/"
        let wanted =
            ["", "evidence", "evidence/environments", "evidence/max_age", "evidence/complete", "rules/0", "rules/1"]
            + ["match", "verdict", "min_success", "allow_inconclusive", "declared_mismatch", "min_cases", "regression"]
            .map { rule + $0 } + ["unmatched", "version", "rules/1/verdict"]
        for place in wanted { #expect(places.contains(place), "\(place) is not among \(places.sorted())") }
    }
}
