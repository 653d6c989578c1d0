public import Orchestration
import Testing

/// What every reporter promises: it takes whatever can happen in a run, and tells of runs that never got far.
public struct ReporterContract<R: Reporter>: Sendable {
    private let records: [JournalRecord]
    private let make: @Sendable () throws -> R

    /// Takes an implementation and the records of a run; the first must say that the run began.
    public init(records: [JournalRecord], make: @escaping @Sendable () throws -> R) {
        self.records = records
        self.make = make
    }

    /// Checks every promise.
    public func check() async throws {
        try #expect(!make().name.isEmpty, "messages about the reporter need its name")
        try await itTellsAWholeRun()
        try await itTellsARunCutAnywhere()
    }

    /// Takes every record of a run and its end.
    public func itTellsAWholeRun() async throws {
        let reporter = try make()
        guard case .runBegan(let plan, _, _)? = records.first?.event else {
            Issue.record("the contract needs the records of a run from its beginning")
            return
        }
        try await reporter.begin(plan)
        var history = RunHistory()
        for record in records {
            history.apply(record)
            try await reporter.report(record)
        }
        try await reporter.finish(history)
    }

    /// Tells what is known of a run whose journal ends early, also of one with no record at all.
    public func itTellsARunCutAnywhere() async throws {
        var history = RunHistory()
        try await make().finish(history)
        for record in records {
            history.apply(record)
            try await make().finish(history)
        }
    }
}
