import Orchestration

/// Holds what Swift Testing told against what the journal tells.
///
/// The exit code of `swift test` proves nothing: a filter that matches nothing, an interrupted run and a cancelled case
/// all make it 0.
struct WitnessJudge {
    /// By how much the moments of both may differ.
    private static let skew = Duration.minutes(5)

    private let stream: EventStream
    private let run: RunResults

    init(_ stream: EventStream, _ run: RunResults) {
        self.stream = stream
        self.run = run
    }

    func judge(_ findings: inout GateFindings) {
        let complaints = stream.defects.map { "the event stream cannot be believed: \($0)" } + frame + cases + told
        findings.reasons += complaints.map { GateReason(.witness, of: run, $0) }
        guard complaints.isEmpty else { return }
        let count = stream.begunCases.count
        findings.satisfied.append(
            GateFact("\(run.runID): the event stream tells of the same \(count == 1 ? "case" : "\(count) cases")")
        )
    }

    /// Whether the tests ran at all, to their end, and when this run did.
    private var frame: [String] {
        guard stream.defects.isEmpty || stream.hasBegun else { return [] }
        guard stream.hasBegun else { return ["the event stream does not tell that the tests began"] }
        var complaints: [String] = []
        if !stream.hasEnded {
            complaints.append("the tests did not run to their end: the event stream has no runEnded")
        }
        // A simulation has a calendar of its own.
        if run.environment != "simulated", let first = stream.firstAt, let last = stream.lastAt,
            run.startedAt < first + (.zero - Self.skew) || run.startedAt > last + Self.skew
        {
            complaints.append(
                "the event stream is of another run: this one began at \(run.startedAt), not after \(first)"
            )
        }
        return complaints
    }

    private var cases: [String] {
        guard stream.hasBegun else { return [] }
        var complaints: [String] = []
        let (begun, planned) = (stream.begunCases.count, run.cases.count)
        if begun == 0 {
            complaints.append("no case of \(EventStream.suite) ran: the filter matched nothing, or all was skipped")
        } else if begun != planned || !unseen.isEmpty {
            let names = unseen.isEmpty ? "" : "; not shown: \(unseen.joined(separator: ", "))"
            complaints.append("the event stream shows \(begun) cases, and \(planned) were planned\(names)")
        }
        if stream.endedCases != begun {
            complaints.append("the event stream shows \(begun) cases that began, and \(stream.endedCases) that ended")
        }
        let recorded = run.cases.count { $0.status != .interrupted && $0.status != .notRun }
        if recorded != planned { complaints.append("\(planned) cases were planned, and \(recorded) have an outcome") }
        return complaints
    }

    /// The cases that the stream does not name; none where it does not name cases in the way that is known here.
    private var unseen: [String] {
        guard stream.begunCases.allSatisfy({ $0.contains("\u{2192} ") }) else { return [] }
        return run.cases.map(\.planned).filter { planned in
            !stream.begunCases.contains { Self.tells($0, of: planned) }
        }.map(\.id.text)
    }

    /// What Swift Testing says of a case: `… planned → c7i.large instance 1 of 2 to "instance" …`.
    private static func tells(_ text: String, of planned: InstanceCase) -> Bool {
        text.hasPrefix("\(planned): ") || text.contains("\u{2192} \(planned) ")
    }

    /// Issues, skips and cancellations for which the journal has no reason.
    private var told: [String] {
        var complaints = stream.issues.filter { !isExplained($0) }.map { issue in
            "an issue that the journal does not explain: \(Self.oneLine(issue.texts))"
        }
        complaints += stream.skips.map { "something was skipped: \(Self.oneLine($0.texts))" }
        let open = run.cases.count { $0.status == .inconclusive }
        if stream.cancelledCases > open {
            complaints.append("\(stream.cancelledCases) cases were cancelled, and the journal has \(open) inconclusive")
        }
        if stream.cancelledTests > 0 { complaints.append("a test was cancelled as a whole") }
        return complaints
    }

    private func isExplained(_ issue: EventStream.Remark) -> Bool {
        if let results = run.cases.first(where: { one in issue.texts.contains { Self.tells($0, of: one.planned) } }) {
            return results.status != .met || results.disposal == .unconfirmed
        }
        // What is said of the run as a whole is explained by what keeps the gate shut whatever the policy is.
        return !run.isComplete || run.exitCode == ExitCode.cleanupUnconfirmed || run.exitCode > 128
            || run.cases.contains { $0.status == .interrupted || $0.status == .notRun }
    }

    private static func oneLine(_ texts: [String]) -> String {
        let longest = 300
        let text = texts.joined(separator: " - ").split(whereSeparator: \.isNewline).joined(separator: " ")
        return text.count > longest ? "\(text.prefix(longest))…" : text
    }
}
