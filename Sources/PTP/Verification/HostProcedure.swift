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
        /// The clock is in use as far as was wished, and was looked at so many times; if wanted, after a reboot again.
        case proof(SetupWish, samples: Int, reboots: Bool = false)
        /// What a set-up changed is undone.
        case restoration(removesPackages: Bool)
    }

    enum Phase: Equatable {
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
        /// The proof is there; the host is to be started anew, once.
        case restarting
        /// It was told to, and is away.
        case away(until: Return)
        /// It answers again, maybe still in the old boot.
        case arriving(until: Return)
        /// It has started anew, and whatever starts with it may take a while.
        case settling(since: Timestamp)
        case done
    }

    /// When a host counts as there again.
    struct Return: Equatable {
        /// The boot that has to be over; `nil` where the host goes on.
        let boot: OneLine?
        let latest: Timestamp

        /// Whether the host has started anew since.
        func isOver(_ boot: Answer<OneLine>) -> Bool { boot.value.map { $0 != self.boot } ?? false }
    }

    /// chrony selects a new reference clock some 12 s after its start, and never later than this.
    static let convergenceLimit = Duration.seconds(90)
    /// How long its first correction of the system clock may take; a slew of a millisecond takes less.
    static let correctionLimit = Duration.seconds(20)
    /// How long a host may take until it starts anew.
    package static let rebootLimit = Duration.minutes(4)
    private static let mostRounds = 8

    let goal: Goal
    var phase = Phase.looking
    private var attempts = Attempts()
    private var rounds = 0
    private var hasSampled = false
    private var convergedSince: Timestamp?
    private var correctedSince: Timestamp?
    /// The questions that are asked once more, because there was no whole answer; `nil` where they are asked for the
    /// first time.
    private var again: ProbeBatch?
    /// What was seen so far.
    package internal(set) var record: HostRecord
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

    /// Notes what the host answered; what has no whole answer is asked once more, and then has none.
    package mutating func note(_ result: CommandResult, to batch: ProbeBatch, at moment: Timestamp) {
        var answers = batch.answers(in: result.outputBytes)
        let answered = Set(answers.map(\.probe))
        let missing = batch.probes.filter { !answered.contains($0) }
        let isFirst = again == nil
        if !missing.isEmpty {
            let silence = Self.silence(result)
            if !isFirst { answers += missing.map { ($0, silence) } }
        }
        // The one that was not answered to its end comes last: it may be the one that hangs.
        again = isFirst && !missing.isEmpty ? ProbeBatch(missing.dropFirst() + missing.prefix(1)) : nil
        if hasProof {
            noteAfterwards(answers, at: moment)
        } else {
            for (probe, answer) in answers { record.note(probe, answer, at: moment) }
        }
        if again == nil { advance(at: moment) }
    }

    /// What is noted for a question that nobody answered.
    private static func silence(_ result: CommandResult) -> CommandResult {
        let line = result.errorOutput.split(whereSeparator: \.isNewline).first.map { ": \($0)" } ?? ""
        return CommandResult(.killed(signal: "TERM"), output: [], errorOutput: Array("asked twice in vain\(line)".utf8))
    }

    /// Notes what became of a step.
    package mutating func note(
        _ result: CommandResult,
        of step: SetupStep,
        by command: Command,
        at moment: Timestamp
    ) {
        record.note(step, command, result, at: moment)
        attempts.note(step, result)
        if phase == .restarting { return leave(result, at: moment) }
        guard case .changing(let steps) = phase else { return }
        let rest = Array(steps.dropFirst())
        if step.losesConnection, result.isSuccess {
            let boot = step.action == .reboot ? record.facts.boot.value : nil
            phase = .dropping(rest, until: Return(boot: boot, latest: moment + Self.rebootLimit))
        } else {
            phase = Self.phase(of: result.isSuccess ? rest : Attempts.rest(of: rest, without: step))
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
        case .returning, .arriving, .settling, .done: break
        case .looking, .changing, .converging, .measuring, .lastLook: phase = .looking
        // Whether it was told nobody knows; it is never told twice.
        case .restarting: phase = .arriving(until: ownReturn(from: moment))
        case .away(let end): phase = .arriving(until: end)
        }
        // All of it, and for the last time.
        if again != nil { again = usualQuestions }
    }
}

