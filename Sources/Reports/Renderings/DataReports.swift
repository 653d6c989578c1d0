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
