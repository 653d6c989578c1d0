import Orchestration
import YAML

extension RunReport {
    /// About what a case takes: memory that is guessed right is not copied as the text grows.
    private var expectedSize: Int { 4096 + history.cases.count * 9216 }

    /// The report as indented JSON.
    public func renderJSON() -> [UInt8] {
        var writer = JSONWriter(indentation: 2, reserving: expectedSize)
        if redaction.isIdle {
            writer.object { describe(to: &$0) }
        } else {
            writer.value(.object(redaction.apply(json)))
        }
        writer.newline()
        return writer.bytes
    }

    /// The report as lines of JSON: the run without its cases, then each case with the name of its run.
    ///
    /// What reads line by line needs to hold no more than one case.
    public func renderNDJSON() -> [UInt8] {
        var writer = JSONWriter(reserving: expectedSize)
        write(RunLine(report: self), to: &writer)
        for index in history.cases.indices {
            let report = CaseReport(history.cases[index], of: history)
            write(CaseLine(run: history.plan?.runID, report: report), to: &writer)
        }
        return writer.bytes
    }

    /// The run without its cases as a message: for people in `text`, which chats show, for programs in `report`.
    public func renderMessage() -> [UInt8] {
        var writer = JSONWriter()
        write(Message(text: ConsoleSummary(self).lines, report: RunLine(report: self)), to: &writer)
        return writer.bytes
    }

    private func write(_ line: some JSONDescribed, to writer: inout JSONWriter) {
        if redaction.isIdle {
            writer.object { line.describe(to: &$0) }
        } else {
            writer.value(.object(redaction.apply(line.json)))
        }
        writer.newline()
    }

    /// The same report as YAML.
    public func renderYAML() -> [UInt8] {
        var sink = YAMLSink(writer: YAMLWriter(reservingBytes: expectedSize))
        if redaction.isIdle {
            sink.object { describe(to: &$0) }
        } else {
            sink.value(.object(redaction.apply(json)))
        }
        return sink.writer.finish()
    }
}

/// All of a report but its cases.
private struct RunLine: JSONDescribed {
    let report: RunReport

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("kind", "run")
        report.describeTotals(to: &sink)
        report.describeConclusions(to: &sink)
    }
}

/// What a run has to say to somebody far away.
private struct Message: JSONDescribed {
    /// More than that nobody reads in a chat.
    private static let mostLines = 60

    let text: [String]
    let report: RunLine

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        let rest = text.count > Self.mostLines ? ["\(text.count - Self.mostLines) more lines are in the reports"] : []
        sink.member("text", (text.prefix(Self.mostLines) + rest).drop(while: \.isEmpty).joined(separator: "\n"))
        sink.member("report", report)
    }
}

/// A case of a report, which stands for itself.
private struct CaseLine: JSONDescribed {
    let run: String?
    let report: CaseReport

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("kind", "case")
        sink.member("test_id", ifPresent: run)
        report.describe(to: &sink)
    }
}

/// Takes a value as YAML.
private struct YAMLSink: JSONSink {
    var writer: YAMLWriter

    mutating func object(_ body: (inout YAMLSink) -> Void) {
        writer.beginMapping()
        body(&self)
        writer.endMapping()
    }

    mutating func array(_ body: (inout YAMLSink) -> Void) {
        writer.beginSequence()
        body(&self)
        writer.endSequence()
    }

    mutating func key(_ name: String) { writer.key(name) }
    mutating func string(_ text: String) { writer.string(text) }
    mutating func integer(_ value: Int64) { writer.int(Int(value)) }
    // Like JSON, the report has no numbers that are none.
    mutating func number(_ value: Double) { if value.isFinite { writer.double(value) } else { writer.null() } }
    mutating func bool(_ value: Bool) { writer.bool(value) }
    mutating func null() { writer.null() }
}
