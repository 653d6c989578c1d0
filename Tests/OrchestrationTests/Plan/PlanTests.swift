import Orchestration
import PTPTesting
import Testing

@Suite struct PlanTests {
    @Test func `verdict against expectation, all of them`() {
        let declared: [Bool?] = [nil, true, false]
        for expectation in Orchestration.Expectation.allCases {
            for verdict in Verdict.allCases {
                let met = declared.map { expectation.isMet(by: verdict, declaredSupport: $0) }
                let expected: [Bool?] =
                    switch (expectation, verdict) {
                    case (_, .inconclusive): [nil, nil, nil]
                    case (.supported, .supported), (.unsupported, .unsupported), (.any, _): [true, true, true]
                    case (.supported, _), (.unsupported, _): [false, false, false]
                    case (.declared, .supported): [nil, true, false]
                    case (.declared, .unsupported): [nil, false, true]
                    case (.declared, .partial): [nil, false, false]
                    }
                #expect(met == expected, "\(expectation) met by \(verdict)")
            }
        }
    }

    @Test func `what stays, policy by policy`() {
        typealias Decision = KeepPolicy.Decision
        let verdicts: [Verdict] = [.supported, .partial, .unsupported, .inconclusive]
        let table: [(KeepPolicy, [Decision])] = [
            (.none, [.terminate, .terminate, .terminate, .terminate]), (.all, [.keep, .keep, .terminate, .keep]),
            (.functional, [.keep, .terminate, .terminate, .terminate]),
            (.ask, [.ask, .terminate, .terminate, .terminate]),
            (.positions([2, 5]), [.keep, .keep, .terminate, .keep]),
            (.positions([1]), [.terminate, .terminate, .terminate, .terminate]),
        ]
        for (policy, decisions) in table {
            #expect(verdicts.map { policy.decide(position: 2, verdict: $0) } == decisions, "\(policy)")
        }
    }

    @Test func `plans that verify the same have the same digest, whatever the run is called`() {
        let world = World(cases: 2)
        let plan = world.plan
        let renamed = RunPlan(
            runID: "another",
            environment: plan.environment,
            cases: plan.cases,
            configuration: [.init(key: "keep", value: "none", source: "default")]
        )
        #expect(plan.digest == renamed.digest)
        #expect(plan.digest.count == 16)
        var others = [World(cases: 3), world, world]
        others[1].concurrency = 2
        others[2].keep = .all
        #expect(Set((others + [world]).map(\.plan.digest)).count == 4)
    }

    @Test func `a case has a name and says which of how many it is`() {
        let second = InstanceCase(type: "c7i.large", index: 2, of: 2)
        #expect(second.id.text == "c7i.large#2")
        #expect("\(second)" == "c7i.large instance 2 of 2")
    }
}
