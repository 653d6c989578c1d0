import Orchestration
import PTPTesting
import Testing

@Suite struct RunStateMachineTests {
    private typealias Event = RunStateMachine.Event
    private typealias Action = RunStateMachine.Action

    @Test func `a run without incidents goes through all its states`() throws {
        var run = RunStateMachine(plan(2))
        #expect(try run.handle(.start) == [moved(.idle, .validating), .validate])
        #expect(try run.handle(.validated(nil)) == [moved(.validating, .initializing), .prepare])
        #expect(try run.handle(.initialized(nil)) == [moved(.initializing, .running), begin(1)])
        #expect(try run.handle(.caseEnded(.fake(1))) == [begin(2)])
        let end = try run.handle(.caseHeld(.fake(2)))
        #expect(end == [moved(.running, .stopping), .cleanUp(held: [.fake(2)], mayAsk: true)])
        #expect(try run.handle(.cleanedUp) == [moved(.stopping, .completed), .finish])
    }

    @Test func `who fails fast begins nothing after a failure, and lets what is under way end`() throws {
        for isPaused in [false, true] {
            let plan = RunPlan(runID: "r", environment: "fake", cases: plan(4).cases, concurrency: 2, failsFast: true)
            var run = RunStateMachine(plan)
            for event in [Event.start, .validated(nil), .initialized(nil)] { _ = try run.handle(event) }
            if isPaused { _ = try run.handle(.pause) }
            let actions = try run.handle(.caseEnded(.fake(1)), failed: { $0 == .fake(1) })
            #expect(skipped(actions) == [.fake(3), .fake(4)])
            #expect(!actions.contains(.interrupt) && !actions.contains { $0.isCleanUp })
            let end = try run.handle(.caseEnded(.fake(2)), failed: { _ in true })
            #expect(skipped(end) == [] && end.contains { $0.isCleanUp } && run.state == .stopping)
        }
        var patient = RunStateMachine(plan(2))
        for event in [Event.start, .validated(nil), .initialized(nil)] { _ = try patient.handle(event) }
        #expect(try patient.handle(.caseEnded(.fake(1)), failed: { _ in true }) == [begin(2)])
    }

    @Test func `a stop before the start is not forgotten`() throws {
        var run = RunStateMachine(plan(2))
        let actions = try run.handle(.stop(.signal(15)))
        #expect(skipped(actions) == [.fake(1), .fake(2)])
        #expect(actions.last == .cleanUp(held: [], mayAsk: false))
        #expect(try run.handle(.start) == [], "the start that was under way comes too late and is no mistake")
        #expect(try run.handle(.cleanedUp) == [moved(.stopping, .completed), .finish])
    }

    @Test func `a stop while the plan is being looked at overtakes the answer`() throws {
        var run = try running(2, upTo: .validating)
        #expect(skipped(try run.handle(.stop(.request))) == [.fake(1), .fake(2)])
        #expect(try run.handle(.validated(nil)) == [])
        #expect(run.state == .stopping)
    }

    @Test func `a stop while preparing waits for what is under way`() throws {
        var run = try running(2, upTo: .initializing)
        let actions = try run.handle(.stop(.request))
        #expect(!actions.contains { $0.isCleanUp })
        #expect(try run.handle(.initialized(nil)) == [.cleanUp(held: [], mayAsk: false)])
    }

