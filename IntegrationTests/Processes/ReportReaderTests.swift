import Foundation
import IntegrationSupport
import Orchestration
import Testing

/// What a run leaves behind, read by readers that are not ours: jsonschema, PyYAML, csv, junitparser.
@Suite(.onOwnThreads, .needsEmulator) struct ReportReaderTests {
    private static let met = ["PTP_PROVIDER": "simulated", "PTP_INSTANCE_TYPES": "c7i.large:2,m7g.medium"]

    @Test func `all forms of one run say the same, and the JSON keeps its schema`() async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.tool("run", variables: Self.met).code == 0)
        let seen = try await Self.read(sandbox)
        #expect(seen["schema_errors"] == [])
        #expect(seen["yaml_is_json"] == true && seen["lines_are_json"] == true)
        #expect(seen["table"] == seen["cases"] && seen["cases"]?.array?.count == 3)
        #expect(seen["junit"]?.array?.map { $0.array?.last } == ["Passed", "Passed", "Passed"])
        #expect(
            seen["markdown_sections"] == [
                "Summary", "Metrics", "Success criteria", "Issues", "Recommendations",
            ]
        )
    }

    @Test func `what failed is a failure, what could not be observed is an error`() async throws {
        let sandbox = try Sandbox()
        let types = "c7i.large,t3.micro,nothing.large"
        _ = try await sandbox.tool(
            "run",
            variables: ["PTP_PROVIDER": "simulated", "PTP_INSTANCE_TYPES": types]
        )
        let seen = try await Self.read(sandbox)
        #expect(seen["schema_errors"] == [])
        #expect(seen["yaml_is_json"] == true)
        #expect(
            seen["junit"] == [["c7i.large#1", "Passed"], ["t3.micro#1", "Failure"], ["nothing.large#1", "Error"]],
            "\(seen)"
        )
    }

    @Test func `reports of a killed run, made later, keep the schema too`() async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.tool("run", variables: Self.met).code == 0)
        let journal = "\(sandbox.path)/ptp-runs/latest/journal.jsonl"
        let lines = try String(contentsOfFile: journal, encoding: .utf8).split(separator: "\n")
        for count in [1, 2, lines.count / 3, lines.count / 2, lines.count - 1] {
            // A line without its end would be torn, and would not count.
            let text = lines.prefix(count).map { "\($0)\n" }.joined()
            try text.write(toFile: journal, atomically: true, encoding: .utf8)
            _ = try await sandbox.tool("report")
            let seen = try await Self.read(sandbox)
            #expect(seen["schema_errors"] == [], "after \(count) lines")
            #expect(seen["yaml_is_json"] == true && seen["lines_are_json"] == true, "after \(count) lines")
            #expect(seen["table"] == seen["cases"], "after \(count) lines")
            #expect(seen["junit"]?.array?.count == 3)
        }
    }

    /// What the other readers found.
    private static func read(_ sandbox: Sandbox) async throws -> JSONValue {
        let arguments = [
            "\(EmulatorParts.root)/fixtures/readers/read_reports.py", "ptp-runs/latest",
            "\(EmulatorParts.root)/fixtures/schema/report.schema.json",
        ]
        let end = try await sandbox.start(EmulatorParts.python, with: arguments).end()
        try #require(end.code == 0, "\(end.complaints)")
        return try JSONParser.parse(Array(end.words.utf8))
    }
}