// MARK: - What is next

extension HostProcedure {
    /// What to do now.
    package mutating func next() -> Work {
        if let again { return .ask(again) }
        switch phase {
        case .looking, .returning, .arriving, .settling, .converging, .lastLook: return .ask(usualQuestions)
        case .changing(let steps): return steps.first.map { .perform($0, $0.command) } ?? .ask(usualQuestions)
        case .dropping, .away: return .reconnect
        case .measuring:
            record.beginCounting()
            return .sample(Sampling(count: samples))
        case .restarting: return .perform(Self.restart, Self.restart.command)
        case .done: return .finish
        }
    }

    private var usualQuestions: ProbeBatch {
        switch phase {
        case .converging: .following
        case .lastLook: .measured
        case .looking, .changing, .dropping, .returning, .measuring, .restarting, .away, .arriving, .settling, .done:
            .all
        }
    }

    /// How long to wait before `next`.
    package var pause: Duration {
        switch phase {
        case .dropping, .away: .seconds(3)
        case .returning, .converging, .arriving, .settling: .seconds(2)
        case .looking, .changing, .measuring, .lastLook, .restarting, .done: .zero
        }
    }

    /// Whether the host was told to drop its network, so that it may be silent for a while.
    package var expectsSilence: Bool {
        switch phase {
        case .dropping, .returning, .away, .arriving: true
        case .looking, .changing, .converging, .measuring, .lastLook, .restarting, .settling, .done: false
        }
    }

    /// Goes on from fresh facts.
    private mutating func advance(at moment: Timestamp) {
        switch phase {
        case .lastLook: finishProof(at: moment)
        case .returning(let rest, let end):
            guard end.isOver(record.facts.boot) || moment >= end.latest else { return }
            phase = .looking
            if rest.isEmpty { decide(at: moment) } else { phase = .changing(rest) }
        // Only what chrony says was asked, and while it is undecided nothing follows from that.
        case .converging(let since): if !isWorthWaiting(since: since, at: moment) { decide(at: moment) }
        case .looking: decide(at: moment)
        case .arriving(let end): arrive(end, at: moment)
        case .settling(let since): settle(since, at: moment)
        case .changing, .dropping, .measuring, .restarting, .away, .done: break
        }
    }

    private var plan: SetupPlan {
        switch goal {
        case .proof(let wish, _, _): SetupPlan.steps(for: record.facts, wish: wish)
        case .restoration(let removesPackages): RestorePlan.steps(for: record.facts, packages: removesPackages)
        }
    }

    /// How often chrony is to be looked at; never where there is nothing to prove.
    private var samples: Int {
        guard case .proof(_, let samples, _) = goal, !hasSampled, record.facts.ownClocks?.isEmpty == false else {
            return 0
        }
        return samples
    }

    private mutating func decide(at moment: Timestamp) {
        let plan = plan
        let (steps, givenUp) = attempts.sort(plan.steps)
        obstacles = plan.blockers.map { "\($0)" } + givenUp
        if !steps.isEmpty, rounds < Self.mostRounds {
            rounds += 1
            convergedSince = nil
            correctedSince = nil
            phase = .changing(steps)
            return
        }
        let since = convergedSince ?? moment
        convergedSince = since
        if isWorthWaiting(since: since, at: moment) {
            phase = .converging(since: since)
        } else {
            phase = .measuring
            if samples == 0 { finishProof(at: moment) }
        }
    }

    private mutating func isWorthWaiting(since: Timestamp, at moment: Timestamp) -> Bool {
        if isConverging { return moment - since < Self.convergenceLimit }
        guard isCorrecting else { return false }
        let since = correctedSince ?? moment
        correctedSince = since
        return moment - since < Self.correctionLimit
    }

    /// Whether chrony follows a clock, but is still slewing the system clock towards it: judged by that, a good clock
    /// would look like a bad one.
    private var isCorrecting: Bool {
        guard case .proof = goal, let tracking = record.facts.tracking.value,
            let sources = record.facts.sources.value?.rows,
            sources.contains(where: { $0.mode == .referenceClock && $0.state == .selected })
        else { return false }
        return abs(tracking.systemTime) > Thresholds().systemTimeMaximum
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
