package import Orchestration
package import Shell

/// The way of one host from the login to the goal: the proof that its clock works, or that all is as it was.
///
/// It decides what to do next from all that was seen so far.
///
/// It decides and somebody else does: nothing here waits, connects or reads a clock. Whatever the connection does in
/// between, the next decision rests on what the host says then.
package struct HostProcedure: Sendable {
    /// What is to be done next.
    package enum Work: Sendable, Equatable {
        /// Ask, and note the answers.
        case ask(ProbeBatch)
        /// Change something by this command, and note what became of it.
        case perform(SetupStep, Command)
        /// Log in again: the host has been told to drop us.
        case reconnect
        /// Let chrony tell how it goes.
        case sample(Sampling)
        /// Nothing more is to be done.
        case finish
    }

    /// What is to be reached.
    package enum Goal: Sendable, Equatable {
        /// The clock is in use as far as was wished, and was looked at so many times.
        case proof(SetupWish, samples: Int)
        /// What a set-up changed is undone.
        case restoration(removesPackages: Bool)
    }

    private enum Phase: Equatable {
        case looking
        /// These steps are left of the plan.
        case changing([SetupStep])
        /// The host was told to drop its network; these steps follow when it is there again.
        case dropping([SetupStep], until: Return)
        /// It was told to start anew, and it may take a while until it does.
        case returning([SetupStep], until: Return)
        case converging(since: Timestamp)
        case measuring
        case lastLook
        case done
    }

    /// When a host counts as there again.
    private struct Return: Equatable {
        /// The boot that has to be over; `nil` where the host goes on.
        let boot: OneLine?
        let latest: Timestamp
    }

    /// chrony selects a new reference clock some 12 s after its start, and never later than this.
    private static let convergenceLimit = Duration.seconds(90)
    /// How long a host may take until it starts anew.
    private static let rebootLimit = Duration.minutes(4)
    private static let mostRounds = 8

    private let goal: Goal
    private var phase = Phase.looking
    private var done: [SetupStep.Action] = []
    private var rounds = 0
    private var hasSampled = false
    private var convergedSince: Timestamp?
    /// What was seen so far.
    package private(set) var record: HostRecord
    /// What stood in the way of the set-up, in words.
    package private(set) var obstacles: [String] = []

    /// Begins with nothing known but how the host was launched.
    package init(_ goal: Goal, _ launch: Situation.Launch = Situation.Launch()) {
        self.goal = goal
        record = HostRecord(launch)
    }
}

// MARK: - What was seen

extension HostProcedure {
    /// Notes how the host proved who it is.
    package mutating func note(_ identity: HostIdentity, at moment: Timestamp) { record.note(identity, at: moment) }

    /// Notes what the host answered; what is not whole is left out.
    package mutating func note(_ result: CommandResult, to batch: ProbeBatch, at moment: Timestamp) {
        for (probe, answer) in batch.answers(in: result.outputBytes) { record.note(probe, answer, at: moment) }
        advance(at: moment)
    }

    /// Notes what became of a step.
    package mutating func note(
        _ result: CommandResult,
        of step: SetupStep,
        by command: Command,
        at moment: Timestamp
    ) {
        record.note(step, command, result, at: moment)
        done.append(step.action)
        guard case .changing(let steps) = phase else { return }
        let rest = Array(steps.dropFirst())
        if step.losesConnection, result.isSuccess {
            let boot = step.action == .reboot ? record.facts.boot.value : nil
            phase = .dropping(rest, until: Return(boot: boot, latest: moment + Self.rebootLimit))
        } else {
            // What follows builds on what failed: look again, and decide anew.
            phase = result.isSuccess ? Self.phase(of: rest) : .looking
        }
    }

    private static func phase(of rest: [SetupStep]) -> Phase { rest.isEmpty ? .looking : .changing(rest) }

    /// Notes what chrony said.
    package mutating func note(_ result: CommandResult, of sampling: Sampling, at moment: Timestamp) {
        record.note(sampling, result, at: moment)
        hasSampled = true
        phase = .lastLook
    }

    /// The connection went and came again: what was known may be so no longer.
    package mutating func reconnected(at moment: Timestamp) {
        switch phase {
        case .dropping(let rest, let end): phase = end.boot == nil ? Self.phase(of: rest) : .returning(rest, until: end)
        case .returning, .done: break
        case .looking, .changing, .converging, .measuring, .lastLook: phase = .looking
        }
    }
}

