import Foundation
import Orchestration
import Reports
import Testing

@Suite struct GateTruthTableTests {
    @Test func `the document says what the gate does`() throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/Reports/Reports.docc/GateTruthTable.md").standardized
        let document = try GateTruthTable.document
        if ProcessInfo.processInfo.environment["PTP_WRITE_TRUTH_TABLE"] != nil {
            try document.write(to: url, atomically: true, encoding: .utf8)
        }
        let split = { (text: String) in text.split(separator: "\n", omittingEmptySubsequences: false) }
        let (written, made) = (split(try String(contentsOf: url, encoding: .utf8)), split(document))
        let firstOther = zip(written, made).first { $0 != $1 }.map { "\($0)" }
        let difference = firstOther ?? "\(written.count) or \(made.count) lines"
        #expect(written == made, "set PTP_WRITE_TRUTH_TABLE and review; first: \(difference)")
    }

    @Test func `only real evidence of a run that ended, fresh and cleaned up, passes by itself`() throws {
        let rows = try GateTruthTable.rows
        #expect(rows.count > 20)
        for row in rows {
            let values = zip(GateTruthTable.columns, row.values).map { column, values in
                values.map { $0.map { column.values[$0] } } ?? column.values
            }
            if row.outcome.exitCode == 0 {
                #expect(
                    !values[0].contains("simulated") && values[1] == ["ended"] && values[3] == ["confirmed"],
                    "\(values)"
                )
                #expect(values[0] != ["ec2"] || values[2] == ["fresh"], "\(values)")
                #expect(!values[4].contains("unfinished"), "\(values)")
            }
            #expect((row.outcome.exitCode == 3) == (values[3] == ["not confirmed"]), "\(values)")
            #expect((row.outcome.exitCode == 0) == (row.outcome.reason == "-"), "\(values)")
        }
    }
}
