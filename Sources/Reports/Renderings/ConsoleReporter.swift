public import Orchestration
import Synchronization

/// Tells a person what happens, line by line, and sums up at the end.
///
/// Lines, not redraws: under `swift test` the console is a pipe.
public final class ConsoleReporter: Reporter {
    public let name = "console"
    private let print: @Sendable (String) -> Void
    private let redaction = Mutex(Redaction(nil))

    /// A reporter that hands lines to `write`; without one they are printed.
    public init(write: @escaping @Sendable (String) -> Void = { Swift.print($0) }) {
        print = write
    }

    private func write(_ line: String) {
        print(Self.printable(redaction.withLock(\.self).apply(line)))
    }

    /// What hosts say may hold control characters, which a terminal would obey.
    package static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.value < 32 && $0 != "\n" || $0.value == 127 ? "?" : $0 }
            )
        )
    }

    public func begin(_ plan: RunPlan) async throws {
        redaction.withLock { $0 = Redaction(plan) }
        let mark = plan.pretence.map { " - \($0.rawValue.uppercased()), \(Pretence.worth)" } ?? ""
        write("run \(plan.runID): \(plan.cases.counted) on \(plan.environment)\(mark)")
    }

    public func report(_ record: JournalRecord) async throws {
        if let line = Self.line(record.event) { write(line) }
    }

    public func finish(_ history: RunHistory) async throws {
        for line in ConsoleSummary(RunReport(history)).lines { write(line) }
    }

    private static func line(_ event: RunEvent) -> String? {
        switch event {
        // A machine that was named has run before.
        case .environmentReady(let id, let environment) where environment.id != id.text:
            "  \(id): \(environment.id) runs"
        case .machineSeen(let id, let machine) where machine.isEmulated:
            "  \(id): EMULATED by \(machine.name), \(Pretence.worth)"
        case .executed(let id, let result): "  \(id): \(result.verdict.rawValue) - \(result.summary)"
        case .caseEnded(let id, let outcome):
            "  \(id): \(outcome.status.rawValue)"
                + words(outcome.disposal)
                + (outcome.failure.map { " - \($0)" } ?? "")
        case .stopRequested(let cause): "  stopping (\(cause.text)): nothing new is begun, what runs is cleaned up"
        case .runMoved(_, .paused, _): "  paused: nothing new is begun"
        case .runMoved(.paused, .running, _): "  resumed"
        case .resourceUnconfirmed(let token, let reason, let remedy):
            "  NOT CONFIRMED \(token): \(reason)\n    \(remedy)"
        case .noted(let text): "  note: \(text)"
        case .environmentReady, .machineSeen, .runBegan, .runMoved, .caseMoved, .retrying, .resourceIntended,
            .resourceMade, .resourceEnding, .resourceGone, .resourceKept, .analyzed, .runEnded:
            nil
        }
    }
}

extension ConsoleReporter {
    private static func words(_ disposal: CaseOutcome.Disposal) -> String {
        switch disposal {
        case .neverMade: ""
        case .terminated, .kept: ", instance \(disposal.rawValue)"
        case .restored: ", host as it was"
        case .unconfirmed: ", cleanup not confirmed"
        }
    }
}

/// The end of a run in some lines, grouped by type.
public struct ConsoleSummary: Sendable {
    private let report: RunReport

    /// Sums up a report.
    public init(_ report: RunReport) {
        self.report = report
    }

    /// The lines, without line breaks.
    public var lines: [String] {
        let history = report.history
        var lines = ["", "\(history.plan?.runID ?? "run without a plan")" + (report.pretence.map { " (\($0))" } ?? "")]
        for group in report.casesByType {
            let met = group.cases.count { $0.finalOutcome.status == .met }
            lines.append("\(group.type): \(met) of \(group.cases.count) as expected")
            lines += group.cases.flatMap(Self.lines)
        }
        if let bill = Bill(report.totals.all.billed, of: history).line { lines.append(bill) }
        let unseen = report.blindSpots.map(\.what)
        if !unseen.isEmpty { lines.append("not exercised: \(unseen.joined(separator: ", "))") }
        lines += cleanup
        if history.recordedExitCode == nil { lines.append("the journal ends before the run does") }
        lines.append("exit code \(history.exitCode)")
        return lines.map { ConsoleReporter.printable(report.redaction.apply($0)) }
    }

    private static func lines(_ history: CaseHistory) -> [String] {
        let outcome = history.finalOutcome
        let sign = outcome.status == .met ? "+" : "-"
        let reason = history.result?.summary ?? outcome.failure?.happened ?? ""
        let first =
            "  \(sign) \(history.instanceCase.descriptionWithinType): " + words(outcome)
            + (reason.isEmpty ? "" : " - \(reason)")
        let findings = outcome.status == .met ? [] : history.findings.map { "      \($0.id) \($0.cause). \($0.remedy)" }
        return [first] + findings
    }

    /// Verdict and status, which may be the same word.
    private static func words(_ outcome: CaseOutcome) -> String {
        let (verdict, status) = (outcome.verdict.rawValue, outcome.status.rawValue)
        return verdict == status ? verdict : "\(verdict), \(status)"
    }

    private var cleanup: [String] {
        let ledger = report.history.ledger
        var lines: [String] = []
        for entry in ledger.kept { lines.append(kept(entry)) }
        // Instances first: what they are in can only go after them.
        let leaks = ledger.leaks
        for entry in leaks.filter({ $0.resource.caseID != nil }) + leaks.filter({ $0.resource.caseID == nil }) {
            let what = "\(entry.resource.kind.rawValue) \(entry.state.id ?? entry.resource.token)"
            let words = entry.resource.kind == .instance ? "MAY STILL BE RUNNING" : "MAY STILL BE THERE"
            let remedy = ResourceReport(entry, of: report.history.plan).remedy ?? ""
            lines.append("\(words): \(what); remove it with: \(remedy)")
        }
        return lines
    }

    /// What stays, and of an instance until when, where it is, and how to end it.
    private func kept(_ entry: Ledger.Entry) -> String {
        guard case .kept(let id, let until) = entry.state else { return "" }
        guard entry.resource.kind == .instance else { return "kept: \(entry.resource.kind.rawValue) \(id)" }
        let access = entry.resource.caseID.flatMap { report.history[$0]?.environment?.access }
        let place = access.map { " at \($0.user)@\($0.host)" + ($0.port == 22 ? "" : " port \($0.port)") } ?? ""
        let end = until.map { "until it ends itself at \($0)" } ?? "until somebody ends it"
        return "kept: \(id)\(place) \(end)" + howToEnd(id)
    }

    private func howToEnd(_ id: String) -> String {
        report.isSimulated ? "" : "; end it with: aws ec2 terminate-instances --instance-ids \(id)"
    }
}
