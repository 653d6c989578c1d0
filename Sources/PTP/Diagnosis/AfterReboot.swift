import Shell

/// What a host said once it had started anew after the proof.
package struct AfterReboot: Sendable, Equatable {
    /// How the look after the reboot ended.
    enum End: Sendable, Equatable {
        /// The host was seen, and so much would have to be set up again.
        case seen(toDo: [String])
        /// It was not, for this reason.
        case unseen(String)
    }

    /// What has to hold again.
    static let rungs: [Ladder.Rung] = [.device, .advances, .followed]

    package internal(set) var facts = HostFacts()
    /// What was to be set up again, with the reasons; `nil` where the host was not seen to the end.
    package private(set) var toDo: [String]?
    /// Why nothing is known.
    package private(set) var problem = "the look after the reboot was cut short"

    /// Reads how it ended.
    mutating func read(_ result: CommandResult) {
        let lines = result.output.split(whereSeparator: \.isNewline).map(String.init)
        toDo = result.isSuccess ? lines : nil
        if !result.isSuccess { problem = lines.first ?? problem }
    }
}

extension AfterReboot.End {
    /// As it is kept.
    var result: CommandResult {
        switch self {
        case .seen(let toDo): CommandResult(exitStatus: 0, output: toDo.map { "\($0)\n" }.joined())
        case .unseen(let problem):
            CommandResult(
                exitStatus: 1,
                output: problem.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n"
            )
        }
    }
}

extension Situation {
    /// The same host after its reboot, as far as it was seen.
    func rebooted(_ facts: HostFacts) -> Situation {
        var situation = Situation()
        situation.launch = launch
        situation.facts = facts
        return situation
    }
}
