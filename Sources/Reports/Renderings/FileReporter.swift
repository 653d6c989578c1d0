public import Orchestration

/// Writes a rendering of the report when the run is over.
public struct FileReporter: Reporter {
    public var name: String { rendering.file }
    private let rendering: Rendering
    private let report: @Sendable (RunHistory) -> RunReport
    private let write: @Sendable ([UInt8]) throws -> Void

    /// A reporter that renders and hands the bytes to `write`.
    public init(
        _ rendering: Rendering,
        of report: @escaping @Sendable (RunHistory) -> RunReport = { RunReport($0) },
        write: @escaping @Sendable ([UInt8]) throws -> Void
    ) {
        self.rendering = rendering
        self.report = report
        self.write = write
    }

    public func finish(_ history: RunHistory) async throws {
        try write(rendering.render(report(history)))
    }
}
