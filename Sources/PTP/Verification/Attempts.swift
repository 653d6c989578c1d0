import Shell

/// What was tried of a set-up, and what is still worth a try.
struct Attempts: Sendable {
    /// What was done so often and is still planned does not help.
    private static let most = 2

    private struct Attempt: Sendable {
        let action: SetupStep.Action
        /// The last thing that it complained of; `nil` where it went well.
        let complaint: String?
    }

    private var attempts: [Attempt] = []

    /// Notes what became of a step.
    mutating func note(_ step: SetupStep, _ result: CommandResult) {
        let words = result.errorOutput.split(whereSeparator: \.isNewline).last.map(String.init) ?? "it failed"
        attempts.append(Attempt(action: step.action, complaint: result.isSuccess ? nil : words))
    }

    /// Parts the steps of a plan: those that are still to be done, and, in words, those that are not.
    ///
    /// What was tried too often is given up, and with it what needs it; all else goes on.
    func sort(_ steps: [SetupStep]) -> (toDo: [SetupStep], givenUp: [String]) {
        var toDo: [SetupStep] = []
        var words: [String] = []
        var missing: Set<String> = []
        for step in steps {
            if let need = step.needs.sorted().first(where: missing.contains) {
                missing.insert(step.id)
                words.append("\(step.id) was left out, because \(need) is missing, which it needs")
            } else if let end = giveUp(on: step) {
                missing.insert(step.id)
                words.append(end)
            } else {
                toDo.append(step)
            }
        }
        return (toDo, words)
    }

    /// What is left of a plan when a step of it has failed: what does not need it.
    static func rest(of steps: [SetupStep], without failed: SetupStep) -> [SetupStep] {
        var missing: Set = [failed.id]
        return steps.filter { step in
            guard !step.needs.isDisjoint(with: missing) else { return true }
            missing.insert(step.id)
            return false
        }
    }

    private func giveUp(on step: SetupStep) -> String? {
        let tries = attempts.filter { $0.action == step.action }
        // A timer that would start the host anew is never left behind.
        guard step.action != .endRescue, tries.count >= Self.most else { return nil }
        let end = tries.last?.complaint.map { "failed: \($0)" } ?? "changed nothing"
        return """
            \(step.id) was given up, because the last of \(tries.count) attempts \(end) (it is wanted, because \
            \(step.reason))
            """
    }
}
