package import Orchestration
import Shell

/// After the proof: whether all is still so when the host has started anew.
///
/// Nothing is set up any more, and what is seen then stands beside the evidence of the proof.
extension HostProcedure {
    /// Once.
    static let restart = SetupStep("reboot", because: "whether the clock survives it is to be seen", .reboot)
    /// How long a driver may take until it shows its clock: chrony needs longer.
    private static let deviceLimit = Duration.seconds(20)

    /// Whether everything but what survives a reboot is known: whatever happens now, the proof stays.
    package var hasProof: Bool {
        switch phase {
        case .restarting, .away, .arriving, .settling: true
        case .looking, .changing, .dropping, .returning, .converging, .measuring, .lastLook, .done: false
        }
    }

    /// Goes no further: the host was not seen again.
    package mutating func giveUpOnReboot(because reason: String, at moment: Timestamp) {
        guard hasProof else { return }
        endReboot(.unseen("the host did not come back from its reboot: \(reason)"), at: moment)
    }

    mutating func finishProof(at moment: Timestamp) {
        phase = .done
        guard case .proof(_, _, reboots: true) = goal else { return }
        let ladder = Ladder(record.situation)
        guard AfterReboot.rungs.allSatisfy(ladder.held) else {
            return record.note(.unseen("no reboot was tried, because the clock is not in use"), at: moment)
        }
        guard record.facts.boot.value != nil else {
            return record.note(.unseen("no reboot was tried, because it would not be noticed"), at: moment)
        }
        phase = .restarting
    }

    /// The host was told, or would not be.
    mutating func leave(_ result: CommandResult, at moment: Timestamp) {
        guard result.isSuccess else { return endReboot(.unseen("the host could not be told to reboot"), at: moment) }
        phase = .away(until: ownReturn(from: moment))
    }

    func ownReturn(from moment: Timestamp) -> Return {
        Return(boot: record.facts.boot.value, latest: moment + Self.rebootLimit)
    }

    /// Notes what a host says that has started anew; one that has not says nothing new.
    mutating func noteAfterwards(_ answers: [(probe: Probe, result: CommandResult)], at moment: Timestamp) {
        if case .arriving(let end) = phase {
            let boot = answers.first { $0.probe == .boot }.map { Answer<OneLine>($0.result) }
            guard let boot, end.isOver(boot) else { return }
        }
        for (probe, answer) in answers { record.note(probe, answer, at: moment, isAfterReboot: true) }
    }

    mutating func arrive(_ end: Return, at moment: Timestamp) {
        if end.isOver(record.situation.afterReboot?.facts.boot ?? .missing(.notAsked)) {
            phase = .settling(since: moment)
            settle(moment, at: moment)
        } else if moment >= end.latest {
            let seconds = Self.rebootLimit.components.seconds
            endReboot(.unseen("the host was told to reboot, and did not for \(seconds) s"), at: moment)
        }
    }

    /// Looks until all holds again, as long as it may still come.
    mutating func settle(_ since: Timestamp, at moment: Timestamp) {
        guard let facts = record.situation.afterReboot?.facts else { return }
        let ladder = Ladder(record.situation.rebooted(facts))
        let left = left(facts)
        let isDone = left.isEmpty && AfterReboot.rungs.allSatisfy(ladder.held)
        let limit = facts.ownClocks?.isEmpty == true ? Self.deviceLimit : Self.convergenceLimit
        let isBooting = facts.cloudInit.value == .running
        if !isDone, moment - since < (isBooting ? Self.rebootLimit : limit) { return }
        endReboot(.seen(toDo: left), at: moment)
    }

    private mutating func endReboot(_ end: AfterReboot.End, at moment: Timestamp) {
        record.note(end, at: moment)
        phase = .done
    }

    /// What would have to be set up again, besides what was not done before either, or never outlives a boot.
    private func left(_ facts: HostFacts) -> [String] {
        guard case .proof(var wish, _, _) = goal else { return [] }
        (wish.packetTimestamping, wish.stepBeyond) = (false, .infinity)
        let before = Set(SetupPlan.steps(for: record.facts, wish: wish).steps.map(\.id))
        return SetupPlan.steps(for: facts, wish: wish).steps.filter { !before.contains($0.id) }
            .map { "\($0.id): \($0.reason)" }
    }
}
