import Orchestration

extension RunReport {
    /// The report as JUnit XML: a suite for each type, a test case for each instance.
    public func renderJUnit() -> [UInt8] {
        var report = JUnitReport(self)
        return report.render()
    }
}

/// Writes what the servers of continuous integration read: the form of Ant's JUnit task, as most of them know it.
private struct JUnitReport {
    /// How much of one output is shown where something went wrong.
    private static let longestOutput = 4096

    private let report: RunReport
    private var plan: RunPlan? { report.history.plan }
    private var out: MarkupWriter

    init(_ report: RunReport) {
        self.report = report
        out = MarkupWriter(hiding: report.redaction, reserving: 4096 + report.history.cases.count * 3072)
    }

    mutating func render() -> [UInt8] {
        out.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites")
        out.attribute("name", "ptp-verify \(report.history.plan?.runID ?? "")")
        counts(of: report.history.cases, seconds: report.duration?.inSeconds ?? 0)
        out.markup(">\n")
        for group in report.casesByType { suite(group.type, group.cases) }
        out.markup("</testsuites>\n")
        return out.bytes
    }

    private mutating func counts(of cases: [CaseHistory], seconds: Double) {
        let kinds = cases.map { Kind($0.finalOutcome.status, in: plan) }
        out.attribute("tests", "\(cases.count)")
        out.attribute("failures", "\(kinds.count { $0 == .failure })")
        out.attribute("errors", "\(kinds.count { $0 == .error })")
        out.attribute("skipped", "\(kinds.count { $0 == .skipped })")
        out.attribute("time", "\(seconds)")
    }

    private mutating func suite(_ type: String, _ cases: [CaseHistory]) {
        let reports = cases.map { CaseReport($0, of: report.history) }
        let seconds = reports.reduce(0) { $0 + ($1.duration?.inSeconds ?? 0) }
        out.markup("  <testsuite")
        out.attribute("name", type)
        counts(of: cases, seconds: seconds)
        if let start = report.history.startedAt { out.attribute("timestamp", String(start.description.prefix(19))) }
        out.markup(">\n    <properties>\n")
        property("run", report.history.plan?.runID)
        property("environment", report.environment)
        property("plan_digest", report.results?.planDigest)
        property("tool_version", report.history.toolVersion)
        out.markup("    </properties>\n")
        for report in reports { testCase(report) }
        out.markup("  </testsuite>\n")
    }

    private mutating func testCase(_ report: CaseReport) {
        let history = report.history
        out.markup("    <testcase")
        out.attribute("classname", "PTPHardware.\(history.instanceCase.type)")
        out.attribute("name", history.instanceCase.id.text)
        out.attribute("time", "\(report.duration?.inSeconds ?? 0)")
        out.markup(">\n      <properties>\n")
        properties(of: report)
        out.markup("      </properties>\n")
        problem(report)
        out.markup("      <system-out>")
        for line in Self.lines(report) {
            out.text(line)
            out.markup("\n")
        }
        out.markup("</system-out>\n    </testcase>\n")
    }

    private mutating func property(_ name: String, _ value: String?) {
        guard let value else { return }
        out.markup("        <property")
        out.attribute("name", name)
        out.attribute("value", value)
        out.markup("/>\n")
    }

    private mutating func properties(of report: CaseReport) {
        let outcome = report.history.finalOutcome
        property("verdict", outcome.verdict.rawValue)
        property("status", outcome.status.rawValue)
        property("expected", report.history.instanceCase.expectation.rawValue)
        property("environment", report.environment)
        property("instance", report.instance?.id)
        property("zone", report.instance?.properties["zone"]?.string)
        property("disposal", outcome.disposal.rawValue)
        for figure in report.result?.figures ?? [] where figure.value.isFinite {
            property(figure.name, "\(figure.value)" + (figure.unit.isEmpty ? "" : " \(figure.unit)"))
        }
    }

    /// What kept a case from being as expected.
    private mutating func problem(_ report: CaseReport) {
        let finding = report.history.findings.first
        let failure = report.history.finalOutcome.failure
        let type = finding?.id ?? failure?.code.rawValue ?? report.history.finalOutcome.verdict.rawValue
        let message = finding.map { "\($0.cause). \($0.remedy)" } ?? failure?.description ?? report.reason ?? ""
        switch Kind(report.history.finalOutcome.status, in: plan) {
        case .passed: return
        case .failure: problem("failure", type, message, report)
        case .error: problem("error", type, message, report)
        case .skipped:
            out.markup("      <skipped")
            out.attribute("message", message)
            out.markup("/>\n")
        }
    }

    private mutating func problem(_ element: StaticString, _ type: String, _ message: String, _ report: CaseReport) {
        out.markup("      <")
        out.markup(element)
        out.attribute("type", type)
        out.attribute("message", message)
        out.markup(">")
        out.text(report.reason ?? "")
        for finding in report.history.findings {
            out.markup("\n")
            out.text("\(finding.id) \(finding.cause). \(finding.remedy)")
            for line in finding.evidence { out.text("\n    \(line)") }
        }
        out.markup("</")
        out.markup(element)
        out.markup(">\n")
    }

    /// The rungs, and where a case is not as expected the outputs that they rest on.
    private static func lines(_ report: CaseReport) -> [String] {
        let checks = (report.result?.checks ?? []).map { "\($0.status.rawValue): \($0.id): \($0.detail)" }
        guard report.history.finalOutcome.status != .met else { return checks }
        let outputs = (report.result?.evidence ?? []).flatMap { evidence in
            ["", "$ \(evidence.command)", cut(evidence.output)]
        }
        return checks + outputs
    }

    private static func cut(_ output: String) -> String {
        guard output.utf8.count > longestOutput else { return output }
        let beginning = String(decoding: output.utf8.prefix(longestOutput), as: UTF8.self)
        return "\(beginning)\n[\(output.utf8.count) bytes in all; the report in JSON has them]"
    }
}

/// What a case is for a server that knows only tests.
private enum Kind {
    case passed
    case failure
    case error
    case skipped

    /// - Parameter plan: may say that what could not be observed does not count.
    init(_ status: CaseOutcome.Status, in plan: RunPlan?) {
        self =
            switch status {
            case .met: .passed
            case .notMet: .failure
            case .inconclusive where plan?.toleratesInconclusive == true: .skipped
            case .inconclusive, .interrupted: .error
            case .notRun: .skipped
            }
    }
}
