import Orchestration
import PTPVerify

/// The fold of a journal of a million events, read from disk by a process of its own, so that its memory is that of the
/// fold.
enum Folding {
    private static let events = 1_000_000
    /// A case of the simulated fleet has 11 events or more.
    private static let cases = 92_000

    static func measure() throws -> [Figure] {
        let folder = "/tmp/ptp-bench-\(Child.ownID)"
        defer { _ = try? Child.run("/bin/rm", "-rf", folder) }
        _ = try Child.run(Child.ownPath, "write-journal", folder, "\(cases)")
        let readings = try (1...3).map { _ in try Child.run(Child.ownPath, "fold-journal", folder, "\(events)") }
        let times = readings.map(\.seconds).sorted()
        return [
            .atMost(1.5, "fold of a journal of \(events) events", times[times.count / 2], "s"),
            .atMost(150, "memory of that fold", readings.map(\.peakMebibytes).max() ?? 0, "MiB"),
        ]
    }

    /// What the writing process does.
    static func writeJournal(in folder: String, cases: Int) throws {
        let plan = SimulatedRun.plan(cases: cases)
        let (_, journal) = try RunDirectory.create(for: plan, in: folder)
        _ = SimulatedRun.conduct(plan, verifiedBy: Content(), seed: 1, storage: HastyJournal(file: journal))
    }

    /// What the reading process does; a journal that is not whole is none to measure with.
    static func foldJournal(in folder: String, events: Int) async throws {
        let (history, reader) = try await RunDirectory.find(nil, in: folder).read()
        precondition(reader.lastNumber >= events && !reader.oddities.hasTornEnd, "\(events) events")
        precondition(history.exitCode == ExitCode.success, "a run that went well")
    }
}

/// A journal on disk that forgoes the wait for the disk: it serves to be read afterwards, not to be safe.
private struct HastyJournal: JournalStorage {
    let file: FileJournal

    func append(_ bytes: [UInt8], durable: Bool) throws(JournalError) { try file.append(bytes, durable: false) }
}
