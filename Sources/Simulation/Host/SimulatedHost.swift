import AWS
import Orchestration
import PTP
package import Shell

/// A connection to an instance of the simulated cloud.
package struct SimulatedHost: RemoteShell {
    let id: String
    let cloud: SimulatedEC2

    /// There is nobody to mistake it for.
    package var identity: HostIdentity? { nil }

    /// The commands that the host knows: scripts that ask several questions, and the single ones.
    ///
    /// They are few and the scripts are long: comparing takes no time where hashing would.
    private static let questions: [(text: String, question: Question)] =
        [ProbeBatch.all, .following].map { ($0.command.text, .batch($0)) }
        + Probe.allCases.map { ($0.command.text, .one($0)) }

    private enum Question {
        case one(Probe)
        case batch(ProbeBatch)

        /// Reading the clock takes a second, because it does it twice.
        var takesReading: Bool {
            switch self {
            case .one(let probe): probe == .reading
            case .batch(let batch): batch.probes.contains(.reading)
            }
        }

        func answer(_ view: HostView) -> CommandResult {
            switch self {
            case .one(let probe): view.answer(probe)
            case .batch(let batch): CommandResult(.exited(0), output: batch.frame(view.answer))
            }
        }
    }

    package func run(_ command: Command) async throws(ShellError) -> CommandResult {
        let question = Self.questions.first { $0.text == command.text }?.question
        let instance = try begin()
        let commands = question == nil ? SimulatedCommands(command) : nil
        let duration = duration(of: question, on: instance) + (commands?.elapsed ?? .zero)
        try await cloud.executor.pass(min(duration, command.timeout))
        if instance.trouble.dyingIn == instance.commands { try vanish() }
        guard isRunning else { throw connectionLost }
        guard duration <= command.timeout else {
            throw ShellError(.commandTimedOut, "the command did not end within \(command.timeout.inSeconds) s")
        }
        if let question { return question.answer(HostView(of: instance, at: cloud.executor.now)) }
        if command.text == DeadMansSwitch.disarmCommand { return try disarm() }
        return commands?.result(after: duration) ?? Self.notFound(command)
    }

    /// Counts a command on the host, if there still is one.
    private func begin() throws(ShellError) -> SimulatedInstance {
        let instance = cloud.begin(on: id)
        guard let instance, instance.state(at: cloud.executor.now) == .running else { throw connectionLost }
        return instance
    }

    private func duration(of question: Question?, on instance: SimulatedInstance) -> Duration {
        if instance.trouble.hangingIn == instance.commands { return .seconds(1_000_000) }
        let usual = instance.chance.milliseconds(.command, Int64(instance.commands), in: 10...60)
        let once = question?.takesReading == true ? usual + .seconds(1) : usual
        return instance.trouble.slowness == 1 ? once : once * instance.trouble.slowness
    }

    private var isRunning: Bool {
        let now = cloud.executor.now
        return cloud.look { $0.state(of: id, at: now) } == .running
    }

    private var connectionLost: ShellError {
        ShellError(.connectionLost, "the connection to \(id) was reset by the peer")
    }

    private func vanish() throws(ShellError) {
        try change { instance, now in
            instance.end(at: now, reason: "Server.InternalError: The hardware that the instance ran on has failed")
        }
    }

    private func disarm() throws(ShellError) -> CommandResult {
        let wasArmed = try change { instance, _ in
            defer { instance.expiresAt = nil }
            return instance.expiresAt != nil
        }
        guard !wasArmed else { return CommandResult(exitStatus: 0, output: "") }
        let timer = "\(DeadMansSwitch.unit).timer"
        return CommandResult(
            exitStatus: 5,
            output: "",
            errorOutput: "Failed to stop \(timer): Unit \(timer) not loaded.\n"
        )
    }

    private func change<Answer: Sendable>(
        _ effect: (inout SimulatedInstance, Timestamp) -> Answer
    ) throws(ShellError) -> Answer {
        let answer: Answer?
        do {
            answer = try cloud.change("host \(id)") { state, now in state.update(id) { effect(&$0, now) } }
        } catch {
            throw ShellError(.connectionLost, "\(error)")
        }
        guard let answer else { throw connectionLost }
        return answer
    }

    private static func notFound(_ command: Command) -> CommandResult {
        let name = command.text.prefix { !$0.isWhitespace }
        return CommandResult(exitStatus: 127, output: "", errorOutput: "sh: line 1: \(name): command not found\n")
    }
}