    @Test func `a second stop hurries and a first one never does`() throws {
        var run = try running(1)
        #expect(try !run.handle(.stop(.signal(2))).contains(.hurry))
        #expect(try run.handle(.stop(.signal(2))).contains(.hurry))

        var ending = try running(1)
        _ = try ending.handle(.caseHeld(.fake(1)))
        let first = try ending.handle(.stop(.signal(2)))
        #expect(
            first.contains(.interrupt) && !first.contains(.hurry),
            "whoever is asked what to keep can be interrupted"
        )
        #expect(try ending.handle(.stop(.signal(2))).contains(.hurry))
    }

    @Test(arguments: [false, true]) func `a journal that fails makes the run fail, also when it is stopping already`(
        isStopping: Bool
    ) throws {
        var run = try running(1)
        if isStopping { _ = try run.handle(.caseEnded(.fake(1))) }
        let actions = try run.handle(.stop(.journalFailed("no space left")))
        #expect(!actions.contains(.hurry), "a full disk is no reason to clean up less")
        if !isStopping { _ = try run.handle(.caseEnded(.fake(1))) }
        _ = try run.handle(.cleanedUp)
        #expect(run.state == .failed)
    }

    @Test func `what is wrong with the plan or with preparing skips every case and fails the run`() throws {
        for state in [RunState.validating, .initializing] {
            var run = try running(2, upTo: state)
            let actions = try run.handle(state == .validating ? .validated(.refused) : .initialized(.refused))
            #expect(actions.contains(.skip(plan(2).cases, .refused)))
            _ = try run.handle(.cleanedUp)
            #expect(run.state == .failed)
        }
    }

    @Test func `a paused run begins nothing and ends when nothing is left`() throws {
        var run = try running(2)
        _ = try run.handle(.pause)
        #expect(try run.handle(.caseEnded(.fake(1))) == [])
        #expect(try run.handle(.resume) == [moved(.paused, .running), begin(2)])
        _ = try run.handle(.pause)
        #expect(try run.handle(.caseEnded(.fake(2))).contains { $0.isCleanUp })
    }

    @Test func `what cannot happen is refused and changes nothing`() throws {
        let impossible: [(RunState, [Event])] = [
            (.idle, [.validated(nil), .initialized(nil), .caseEnded(.fake(1)), .pause, .resume, .cleanedUp]),
            (.validating, [.start, .initialized(nil), .caseEnded(.fake(1)), .pause, .resume, .cleanedUp]),
            (.initializing, [.start, .validated(nil), .caseHeld(.fake(1)), .pause, .resume, .cleanedUp]),
            (.running, [.start, .validated(nil), .initialized(nil), .resume, .cleanedUp, .caseEnded(.fake(2))]),
        ]
        for (state, events) in impossible {
            for event in events {
                var run = try running(2, upTo: state)
                let error = #expect(throws: RunStateMachine.IllegalTransition.self) { try run.handle(event) }
                #expect(error?.state == state && error?.event == event)
                #expect(run.state == state)
            }
        }
    }

    @Test func `cleanup begins once, and only its end ends the run`() throws {
        var run = try running(1)
        #expect(throws: RunStateMachine.IllegalTransition.self) { try run.handle(.cleanedUp) }
        _ = try run.handle(.stop(.request))
        #expect(throws: RunStateMachine.IllegalTransition.self, "a case is under way") { try run.handle(.cleanedUp) }
        #expect(try run.handle(.caseEnded(.fake(1))).contains { $0.isCleanUp })
        #expect(throws: RunStateMachine.IllegalTransition.self) { try run.handle(.caseEnded(.fake(1))) }
        #expect(throws: RunStateMachine.IllegalTransition.self) { try run.handle(.initialized(nil)) }
    }

    // MARK: - Fixtures

    private func plan(_ count: Int) -> RunPlan { World(cases: count).plan }

    private func running(_ count: Int, upTo state: RunState = .running) throws -> RunStateMachine {
        var run = RunStateMachine(plan(count))
        for event in [Event.start, .validated(nil), .initialized(nil)] where run.state != state {
            _ = try run.handle(event)
        }
        #expect(run.state == state)
        return run
    }

    private func moved(_ from: RunState, _ to: RunState) -> Action {
        .record(.runMoved(from: from, to: to, reason: nil))
    }

    private func begin(_ number: Int) -> Action { .begin(plan(2).cases[number - 1], position: number) }

    private func skipped(_ actions: [Action]) -> [CaseID] {
        actions.flatMap { action in
            guard case .skip(let cases, _) = action else { return [CaseID]() }
            return cases.map(\.id)
        }
    }
}

extension RunStateMachine.Action {
    /// Whether this settles what is held and shared.
    var isCleanUp: Bool {
        guard case .cleanUp = self else { return false }
        return true
    }
}
