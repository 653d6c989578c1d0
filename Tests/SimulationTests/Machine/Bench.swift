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

    /// Does what there is to do, as long as something new is to be done, and so many steps at most; names them.
    @discardableResult
    mutating func carryOut(atMost limit: Int = .max) -> [String] {
        var done: [SetupStep] = []
        while done.count < limit {
            wait(15)
            let plan = plan()
            guard !plan.steps.isEmpty, plan.repeated(of: done) == nil else { break }
            for step in plan.steps where done.count < limit {
                let result = perform(step.action)
                done.append(step)
                outcomes.append(
                    StepOutcome(
                        id: step.id,
                        exitStatus: result.exitStatus,
                        output: "\(result.output)\(result.errorOutput)"
                    )
                )
                guard result.isSuccess else { break }
            }
        }
        wait(15)
        return done.map(\.id)
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

    /// Undoes everything.
    mutating func restore() {
        for step in RestorePlan.steps(for: facts, packages: true).steps { perform(step.action) }
    }
}
