import Orchestration
import PTP
import Shell
import Simulation

/// A simulated machine and somebody who sits before it and has time.
struct Bench {
    var machine: Machine
    private(set) var now: Timestamp
    /// What became of the steps of the set-up.
    private(set) var outcomes: [StepOutcome] = []
    /// Steps that fail whatever the machine would make of them, by their names.
    var failing: Set<String> = []
    /// What the next batches of questions come to, instead of their answers.
    var batches: [@Sendable ([UInt8]) -> CommandResult] = []
    /// What was seen on the last way to a goal, and what stood in it.
    private(set) var record = HostRecord()
    private(set) var obstacles: [String] = []

    /// A machine whose first boot is over.
    init(
        _ condition: SimulatedClock = .fresh,
        _ image: MachineImage = MachineImage(.amazonLinux2023),
        seed: UInt64 = 1
    ) {
        let start = Timestamp(nanoseconds: 1_767_225_600_000_000_000)
        machine = Machine(image, condition, seed: seed, at: start)
        now = start + .seconds(60)
    }

    /// Lets time pass.
    mutating func wait(_ seconds: Int) {
        now = now + .seconds(seconds)
        machine.advance(to: now)
    }

    /// What the machine prints; where it complains, its complaint.
    func ask(_ probe: Probe) -> String {
        let result = machine.answer(probe, at: now)
        return result.isSuccess ? result.output : "\(result.output)\(result.errorOutput)[\(result.exitStatus ?? 255)]"
    }

    /// Does a step, and waits until somebody can log in again where it cuts the connection.
    @discardableResult
    mutating func perform(_ action: SetupStep.Action) -> CommandResult {
        now = now + machine.duration(of: action, at: now)
        let result = machine.perform(action, at: now)
        let cuts = machine.cuts
        wait(3)
        if machine.cuts > cuts {
            for _ in 0..<400 where !machine.isReachable(at: now) { wait(1) }
        }
        return result
    }

    /// What a person does on a fresh Amazon Linux 2023.
    mutating func setUp() {
        perform(.write(path: "/etc/modprobe.d/ptp-verify-ena.conf", content: "options ena phc_enable=1\n"))
        perform(.rebuildInitramfs(with: .dracut))
        perform(.reloadDriver)
        perform(.endRescue)
        perform(.insert(path: "/etc/chrony.conf", content: "refclock PHC /dev/ptp_ena poll 0 delay 0.000010 prefer"))
        perform(.restartChrony(unit: "chronyd"))
        wait(20)
    }

    // MARK: - What the tool does

    /// Everything that the machine says now, read.
    var facts: HostFacts {
        var facts = HostFacts()
        for probe in Probe.allCases { facts.read(machine.answer(probe, at: now), of: probe) }
        return facts
    }

    /// What there is to do.
    func plan() -> SetupPlan { SetupPlan.steps(for: facts, wish: SetupWish()) }

    /// Does what there is to do, as the tool does it, and so many steps at most; names them.
    @discardableResult
    mutating func carryOut(atMost limit: Int = .max) -> [String] {
        let done = follow(.proof(SetupWish(), samples: 0), atMost: limit)
        wait(15)
        return done
    }

    /// Sets it up, proves it, and if wanted looks again after a reboot; names the steps.
    ///
    /// - Parameters:
    ///   - isLost: whether the machine never comes back from that reboot.
    ///   - asIs: whether it is only looked at.
    @discardableResult
    mutating func prove(
        samples: Int = 60,
        reboots: Bool = false,
        isLost: Bool = false,
        asIs: Bool = false
    ) -> [String] {
        let wish = SetupWish(mode: asIs ? .asIs : .auto)
        return follow(.proof(wish, samples: samples, reboots: reboots), atMost: .max, isLost: isLost)
    }

    /// Undoes everything, or as much as so many steps do.
    @discardableResult
    mutating func restore(atMost limit: Int = .max) -> [String] {
        follow(.restoration(removesPackages: true), atMost: limit)
    }

    /// Goes the way to a goal, as far as so many steps lead; names them.
    private mutating func follow(_ goal: HostProcedure.Goal, atMost limit: Int, isLost: Bool = false) -> [String] {
        var procedure = HostProcedure(goal)
        var done: [String] = []
        defer {
            outcomes += procedure.record.situation.steps
            (record, obstacles) = (procedure.record, procedure.obstacles)
        }
        while true {
            wait(Int(procedure.pause.components.seconds))
            switch procedure.next() {
            case .ask(let batch):
                let output = batch.frame { machine.answer($0, at: now) }
                let result = batches.isEmpty ? CommandResult(.exited(0), output: output) : batches.removeFirst()(output)
                procedure.note(result, to: batch, at: now)
            case .perform(let step, let command):
                guard done.count < limit else { return done }
                done.append(step.id)
                let isFailing = failing.contains(step.id)
                let failure = CommandResult(exitStatus: 1, output: "", errorOutput: "ptp-verify: it is not to be\n")
                procedure.note(isFailing ? failure : perform(step.action), of: step, by: command, at: now)
            case .reconnect where isLost && procedure.hasProof: procedure.giveUpOnReboot(because: "gone", at: now)
            case .reconnect: procedure.reconnected(at: now)
            case .sample(let sampling):
                wait(sampling.count)
                procedure.note(machine.answer(sampling, at: now), of: sampling, at: now)
            case .finish: return done
            }
        }
    }

    /// Everything that a verdict rests on: the facts, what was done, and the samples of a minute.
    mutating func observe() -> Situation {
        var situation = Situation()
        situation.launch.declared = true
        situation.launch.placement = "precision-time"
        situation.steps = outcomes
        situation.countersBefore = facts.counters
        wait(60)
        situation.samples = Answer(machine.answer(Sampling(count: 60), at: now))
        situation.facts = facts
        return situation
    }
}
