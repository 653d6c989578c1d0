import Orchestration
import PTPTesting
import Simulation
import Testing

@Suite struct ReporterTests {
    @Test func `a reporter hears the plan, every record in order, and the end`() throws {
        var world = World(cases: 2)
        let reporter = RecordingReporter()
        world.reporters = [reporter]
        let outcome = world.run()
        let heard = reporter.heard
        #expect(heard.plans == [world.plan])
        #expect(heard.records == (try JournalReader.records(of: world.storage.bytes).records))
        #expect(heard.endings.map(\.recordedExitCode) == [0])
        #expect(outcome.reporterFailures == [])
    }

    @Test(arguments: FailingReporter.Moment.allCases)
    func `a reporter that fails is muted until the end and stops nobody`(moment: FailingReporter.Moment) {
        var world = World(cases: 2)
        let (failing, healthy) = (FailingReporter(at: [moment]), RecordingReporter())
        world.reporters = [failing, healthy]
        let outcome = world.run()
        #expect(healthy.heard.endings.count == 1)
        #expect(healthy.events.last == .runEnded(exitCode: 0))
        #expect(failing.asked.last == .finish)
        if moment == .report { #expect(failing.asked == [.begin, .report, .finish]) }
        if moment == .begin { #expect(failing.asked == [.begin, .finish]) }
        #expect(outcome.reporterFailures.map(\.reporter) == ["failing"])
        #expect(outcome.exitCode == ExitCode.notAsExpected, "a success that could not be reported is none")
    }

    @Test(arguments: FailingReporter.Moment.allCases)
    func `the journal tells of a reporter that fails, and the others tell it as far as they can`(
        moment: FailingReporter.Moment
    ) throws {
        var world = World(cases: 1)
        let healthy = RecordingReporter()
        world.reporters = [FailingReporter(at: [moment]), healthy]
        let outcome = world.run()
        let note = "reporter failing: Refusal(moment: PTPTesting.FailingReporter.Moment.\(moment))"
        let events = try world.events()
        #expect(events.count { $0 == .noted(note) } == 1)
        #expect(outcome.history.notes == [note])
        // What fails at the very end is told after the end, and the journal still reads as that of a whole run.
        if moment == .finish { #expect(Array(events.suffix(2)) == [.runEnded(exitCode: 0), .noted(note)]) }
        #expect(healthy.heard.endings.map(\.notes) == [moment == .finish ? [] : [note]])
        var read = RunHistory()
        for record in try JournalReader.records(of: world.storage.bytes).records { read.apply(record) }
        #expect(read.recordedExitCode == 0)
        #expect(read.state == .completed)
        #expect(read.notes == [note])
    }

    @Test func `a failed report does not hide a worse exit code`() {
        var world = World(cases: 1)
        world.reporters = [FailingReporter()]
        world.provisioner = FakeProvisioner([.fake(1): .init(releasing: .staysUnconfirmed)])
        #expect(world.run().exitCode == ExitCode.cleanupUnconfirmed)
    }

    @Test func `callbacks are called in the order of the states`() {
        var world = World(cases: 2)
        let (time, called) = (world.time, Log<String>())
        world.executor = ScriptedExecutor { _ in try await time.sleep(for: .seconds(30)) }
        world.callbacks.onStart = { called.add("start") }
        world.callbacks.onPause = { called.add("pause") }
        world.callbacks.onResume = { called.add("resume") }
        world.callbacks.onStop = { called.add("stop") }
        world.callbacks.onComplete = { called.add("complete") }
        world.callbacks.onError = { called.add("error") }
        _ = world.run { run in
            try? await time.sleep(for: .seconds(5))
            run.pause()
            run.resume()
        }
        #expect(called.entries == ["start", "pause", "resume", "stop", "complete"])
    }

    @Test func `a run that fails calls for the error, and a callback that throws is noted`() {
        var world = World(cases: 0)
        let called = Log<String>()
        world.callbacks.onStart = { throw Oops() }
        world.callbacks.onComplete = { called.add("complete") }
        world.callbacks.onError = { called.add("error") }
        let outcome = world.run()
        #expect(called.entries == ["error"])
        #expect(outcome.history.notes.contains { $0.contains("callback onStart failed") })
    }

    @Test func `findings are recorded, and an analyzer that fails changes no verdict`() {
        var world = World(cases: 2)
        world.executor = ScriptedExecutor(otherwise: .finds(.partial))
        world.analyzer = FindingAnalyzer(failsFor: .fake(2))
        let outcome = world.run()
        #expect(outcome.history[.fake(1)]?.findings.map(\.id) == ["F01"])
        #expect(outcome.history[.fake(2)]?.findings == [])
        #expect(outcome.history.cases.map(\.finalOutcome.verdict) == [.partial, .partial])
        #expect(outcome.history.notes.contains { $0.contains("the analyzer failed on fake#2") })
    }
}

/// Finds the same thing everywhere, but for one case on which it fails.
private struct FindingAnalyzer: Analyzer {
    let failsFor: CaseID

    func analyze(_ input: AnalysisInput) async throws -> [Finding] {
        if input.instanceCase.id == failsFor { throw Oops() }
        return [Finding(id: "F01", cause: "it is broken", remedy: "mend it")]
    }
}
