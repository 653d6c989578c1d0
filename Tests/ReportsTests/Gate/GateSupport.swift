import Foundation
import Orchestration
import PTPTesting
import Reports
import YAML

/// Where the examples are.
let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../fixtures").standardized

extension CaseResults {
    /// A case with a clock that works, or whatever else is wanted of it.
    static func made(
        _ type: String = "c7i.large",
        index: Int = 1,
        of quantity: Int = 2,
        _ status: CaseOutcome.Status = .met,
        _ verdict: Verdict = .supported,
        expected: Expectation = .supported,
        declared: Bool? = true,
        zone: String? = "eu-central-1a",
        environment: String? = nil,
        labels: [String: String] = [:],
        disposal: CaseOutcome.Disposal = .terminated,
        reason: String? = nil,
        figures: [String: Double] = ["total_error_bound_p99": 2e-5]
    ) -> CaseResults {
        var setting = Setting()
        setting.environment = environment
        setting.zone = zone
        setting.region = zone.map { String($0.dropLast()) }
        setting.architecture = "x86_64"
        return CaseResults(
            planned: InstanceCase(type: type, index: index, of: quantity, expectation: expected, labels: labels),
            setting: setting,
            status: status,
            verdict: verdict,
            disposal: disposal,
            reason: reason,
            declaredSupport: declared,
            startedAt: morning,
            endedAt: morning + .seconds(90),
            figures: figures.sorted { $0.key < $1.key }.map { Figure($0.key, $0.value, unit: "s") }
        )
    }
}

extension CaseResults {
    /// The first of two cases, as it came out.
    static func made(_ status: CaseOutcome.Status, _ verdict: Verdict) -> CaseResults {
        made(index: 1, status, verdict)
    }
}

extension RunResults {
    /// A run on EC2 that ended a while after `morning`.
    static func made(
        _ cases: [CaseResults] = [.made(), .made(index: 2)],
        id: String = "run-1",
        environment: String = "ec2",
        isComplete: Bool = true,
        exitCode: Int? = nil
    ) -> RunResults {
        let statuses = Set(cases.map(\.status))
        let code =
            cases.contains { $0.disposal == .unconfirmed }
            ? 3 : statuses.contains(.notMet) ? 1 : statuses == [.met] ? 0 : 4
        return RunResults(
            runID: id,
            fingerprint: "f-\(id)",
            toolVersion: "1.0",
            planDigest: "d",
            environment: environment,
            startedAt: morning,
            lastAt: morning + .minutes(10),
            isComplete: isComplete,
            exitCode: exitCode ?? code,
            cases: cases
        )
    }
}

/// A policy from its text.
func policy(_ text: String) throws -> GatePolicy {
    try GatePolicy(YAMLReader.readAll(Array(text.utf8)), path: "gate.yaml")
}

/// A policy of one rule, whose keys are given.
func policy(rule: String) throws -> GatePolicy {
    try policy("version: 1\nrules:\n- name: all\n" + rule.split(separator: "\n").map { "  \($0)\n" }.joined())
}

/// What is wrong with the text of a policy, line by line.
func problems(_ text: String) -> [String] {
    do throws(PolicyProblems) {
        _ = try GatePolicy(YAMLReader.readAll(Array(text.utf8)), path: "gate.yaml")
        return []
    } catch {
        return "\(error)".split(separator: "\n").map(String.init)
    }
}

/// The decision about runs an hour later.
func decide(
    _ runs: [RunResults],
    _ policy: GatePolicy = .standard,
    after age: Duration = .minutes(60),
    baseline: RunResults? = nil,
    allowsSimulated: Bool = false,
    witness: EventStream? = nil
) -> GateDecision {
    Gate.judge(
        runs,
        by: policy,
        now: morning + .minutes(10) + age,
        baseline: baseline,
        allowsSimulated: allowsSimulated,
        witness: witness
    )
}

extension GateDecision {
    /// The kinds of its reasons, in their order.
    var kinds: [GateReason.Kind] { reasons.map(\.kind) }
}
