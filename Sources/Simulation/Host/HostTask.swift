import AWS
import Orchestration
import PTP
import Shell

/// What a command asks of a simulated host.
enum HostTask {
    case questions(ProbeBatch)
    case question(Probe)
    case sampling(Sampling)
    case step(SetupStep.Action)
    case disarming
    /// A file is brought, which is of no more interest.
    case upload
    /// Plain commands, such as every host has.
    case commands(SimulatedCommands)
    case unknown

    /// The scripts are few and long: comparing takes no time where hashing would.
    private static let known: [(text: String, task: HostTask)] =
        ProbeBatch.known.map { ($0.command.text, .questions($0)) }
        + Probe.allCases.map { ($0.command.text, .question($0)) }
        + [(DeadMansSwitch.disarmCommand, .disarming), (usualSampling.command.text, .sampling(usualSampling))]

    private static let usualSampling = Sampling(count: 60)

    init(_ command: Command) {
        if let known = Self.known.first(where: { $0.text == command.text }) {
            self = known.task
        } else if let action = SetupStep.Action(commandText: command.text) {
            self = .step(action)
        } else if let sampling = Self.sampling(command) {
            self = .sampling(sampling)
        } else if command.isUpload {
            self = .upload
        } else if let batch = ProbeBatch(commandText: command.text) {
            self = .questions(batch)
        } else {
            self = SimulatedCommands(command).map(HostTask.commands) ?? .unknown
        }
    }

    /// The samples that a command takes, whose number is in its text.
    private static func sampling(_ command: Command) -> Sampling? {
        let mark = "@@ptp-verify samples %s\\n' "
        guard let place = command.text.firstRange(of: mark)?.upperBound,
            let count = Int(command.text[place...].prefix { $0.isNumber }), count > 0
        else { return nil }
        let sampling = Sampling(count: count)
        return sampling.command == command ? sampling : nil
    }

    /// How long it takes besides what every command takes.
    func duration(on machine: Machine, at now: Timestamp) -> Duration {
        switch self {
        // Reading the clock takes a second, because it is done twice.
        case .questions(let batch): batch.probes.contains(.reading) ? .seconds(1) : .zero
        case .question(let probe): probe == .reading ? .seconds(1) : .zero
        case .sampling(let sampling): .seconds(sampling.count - 1)
        case .step(let action): machine.duration(of: action, at: now)
        case .commands(let commands): commands.elapsed
        case .disarming, .upload, .unknown: .zero
        }
    }
}
