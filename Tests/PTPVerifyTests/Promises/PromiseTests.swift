import AWS
import Orchestration
import PTPTesting
import PTPVerify
import Reports
import Simulation
import Testing

/// The ten promises of the design, each over generated plans, faults and moments to stop or die.
@Suite struct PromiseTests {
    // Ten promises make 20,000 schedules in an optimised build, which CI runs; a debug build is ten times slower.
    #if DEBUG
    private static let runs = 100
    #else
    private static let runs = 2_000
    #endif

    private func check(
        _ promise: String,
        _ dangers: Scenario.Dangers,
        sourceLocation: SourceLocation = #_sourceLocation,
        refute: @escaping @Sendable (Trial) throws -> String?
    ) async throws {
        try await checkProperty(
            promise,
            runs: Self.runs,
            sourceLocation: sourceLocation,
            generate: { generator in Scenario.random(&generator, dangers) },
            shrink: { $0.smaller() },
            refute: { scenario in
                let trial = try Trial(scenario)
                return try refute(trial).map { "\($0)\n\(trial.story)" }
            }
        )
    }

    @Test func `1 nothing leaks`() async throws {
        try await check("1", .init(mayStop: true, mayFillDisk: true)) { trial in
            let cloud = trial.ec2.snapshot
            let ledger = trial.outcome.history.ledger
            for (id, token) in trial.leftovers(in: cloud, at: trial.end, by: ledger) {
                guard ledger[token]?.state.mayLeak == true else { return "\(id) is left and nobody says so" }
                guard trial.outcome.exitCode == ExitCode.cleanupUnconfirmed else {
                    return "\(id) is left, and the exit code is \(trial.outcome.exitCode)"
                }
            }
            let unmarked = trial.unmarked(in: cloud, by: ledger)
            guard unmarked.isEmpty else { return "\(unmarked) are said to be kept, and a sweep cannot know" }
            guard trial.scenario.keep != .none || ledger.kept.isEmpty else {
                return "something is kept although nothing should be"
            }
            return trial.foreignIsUntouched(in: cloud, at: trial.end) ? nil : "something foreign was touched"
        }
    }

    @Test func `2 the intent is on disk first, so a sweep finds what a dead run left`() async throws {
        try await check("2", .init(mayDie: true, faults: 3)) { trial in
            let tokens = Set(trial.ledger.all.map(\.resource.token))
            for instance in trial.instances where !tokens.contains(instance.request.clientToken) {
                return "\(instance.id) was launched, and the journal that survived does not know its token"
            }
            for group in trial.ec2.snapshot.groups where !group.isForeign && !tokens.contains(group.name) {
                return "\(group.id) was made, and the journal that survived does not know its name"
            }
            guard trial.hasDied else { return nil }
            let after = try trial.sweep()
            let left = trial.leftovers(in: after.cloud, at: after.at, by: after.history.ledger)
            guard left.isEmpty else { return "after the sweep there is still \(left)" }
            guard after.result.remaining.isEmpty, after.history.ledger.leaks.isEmpty else {
                return "the sweep is not sure of \(after.history.ledger.leaks.map(\.resource.token))"
            }
            return trial.foreignIsUntouched(in: after.cloud, at: after.at) ? nil : "the sweep touched something foreign"
        }
    }

    @Test func `3 an instance ends itself at its expiry, even if this machine is gone`() async throws {
        try await check("3", .init(mayDie: true, mayStop: true, faults: 2)) { trial in
            let later = trial.end + trial.plan.timeToLive + .minutes(10)
            for instance in trial.instances where instance.state(at: later) != .terminated {
                // Whoever is kept has lost its timer, which the journal says.
                let state = trial.ledger[instance.request.clientToken]?.state
                let isKept = if case .kept(_, until: nil)? = state { true } else { false }
                // Death between the timer and the journal leaves the tag, by which a sweep learns of it.
                let diedKeeping = trial.hasDied && state?.isMade == true && instance.tags[EC2Tags.kept] == "true"
                guard isKept || diedKeeping, trial.scenario.keep != .none else {
                    return "\(instance.id) outlives its time"
                }
            }
            return nil
        }
    }

    @Test func `4 a launch that is tried again never makes two instances`() async throws {
        try await check("4", .init(mayStop: true, faults: 8)) { trial in
            let tokens = trial.instances.map(\.request.clientToken)
            guard Set(tokens).count == tokens.count else { return "two instances share a token" }
            for planned in trial.plan.cases {
                let own = tokens.filter { $0.contains("/\(planned.id)/") }
                guard own.count <= 1 else { return "\(planned.id) has instances \(own)" }
            }
            return nil
        }
    }

