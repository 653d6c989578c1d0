import Orchestration
import PTPVerify
import Simulation
import Testing

/// What EC2 refused at first and was asked again for is in the journal.
@Suite struct RetryJournalTests {
    @Test func `every call that is tried again is noted, whichever it is`() async throws {
        var actions: Set<String> = []
        for number in 1...1000 {
            await Task.yield()
            let trial = try Trial(scenario(failing: number))
            guard let failed = trial.ec2.calls.first(where: { $0.number == number }) else { break }
            #expect(failed.error == "RequestLimitExceeded")
            let retries = trial.retries
            #expect(retries.map(\.what) == ["call \(failed.action)"], "call \(number)")
            #expect(retries.map(\.attempt) == [1])
            #expect(retries.allSatisfy { $0.reason.contains("RequestLimitExceeded") })
            // What serves the whole run is nobody's; what is asked about instances concerns the only case.
            let isOfCase = failed.action.hasSuffix("Instances")
            #expect(retries.map(\.caseID) == [isOfCase ? CaseID("c7i.large#1") : nil], "\(failed.action)")
            #expect(trial.outcome.history.cases.map(\.retries).first ?? 0 >= (isOfCase ? 1 : 0))
            actions.insert(failed.action)
        }
        #expect(
            actions.isSuperset(of: [
                "DescribeInstanceTypes", "CreateSecurityGroup", "RunInstances", "DescribeInstances",
                "TerminateInstances", "DeleteSecurityGroup",
            ])
        )
    }

    @Test func `what a sweep tries again is noted too`() throws {
        var dead = scenario(failing: nil)
        dead.faults.death = .afterCreating(3)
        let trial = try Trial(dead)
        #expect(trial.hasDied)
        let retries = (1...40).contains { number in
            let aftermath = try? trial.sweep(faults: FaultSchedule(calls: [number: .throttled]))
            return (aftermath?.history.cases.map(\.retries).reduce(0, +) ?? 0) > 0
        }
        #expect(retries)
    }

    private func scenario(failing number: Int?) -> Scenario {
        Scenario(
            seed: 3,
            types: [("c7i.large", 1)],
            concurrency: 1,
            keep: .none,
            faults: FaultSchedule(calls: number.map { [$0: .throttled] } ?? [:])
        )
    }
}

extension Trial {
    /// What was tried again at EC2; waiting for a host to let one in is another matter.
    fileprivate var retries: [(caseID: CaseID?, what: String, attempt: Int, reason: String)] {
        records.compactMap { record in
            guard case .retrying(let id, let what, let attempt, _, let reason) = record.event,
                what.hasPrefix("call ")
            else { return nil }
            return (id, what, attempt, reason)
        }
    }
}
