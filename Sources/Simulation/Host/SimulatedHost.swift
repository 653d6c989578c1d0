import AWS
import Orchestration
import PTP
package import Shell

/// A connection to an instance of the simulated cloud.
package struct SimulatedHost: RemoteShell {
    let id: String
    /// How often connections to it had been cut when this one was made.
    let cuts: Int
    let cloud: SimulatedEC2

    /// There is nobody to mistake it for.
    package var identity: HostIdentity? { nil }

    package func run(_ command: Command) async throws(ShellError) -> CommandResult {
        let task = HostTask(command)
        let instance = try begin()
        let duration = duration(of: task, on: instance)
        try await cloud.executor.pass(min(duration, command.timeout))
        if instance.trouble.dyingIn == instance.commands { try vanish() }
        let machine = try machine()
        guard duration <= command.timeout else {
            let words = "the command did not end within \(command.timeout.inSeconds) s"
            throw ShellError(.commandTimedOut, words, output: said(in: task, by: machine, of: instance))
        }
        switch task {
        case .questions(let batch):
            let view = MachineView(machine: machine, now: cloud.executor.now)
            return CommandResult(.exited(0), output: batch.frame(view.answer))
        case .question(let probe): return MachineView(machine: machine, now: cloud.executor.now).answer(probe)
        case .sampling(let sampling): return MachineView(machine: machine, now: cloud.executor.now).answer(sampling)
        case .step(let action): return try change { $0.perform(action, at: $1) }
        case .disarming: return try disarm()
        case .upload: return CommandResult(exitStatus: 0, output: "")
        case .commands(let commands): return commands.result(after: duration)
        case .unknown: return Self.notFound(command)
        }
    }

    /// What had been said of questions of which one hangs: somewhere in between it broke off.
    private func said(in task: HostTask, by machine: Machine, of instance: SimulatedInstance) -> [UInt8] {
        guard case .questions(let batch) = task else { return [] }
        let all = batch.frame(MachineView(machine: machine, now: cloud.executor.now).answer)
        let length = instance.chance.bits(.command, Int64(instance.commands)) % UInt64(all.count + 1)
        return Array(all.prefix(Int(length)))
    }

    /// Counts a command on the host, if there still is one.
    private func begin() throws(ShellError) -> SimulatedInstance {
        let instance = cloud.begin(on: id)
        guard let instance, instance.state(at: cloud.executor.now) == .running else { throw connectionLost }
        _ = try machine()
        guard instance.trouble.rebootingIn == instance.commands else { return instance }
        return try change { instance, now in
            _ = instance.perform(.reboot, at: now)
            return instance
        }
    }

    private func duration(of task: HostTask, on instance: SimulatedInstance) -> Duration {
        if instance.trouble.hangingIn == instance.commands { return .seconds(1_000_000) }
        let usual = instance.chance.milliseconds(.command, Int64(instance.commands), in: 10...60)
        let once = usual + task.duration(on: instance.machine, at: cloud.executor.now)
        return instance.trouble.slowness == 1 ? once : once * instance.trouble.slowness
    }

    /// The machine as it is now, if this connection to it still holds.
    private func machine() throws(ShellError) -> Machine {
        let now = cloud.executor.now
        let machine = cloud.look { $0[id].flatMap { $0.state(at: now) == .running ? $0.machine : nil } }
        guard let machine = machine?.advanced(to: now), machine.cuts == cuts else { throw connectionLost }
        return machine
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