    @Test func `5 cases come in order, and never more at once than allowed`() async throws {
        try await check("5", .init(mayStop: true)) { trial in
            var underWay: Set<CaseID> = []
            var began: [CaseID] = []
            for record in trial.records {
                switch record.event {
                case .caseMoved(let id, .provisioning):
                    underWay.insert(id)
                    began.append(id)
                case .caseMoved(let id, .held), .caseEnded(let id, _): underWay.remove(id)
                default: break
                }
                guard underWay.count <= trial.plan.concurrency else { return "\(underWay) are under way at once" }
            }
            let isOrdered = began == Array(trial.plan.cases.map(\.id).prefix(began.count))
            guard trial.plan.concurrency > 1 || isOrdered else { return "begun in order \(began)" }
            return trial.outcome.history.cases.map(\.instanceCase) == trial.plan.cases ? nil : "reported out of order"
        }
    }

    @Test func `6 every planned case is reported once, and one that fails stops no other`() async throws {
        try await check("6", .init(mayStop: true, mayFillDisk: true, faults: 8)) { trial in
            let history = trial.outcome.history
            guard RunReport(history).environment == "simulated" else { return "it says that it is none" }
            for planned in trial.plan.cases where history[planned.id]?.recordedOutcome == nil {
                return "\(planned.id) has no outcome"
            }
            for planned in trial.plan.cases {
                let count = trial.records.count { if case .caseEnded(planned.id, _) = $0.event { true } else { false } }
                let isWritten = trial.scenario.journalCapacity == .max
                guard count == 1 || !isWritten && count == 0 else { return "\(planned.id) ended \(count) times" }
            }
            guard history.stopCauses.isEmpty, history.state == .completed else { return nil }
            let skipped = history.cases.filter { [.notRun, .interrupted].contains($0.finalOutcome.status) }
            return skipped.isEmpty ? nil : "\(skipped.map(\.instanceCase.id)) suffered from others"
        }
    }

    @Test func `7 what is unsupported is terminated at once, and the rest follows the keep policy`() async throws {
        try await check("7", .init(faults: 5)) { trial in
            for (position, history) in trial.outcome.history.cases.enumerated() {
                let outcome = history.finalOutcome
                let stages = history.steps.map(\.stage)
                if outcome.verdict == .unsupported {
                    guard Array(stages.suffix(3)) == [.analyzing, .releasing, .ended], outcome.disposal != .kept else {
                        return "\(history.instanceCase.id) is unsupported and went through \(stages)"
                    }
                }
                guard outcome.disposal == .kept else { continue }
                let decision = trial.scenario.keep.decide(position: position + 1, verdict: outcome.verdict)
                guard decision != .terminate else { return "\(history.instanceCase.id) was kept against the policy" }
            }
            return nil
        }
    }

    @Test func `8 terminated means that EC2 confirms it`() async throws {
        try await check("8", .init(mayStop: true, faults: 6)) { trial in
            for record in trial.records {
                guard case .resourceGone(let token) = record.event else { continue }
                let isThere = trial.instances.contains {
                    $0.request.clientToken == token && $0.state(at: record.at) != .terminated
                }
                guard !isThere else { return "record \(record.number) says that \(token) is gone, and it is not" }
            }
            return nil
        }
    }

    @Test func `9 what must stay secret is in no journal, report or message`() async throws {
        try await check("9", .init(mayStop: true, faults: 6)) { trial in
            for instance in trial.instances where !instance.request.userData.contains(Canary.text) {
                return "\(instance.id) has no secret that could get out"
            }
            for (name, bytes) in trial.outputs where Canary.isIn(bytes) { return "\(name) holds a secret" }
            return nil
        }
    }

    @Test func `10 stopping is orderly`() async throws {
        try await check("10", .init(mayStop: true, faults: 3)) { trial in
            let stop = trial.records.first { if case .stopRequested = $0.event { true } else { false } }
            guard let stop else { return nil }
            for record in trial.records where record.number > stop.number {
                if case .resourceIntended = record.event { return "something was made after the request to stop" }
            }
            guard case .runEnded(let code)? = trial.records.last?.event else { return "the run did not end" }
            guard [ExitCode.signal(2), ExitCode.cleanupUnconfirmed].contains(code) else { return "exit code \(code)" }
            let took = trial.end - stop.at
            let limit = trial.plan.cleanupTimeout * 2 + .minutes(2)
            return took <= limit ? nil : "it took \(took.inSeconds) s to stop"
        }
    }
}
