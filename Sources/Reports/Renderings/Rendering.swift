import Orchestration

/// A form in which every run leaves its report behind.
public struct Rendering: Sendable {
    /// What the form is called.
    public let name: String
    /// The name of its file in a run's directory.
    public let file: String
    /// Makes it.
    public let render: @Sendable (RunReport) -> [UInt8]

    /// All forms.
    public static let all = [
        Rendering(name: "json", file: "report.json") { $0.renderJSON() },
        Rendering(name: "yaml", file: "report.yaml") { $0.renderYAML() },
        Rendering(name: "ndjson", file: "report.ndjson") { $0.renderNDJSON() },
        Rendering(name: "csv", file: "report.csv") { $0.renderCSV() },
        Rendering(name: "junit", file: "junit.xml") { $0.renderJUnit() },
        Rendering(name: "markdown", file: "summary.md") { $0.renderMarkdown() },
        Rendering(name: "html", file: "report.html") { $0.renderHTML() },
    ]

    private init(name: String, file: String, render: @escaping @Sendable (RunReport) -> [UInt8]) {
        self.name = name
        self.file = file
        self.render = render
    }
}
