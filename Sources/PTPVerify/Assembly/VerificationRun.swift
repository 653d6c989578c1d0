package import Orchestration
import Reports
import Synchronization

/// The composition root of a run: the only place that knows which real parts stand behind which protocol.
package enum VerificationRun {
    /// Composes the run that a configuration asks for, and opens its run directory.
    ///
    /// Nothing is launched yet.
    ///
    /// - Parameters:
    ///   - environment: the variables from which the way to AWS follows.
    ///   - listeners: reporters besides the files.
    ///   - cleanupAfterSignal: how long cleanup may take after the first signal; as long as ever when `nil`.
    ///   - chooseKept: asked at the end of a run with `keep: ask`.
    /// - Throws: `RunError` or `FileError` when the run cannot begin; then nothing has changed but for the directory.
    package static func open(
        _ configuration: Configuration,
        environment: [String: String] = [:],
        listeners: [any Reporter] = [],
        cleanupAfterSignal: Duration? = nil,
        chooseKept: @escaping @Sendable ([HeldInstance]) async -> Set<CaseID> = { _ in [] }
    ) async throws -> RunHandle {
        if let needed = configuration.confirmationNeeded {
            throw RunError(.configuration, attempt: "launch", happened: needed, next: "Nothing was launched.")
        }
        RunWatch.surviveFailedWrites()
        // What cannot be read must cost nobody an instance.
        _ = try DriverBundle(configuration)
        let webhook = try WebhookReporter(environment)
        let site = try await RunSite(configuration, environment: environment)
        let plan = configuration.plan(
            runID: site.runID + (configuration.name.value.map { "-\($0)" } ?? ""),
            environment: site.fleet.environment,
            facts: site.facts,
            listed: site.listed.prices
        )
        if let refusal = site.listed.refusal(of: plan) { throw refusal }
        let notes = try await site.preflight(configuration)
        let (directory, journal) = try RunDirectory.create(for: plan, in: configuration.reportDirectory.value)
        try site.settle(in: directory)
        let orchestrator = site.fleet.orchestrator(
            for: plan,
            storage: journal,
            reporters: reporters(of: directory, configuration) + listeners,
            processID: site.processID,
            notes: notes,
            hurriedCleanup: cleanupAfterSignal ?? .seconds(15),
            chooseKept: chooseKept
        )
        return RunHandle(
            plan: plan,
            directory: directory,
            control: orchestrator,
            hurriesAfterSignal: cleanupAfterSignal != nil
        ) { control in
            defer { withExtendedLifetime(site) {} }
            let outcome = await site.fleet.perform { await control.run() }
            return await webhook?.tell(of: outcome) ?? outcome
        }
    }

    /// The reports that every run leaves behind, and the store that it is added to where there is one.
    private static func reporters(of directory: RunDirectory, _ configuration: Configuration) -> [any Reporter] {
        let told = ToldOnce()
        let files: [any Reporter] = Rendering.all.map { rendering in
            FileReporter(rendering, of: { told.report(of: $0) }) { try directory.write($0, to: rendering.file) }
        }
        return files + (configuration.store.value.map { [StoreReporter(store: $0, of: directory)] } ?? [])
    }
}

/// The report of a run that is over, made once for all who write it down.
private final class ToldOnce: Sendable {
    private let report = Mutex<RunReport?>(nil)

    func report(of history: RunHistory) -> RunReport {
        report.withLock { report in
            let told = report ?? RunReport(proving: history)
            report = told
            return told
        }
    }
}
