import Orchestration
import PTPTesting
import Testing

@Suite struct CaseStateMachineTests {
    /// How provisioning, executing and analyzing can go.
    private enum Way: CaseIterable {
        case provisionFails, provisionInterrupted, executionFails, executionInterrupted, analysisFails, allGoesWell
    }

    private let environment = EnvironmentInfo(id: "i-1", provider: "fake", access: Access(host: "h", user: "u"))
    private let interrupted = RunError(CancellationError(), attempt: "verify")

    @Test func `every path ends once, after everything was settled, and every stage is on one`() {
        var seen: Set<CaseStage> = []
        for way in Way.allCases {
            for verdict in Verdict.allCases {
                for keep in [KeepPolicy.none, .all, .functional, .ask] {
                    for mayStay in [true, false] {
                        let walk = walk(way, verdict, keep, mayStay)
                        seen.formUnion(walk.stages)
                        check(walk, way, verdict, keep, mayStay)
                    }
                }
            }
        }
        #expect(seen == Set(CaseStage.allCases))
    }

    private struct Walk {
        var stages: [CaseStage] = [.planned]
        var wasKept = false
        var wasReleased = false
        var outcome: CaseOutcome?
    }

    private func walk(_ way: Way, _ verdict: Verdict, _ keep: KeepPolicy, _ mayStay: Bool) -> Walk {
        var machine = CaseStateMachine(InstanceCase(type: "fake"), position: 1, keep: keep)
        var walk = Walk()
        var event = CaseStateMachine.Event.begin
        for _ in 0..<10 where walk.outcome == nil {
            let action = machine.handle(event)
            walk.stages.append(machine.stage)
            switch action {
            case .provision: event = provisioned(way)
            case .execute: event = executed(way, verdict)
            case .analyze: event = way == .analysisFails ? .failed(.refused) : .analyzed([])
            case .hold: event = .decided(keep: mayStay)
            case .keep:
                walk.wasKept = true
                event = .disposed(.kept)
            case .release:
                walk.wasReleased = true
                event = .disposed(.terminated)
            case .finish(let outcome): walk.outcome = outcome
            }
        }
        return walk
    }

    private func provisioned(_ way: Way) -> CaseStateMachine.Event {
        switch way {
        case .provisionFails: .failed(.refused)
        case .provisionInterrupted: .failed(interrupted)
        case .executionFails, .executionInterrupted, .analysisFails, .allGoesWell: .provisioned(environment)
        }
    }

    private func executed(_ way: Way, _ verdict: Verdict) -> CaseStateMachine.Event {
        switch way {
        case .executionFails: .failed(.refused)
        case .executionInterrupted: .failed(interrupted)
        case .provisionFails, .provisionInterrupted, .analysisFails, .allGoesWell: .executed(.scripted(verdict))
        }
    }

    private func check(_ walk: Walk, _ way: Way, _ verdict: Verdict, _ keep: KeepPolicy, _ mayStay: Bool) {
        let path: Comment = "\(way), \(verdict), keep \(keep), may stay: \(mayStay): \(walk.stages)"
        #expect(walk.stages.last == .ended && walk.outcome != nil, path)
        #expect(walk.wasKept != walk.wasReleased, path)
        let isObserved = way == .allGoesWell || way == .analysisFails
        let isInterrupted = way == .provisionInterrupted || way == .executionInterrupted
        #expect(walk.outcome?.verdict == (isObserved ? verdict : .inconclusive), path)
        let status: CaseOutcome.Status =
            isInterrupted
            ? .interrupted
            : !isObserved || verdict == .inconclusive ? .inconclusive : verdict == .supported ? .met : .notMet
        #expect(walk.outcome?.status == status, path)
        #expect((walk.outcome?.failure == nil) == isObserved, path)
        let hasEnvironment = way != .provisionFails && way != .provisionInterrupted
        let wanted = keep.decide(position: 1, verdict: isObserved ? verdict : .inconclusive)
        let stays = hasEnvironment && !isInterrupted && (wanted == .keep || wanted == .ask && mayStay)
        #expect(walk.wasKept == stays, path)
        #expect(walk.stages.contains(.analyzing) == !isInterrupted, path)
    }
}
