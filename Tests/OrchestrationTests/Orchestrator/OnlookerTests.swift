import Dispatch
import Orchestration
import PTPTesting
import Simulation
import Testing

/// Who only looks on - analyzer, callbacks, reporters - may hang, and the run goes on.
@Suite struct OnlookerTests {
    @Test(arguments: Hang.allCases) func `an analyzer that hangs is given up, and every case is verified`(hang: Hang) {
        var world = World(cases: 2)
        world.executor = ScriptedExecutor(otherwise: .finds(.partial))
        world.analyzer = HangingAnalyzer(hang: hang)
        let outcome = world.run()
        #expect(outcome.history.cases.map(\.finalOutcome.verdict) == [.partial, .partial])
        #expect(outcome.history.cases.map(\.finalOutcome.disposal) == [.terminated, .terminated])
        #expect(
            outcome.history.notes == [
                "the analyzer failed on fake#1: not done within 10.0 s",
                "the analyzer failed on fake#2: not done within 10.0 s",
            ]
        )
        #expect(world.time.now == morning + .seconds(20))
    }

    @Test(arguments: Hang.allCases) func `callbacks that hang are given up, and the run ends`(hang: Hang) {
        var world = World(cases: 1)
        world.callbacks.onStart = { await hang.perform() }
        world.callbacks.onStop = { await hang.perform() }
        world.callbacks.onComplete = { await hang.perform() }
        let outcome = world.run()
        #expect(outcome.exitCode == ExitCode.success)
        #expect(
            outcome.history.notes == [
                "the callback onStart failed: not done within 10.0 s",
                "the callback onStop failed: not done within 10.0 s",
                "the callback onComplete failed: not done within 10.0 s",
            ]
        )
    }

    @Test(arguments: Hang.allCases, FailingReporter.Moment.allCases)
    func `a reporter that hangs is given up, and all others hear everything`(
        hang: Hang,
        moment: FailingReporter.Moment
    ) throws {
        var world = World(cases: 2)
        let (before, after) = (RecordingReporter(), RecordingReporter())
        world.reporters = [before, HangingReporter(hang: hang, moment: moment), after]
        let outcome = world.run()
        for healthy in [before, after] {
            #expect(healthy.heard.plans.count == 1)
            #expect(healthy.events.contains(.runEnded(exitCode: 0)))
            #expect(healthy.heard.endings.map(\.recordedExitCode) == [0])
        }
        #expect(outcome.reporterFailures.map(\.description) == ["reporter hanging: not done within 10.0 s"])
        #expect(outcome.exitCode == ExitCode.notAsExpected)
        #expect(world.time.now == morning + .seconds(10))
    }

    @Test func `a reporter that hangs does not hold up the cases`() {
        var world = World(cases: 2)
        let (time, ended) = (world.time, Log<Timestamp>())
        world.reporters = [HangingReporter(hang: .forGood, moment: .begin)]
        world.callbacks.onStop = { ended.add(time.now) }
        _ = world.run()
        #expect(ended.entries == [morning])
    }

    @Test func `who stops a run does not wait for an analyzer`() {
        var world = World(cases: 1)
        let time = world.time
        world.executor = ScriptedExecutor(otherwise: .finds(.partial))
        world.analyzer = HangingAnalyzer(hang: .forGood)
        let outcome = world.run { run in
            try? await time.sleep(for: .seconds(3))
            run.stop(.signal(2))
        }
        #expect(outcome.history.cases.map(\.finalOutcome.disposal) == [.terminated])
        #expect(world.time.now == morning + .seconds(3))
    }

    @Test func `on the pool even a reporter that blocks its thread is given up`() async {
        let release = DispatchSemaphore(value: 0)
        defer { release.signal() }
        let healthy = RecordingReporter()
        let composite = CompositeReporter(
            [BlockingReporter(release: release), healthy],
            within: .seconds(1),
            in: Surroundings(clock: StoppedClock(), random: DeterministicExecutor(seed: 1, start: morning))
        )
        await composite.finish(RunHistory())
        #expect(composite.failures.map(\.description).first == "reporter blocking: not done within 1.0 s")
    }
}

// MARK: - Fixtures

/// How something hangs.
enum Hang: CaseIterable {
    case untilCancelled
    /// As what does not care whether it is cancelled.
    case forGood

    private static let held = Log<CheckedContinuation<Void, Never>>()

    func perform() async {
        switch self {
        case .untilCancelled:
            let (silence, end) = AsyncStream<Never>.makeStream()
            for await _ in silence {}
            end.finish()
        case .forGood: await withCheckedContinuation { Hang.held.add($0) }
        }
    }
}

private struct HangingAnalyzer: Analyzer {
    let hang: Hang

    func analyze(_ input: AnalysisInput) async throws -> [Finding] {
        await hang.perform()
        return [Finding(id: "F01", cause: "too late", remedy: "none")]
    }
}

/// Hangs the first time that its moment comes.
private struct HangingReporter: Reporter {
    let name = "hanging"
    let hang: Hang
    let moment: FailingReporter.Moment

    func begin(_ plan: RunPlan) async throws { if moment == .begin { await hang.perform() } }
    func report(_ record: JournalRecord) async throws { if moment == .report { await hang.perform() } }
    func finish(_ history: RunHistory) async throws { if moment == .finish { await hang.perform() } }
}

/// Blocks the thread that it is called on.
private struct BlockingReporter: Reporter {
    let name = "blocking"
    let release: DispatchSemaphore

    func finish(_ history: RunHistory) async throws { wait() }

    private func wait() { release.wait() }
}
