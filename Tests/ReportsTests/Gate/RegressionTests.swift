import Orchestration
import Reports
import Testing

@Suite struct RegressionTests {
    private func run(_ bounds: [Double?], type: String = "c7i.large", id: String = "run-2", environment: String = "ec2")
        -> RunResults
    {
        let cases = bounds.enumerated().map { index, bound in
            CaseResults.made(
                type,
                index: index + 1,
                of: bounds.count,
                figures: bound.map { ["total_error_bound_p99": $0] } ?? [:]
            )
        }
        return .made(cases, id: id, environment: environment)
    }

    private let demanding = "regression: {p99(error_bound): 20%}"

    @Test func `growth beyond what is allowed fails with both values`() throws {
        let policy = try policy(rule: demanding)
        let before = run([2e-5, 9e-5, 2e-5], id: "run-1")
        let decision = decide([run([3e-5, 2.6e-5])], policy, baseline: before)
        #expect(
            decision.reasons.map(\.text) == [
                "c7i.large: p99(total_error_bound) rose from 20us to 28us (+40%); allowed is at most +20% since run-1"
            ]
        )
        #expect(decision.exitCode == 1 && decision.reasons[0].type == "c7i.large" && decision.reasons[0].rule == "all")
        let good = decide([run([2.4e-5, 2.3e-5])], policy, baseline: before)
        #expect(
            good.outcome == .pass && good.satisfied.last?.text.contains("went from 20us to 23.5us (+17.5%)") == true
        )
        #expect(decide([run([1e-9])], policy, baseline: before).outcome == .pass)
    }

    @Test func `nothing grows from nothing`() throws {
        let policy = try policy(rule: demanding)
        #expect(decide([run([1e-9])], policy, baseline: run([0], id: "run-1")).kinds == [.regression])
        #expect(decide([run([0])], policy, baseline: run([0], id: "run-1")).outcome == .pass)
    }

    @Test func `what was not measured on either side is left open`() throws {
        let policy = try policy(rule: demanding)
        #expect(decide([run([nil])], policy, baseline: run([1e-5], id: "run-1")).kinds == [.notCompared])
        #expect(decide([run([1e-5])], policy, baseline: run([nil], id: "run-1")).exitCode == 4)
        #expect(
            decide([run([1e-5])], policy, baseline: run([1e-5], type: "m7i.large", id: "run-1")).kinds == [.notCompared]
        )
        #expect(decide([run([1e-5])], policy).kinds == [.notCompared])
    }

    @Test func `what cannot be compared is refused`() throws {
        let policy = try policy(rule: demanding)
        let now = run([1e-5])
        #expect(decide([now], policy, baseline: now).reasons.map(\.text) == ["run-2: the baseline is the run itself"])
        let other = decide([now], policy, baseline: run([1e-5], id: "run-1", environment: "hosts"))
        #expect(other.reasons.map(\.text) == ["run-1: the baseline is evidence of hosts, and run-2 of ec2"])
        let dead = RunResults.made([.made()], id: "run-1", isComplete: false)
        #expect(decide([now], policy, baseline: dead).kinds == [.baseline])
        #expect(decide([now], baseline: now).outcome == .pass, "who does not compare does not mind")
    }
}