// MARK: - What is next

extension HostProcedure {
    /// What to do now.
    package mutating func next() -> Work {
        switch phase {
        case .looking, .returning: return .ask(.all)
        case .changing(let steps): return steps.first.map { .perform($0, $0.command) } ?? .ask(.all)
        case .dropping: return .reconnect
        case .converging: return .ask(.following)
        case .measuring:
            record.beginCounting()
            return .sample(Sampling(count: samples))
        case .lastLook: return .ask(.measured)
        case .done: return .finish
        }
    }

    /// How long to wait before `next`.
    package var pause: Duration {
        switch phase {
        case .dropping: .seconds(3)
        case .returning, .converging: .seconds(2)
        case .looking, .changing, .measuring, .lastLook, .done: .zero
        }
    }

    /// Whether the host was told to drop its network, so that it may be silent for a while.
    package var expectsSilence: Bool {
        switch phase {
        case .dropping, .returning: true
        case .looking, .changing, .converging, .measuring, .lastLook, .done: false
        }
    }

    /// Goes on from fresh facts.
    private mutating func advance(at moment: Timestamp) {
        switch phase {
        case .lastLook: phase = .done
        case .returning(let rest, let end):
            if record.facts.boot.value == end.boot, moment < end.latest { return }
            phase = .looking
            if rest.isEmpty { decide(at: moment) } else { phase = .changing(rest) }
        // Only what chrony says was asked, and while it is undecided nothing follows from that.
        case .converging(let since) where isConverging && moment - since < Self.convergenceLimit: break
        case .looking, .converging: decide(at: moment)
        case .changing, .dropping, .measuring, .done: break
        }
    }

    private var plan: SetupPlan {
        switch goal {
        case .proof(let wish, _): SetupPlan.steps(for: record.facts, wish: wish)
        case .restoration(let removesPackages): RestorePlan.steps(for: record.facts, packages: removesPackages)
        }
    }

    /// How often chrony is to be looked at; never where there is nothing to prove.
    private var samples: Int {
        guard case .proof(_, let samples) = goal, !hasSampled, record.facts.ownClocks?.isEmpty == false else {
            return 0
        }
        return samples
    }

    private mutating func decide(at moment: Timestamp) {
        let plan = plan
        obstacles = plan.blockers.map { "\($0)" }
        // What was done twice and is still planned does not help, and what follows builds on it.
        let steps = Array(plan.steps.prefix { step in done.count { $0 == step.action } < 2 })
        if !steps.isEmpty, rounds < Self.mostRounds {
            rounds += 1
            convergedSince = nil
            phase = .changing(steps)
            return
        }
        let since = convergedSince ?? moment
        convergedSince = since
        if isConverging, moment - since < Self.convergenceLimit {
            phase = .converging(since: since)
        } else {
            phase = samples > 0 ? .measuring : .done
        }
    }

    /// Whether chrony may still come to another result: no reference clock is selected yet, or, on a host without an
    /// ENA clock, the source that would prove an ordinary host has not answered yet.
    private var isConverging: Bool {
        guard case .proof = goal else { return false }
        guard let sources = record.facts.sources.value?.rows else { return false }
        guard record.facts.ownClocks?.isEmpty == false else { return record.facts.linkLocalStratum == nil }
        let clocks = sources.filter { $0.mode == .referenceClock }
        return clocks.contains { $0.state == .unusable } && !clocks.contains { $0.state == .selected }
    }
}

// MARK: - In short

extension HostProcedure {
    /// What everybody wants to know of a host besides its verdict.
    package var summary: JSONObject {
        let facts = record.facts
        let summary: JSONObject = [
            "system": JSONValue(facts.system.value?.name),
            "kernel": JSONValue(facts.kernel.value?.release),
            "architecture": JSONValue(facts.kernel.value?.architecture),
            "driver": JSONValue((facts.module.value?.version ?? facts.driverInfo.value?.version)?.description),
            "chrony": JSONValue(facts.chronyVersion.value?.version.description),
            "clock": JSONValue(facts.ownClocks?.first.map { "\($0.name) at /dev/\($0.node)" }),
            "steps": .array(record.situation.steps.map { .string("\($0.id): \($0.isSuccess ? "done" : "failed")") }),
            "changes": .array((facts.changes.value?.changes ?? []).map { .string($0.line) }),
            "obstacles": .array(obstacles.map { .string($0) }),
        ]
        return summary.withoutNulls
    }
}
