import Orchestration
import PTPTesting
import Testing

@Suite struct RunStateMachinePropertyTests {
    @Test func `whatever happens in whatever order, the promises of a run hold`() async throws {
        try await checkProperty("legal and illegal events keep the run's promises", runs: 5_000) { generator in
            Story(
                cases: generator.below(6),
                concurrency: 1 + generator.below(4),
                choices: (0..<80).map { _ in Int(generator.next() >> 33) }
            )
        } shrink: { story in
            (0..<story.choices.count).lazy.map { story.without($0) }
        } refute: {
            $0.play()
        }
    }
}

/// A run that is told random things, with what is watched meanwhile.
private struct Story: Sendable {
    let cases: Int
    let concurrency: Int
    var choices: [Int]

    func without(_ index: Int) -> Story {
        var shorter = self
        shorter.choices.remove(at: index)
        return shorter
    }

    func play() -> String? {
        var world = World(cases: cases)
        world.concurrency = concurrency
        var watch = Watch(concurrency: concurrency)
        var machine = RunStateMachine(world.plan)
        for choice in choices {
            if let wrong = watch.tell(event(choice, watch), to: &machine) { return wrong }
        }
        // Then everything that is under way comes to its end, and so must the run.
        for event in [RunStateMachine.Event.start, .validated(nil), .initialized(nil), .stop(.request)] {
            if let wrong = watch.tell(event, to: &machine) { return wrong }
        }
        if watch.isPreparing, let wrong = watch.tell(.initialized(nil), to: &machine) { return wrong }
        for id in watch.underWay {
            if let wrong = watch.tell(.caseEnded(id), to: &machine) { return wrong }
        }
        if let wrong = watch.tell(.cleanedUp, to: &machine) { return wrong }
        guard watch.finishes == 1 else { return "finished \(watch.finishes) times, in state \(machine.state)" }
        guard watch.cleanUps == 1 else { return "cleaned up \(watch.cleanUps) times" }
        let settled = watch.ended + watch.skipped
        return settled.count == cases && Set(settled).count == cases ? nil : "cases ended or skipped: \(settled)"
    }

    private func event(_ choice: Int, _ watch: Watch) -> RunStateMachine.Event {
        let id = watch.underWay.sorted { $0.text < $1.text }.first ?? .fake(1 + choice % max(cases, 1))
        switch choice % 12 {
        case 0: return .start
        case 1: return .validated(nil)
        case 2: return .initialized(nil)
        case 3: return .validated(choice % 5 == 0 ? .refused : nil)
        case 4: return .initialized(choice % 5 == 0 ? .refused : nil)
        case 5: return .caseEnded(id)
        case 6: return .caseHeld(id)
        case 7: return .caseEnded(.fake(1 + choice / 12 % max(cases, 1)))
        case 8: return .pause
        case 9: return .resume
        case 10: return choice % 3 == 0 ? .stop(choice % 2 == 0 ? .request : .journalFailed("full")) : .resume
        default: return .cleanedUp
        }
    }
}

/// What the world around a run has seen.
private struct Watch {
    let concurrency: Int
    var begun: [CaseID] = []
    var underWay: Set<CaseID> = []
    var ended: [CaseID] = []
    var skipped: [CaseID] = []
    var cleanUps = 0
    var finishes = 0
    var isPreparing = false
    var wasStopped = false

    init(concurrency: Int) { self.concurrency = concurrency }

    /// Tells the run something; says what is wrong with the answer.
    mutating func tell(_ event: RunStateMachine.Event, to machine: inout RunStateMachine) -> String? {
        let before = machine.state
        let actions: [RunStateMachine.Action]
        do throws(RunStateMachine.IllegalTransition) {
            actions = try machine.handle(event)
        } catch {
            return machine.state == before ? nil : "\(event) was refused and moved the run to \(machine.state)"
        }
        if case .stop = event { wasStopped = true }
        if case .initialized = event { isPreparing = false }
        if case .caseEnded(let id) = event { end(id) }
        if case .caseHeld(let id) = event { end(id) }
        for action in actions {
            if let wrong = follow(action) { return "\(event) in \(before): \(wrong)" }
        }
        return nil
    }

    private mutating func end(_ id: CaseID) {
        if underWay.remove(id) != nil { ended.append(id) }
    }

    private mutating func follow(_ action: RunStateMachine.Action) -> String? {
        switch action {
        case .begin(let instanceCase, let position):
            guard position == begun.count + 1 else { return "case \(position) begun out of order" }
            begun.append(instanceCase.id)
            underWay.insert(instanceCase.id)
            if underWay.count > concurrency { return "\(underWay.count) cases under way" }
            if wasStopped { return "begun after a stop" }
        case .skip(let cases, _): skipped += cases.map(\.id)
        case .cleanUp:
            cleanUps += 1
            if !underWay.isEmpty || isPreparing { return "cleaned up while something is under way" }
        case .prepare: isPreparing = true
        case .finish: finishes += 1
        case .record(.runMoved(let from, let to, _)): if from == to { return "moved from \(from) to itself" }
        case .record, .validate, .interrupt, .hurry: break
        }
        return nil
    }
}
