import Glibc
import Orchestration
import PTPTesting
import PTPVerify
import Simulation
import Testing

/// A run listens to signals, and a run that is over does not.
@Suite struct RunWatchTests {
    @Test func `after a run, and after another one, signals end the process again`() async {
        // In a process of its own, which the signal ends.
        await #expect(processExitsWith: .signal(SIGTERM)) {
            for _ in 1...2 {
                await conductInterrupted()
                for number in [SIGINT, SIGTERM, SIGHUP] where isHeard(number) { exit(1) }
            }
            kill(getpid(), SIGTERM)
            while true { await Task.yield() }
        }
    }
}

/// Conducts a run that does nothing but wait for an interruption.
private func conductInterrupted() async {
    let start = Timestamp(nanoseconds: 0)
    let executor = DeterministicExecutor(seed: 1, start: start)
    let fleet = SimulatedFleet(SimulatedEC2(CloudState(seed: 1, time: start), on: executor))
    let plan = RunPlan(runID: "watched", environment: "simulated", cases: [InstanceCase(type: "t3.micro")])
    let control = Interruptible(fleet.fleet.orchestrator(for: plan, storage: MemoryJournal()))
    let handle = RunHandle(plan: plan, directory: RunDirectory(path: "/nowhere"), control: control) { _ in
        while !isHeard(SIGINT) { await Task.yield() }
        kill(getpid(), SIGINT)
        await control.isStopped()
        return await executor.runDetached { await control.run() }
    }
    _ = await handle.conduct()
}

/// A run that waits until it is told to stop.
private struct Interruptible: RunControl {
    private let run: any RunControl
    private let stops: AsyncStream<StopCause>
    private let stopped: AsyncStream<StopCause>.Continuation

    init(_ run: any RunControl) {
        self.run = run
        (stops, stopped) = AsyncStream<StopCause>.makeStream()
    }

    func isStopped() async {
        for await cause in stops where cause == .signal(Int(SIGINT)) { return }
    }

    func run() async -> RunOutcome { await run.run() }
    func pause() { run.pause() }
    func resume() { run.resume() }

    func stop(_ cause: StopCause) {
        run.stop(cause)
        stopped.yield(cause)
    }
}

/// Whether anything but the default happens when the signal comes.
private func isHeard(_ number: Int32) -> Bool {
    var action = sigaction()
    unsafe sigaction(number, nil, &action)
    return unsafe action.__sigaction_handler.sa_handler != nil
}
