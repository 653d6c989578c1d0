import Orchestration
import PTPVerify
import Reports
public import Testing

/// Runs the configured verification while the tests of a suite are running: opened once, finished whatever happens.
public struct VerificationRunTrait: SuiteTrait, TestScoping {
    public var isRecursive: Bool { false }

    public func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        switch Planning.current {
        case .failed(let problems):
            try await RunSession.$current.withValue(RunSession(problem: problems)) { try await function() }
        case .ready(let configuration):
            try await run(configuration, around: function)
        }
    }

    private func run(
        _ configuration: Configuration,
        around function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let session = RunSession(skipsInconclusive: configuration.inconclusive.value == .skip)
        let handle: RunHandle
        do {
            handle = try await VerificationRun.open(
                configuration,
                environment: ProcessEnvironment.read(),
                listeners: [SessionReporter(session), ConsoleReporter()],
                cleanupAfterSignal: .seconds(15)
            )
        } catch {
            // The cases fail with the reason, each of them: none is left out and none is green.
            let failed = RunSession(problem: "The run cannot begin: \(error)")
            failed.finish()
            return try await RunSession.$current.withValue(failed) { try await function() }
        }
        let outcome = try await withoutActuallyEscaping(function) { function in
            try await withThrowingTaskGroup(of: RunOutcome?.self) { group in
                group.addTask {
                    defer { session.finish() }
                    return await handle.conduct()
                }
                group.addTask {
                    try await RunSession.$current.withValue(session) { try await function() }
                    return nil
                }
                var outcome: RunOutcome?
                for try await result in group where result != nil { outcome = result }
                return outcome
            }
        }
        if let outcome { judge(outcome, session, handle) }
    }

    /// Says as issues of the suite what no single case can say.
    private func judge(_ outcome: RunOutcome, _ session: RunSession, _ handle: RunHandle) {
        let history = outcome.history
        for planned in handle.plan.cases where history[planned.id]?.recordedOutcome == nil {
            Issue.record("\(planned) was planned, but has no outcome in \(handle.directory.journalPath)")
        }
        for planned in handle.plan.cases where !session.verified.contains(planned.id) {
            Issue.record("\(planned) was planned, but no test case asked about it")
        }
        for cause in history.stopCauses { Issue.record("The run was stopped before its end: \(cause.text)") }
        if history.state == .failed { Issue.record("The run failed: \(history.notes.last ?? "see its journal")") }
        for entry in history.ledger.leaks {
            let id = entry.state.id ?? entry.resource.token
            Issue.record("\(entry.resource.kind.rawValue) \(id) may still be there: look with `ptp-verify sweep`")
        }
        for failure in outcome.reporterFailures { Issue.record("A report is missing: \(failure)") }
    }
}

extension Trait where Self == VerificationRunTrait {
    /// Conducts the configured verification run around the tests of the suite.
    public static var verificationRun: Self { VerificationRunTrait() }
}
