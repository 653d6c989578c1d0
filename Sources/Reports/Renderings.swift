public import Orchestration
import YAML

extension RunReport {
    /// The report as indented JSON.
    public func renderJSON() -> [UInt8] { JSONValue.object(json).text(indentation: 2) }

    /// The same report as YAML.
    public func renderYAML() -> [UInt8] {
        var writer = YAMLWriter()
        writer.value(.object(json))
        return writer.finish()
    }
}

extension YAMLWriter {
    fileprivate mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .integer(let whole): int(Int(whole))
        // Like JSON, the report has no numbers that are none.
        case .number(let real): if real.isFinite { double(real) } else { null() }
        case .string(let text): string(text)
        case .array(let elements):
            beginSequence()
            for element in elements { self.value(element) }
            endSequence()
        case .object(let object):
            beginMapping()
            for member in object.members {
                key(member.key)
                self.value(member.value)
            }
            endMapping()
        }
    }
}

/// Writes a rendering of the report when the run is over.
public struct FileReporter: Reporter {
    public let name: String
    private let render: @Sendable (RunReport) -> [UInt8]
    private let write: @Sendable ([UInt8]) throws -> Void

    /// A reporter that renders and hands the bytes to `write`.
    public init(
        name: String,
        render: @escaping @Sendable (RunReport) -> [UInt8],
        write: @escaping @Sendable ([UInt8]) throws -> Void
    ) {
        self.name = name
        self.render = render
        self.write = write
    }

    public func finish(_ history: RunHistory) async throws {
        try write(render(RunReport(history)))
    }
}
