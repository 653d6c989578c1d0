import Foundation
import Orchestration
import PTP
import Testing

@Suite struct TruthTableTests {
    @Test func `the document says what the code does`() throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/PTP/PTP.docc/TruthTable.md").standardized
        if ProcessInfo.processInfo.environment["PTP_WRITE_TRUTH_TABLE"] != nil {
            try TruthTable.document.write(to: url, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: url, encoding: .utf8).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        let made = TruthTable.document.split(separator: "\n", omittingEmptySubsequences: false)
        let firstOther = zip(written, made).first { $0 != $1 }.map { "\($0)" }
        let difference = firstOther ?? "\(written.count) or \(made.count) lines"
        #expect(written == made, "set PTP_WRITE_TRUTH_TABLE and review; first: \(difference)")
    }

    @Test func `nothing but a clock that is there and followed is supported, and whatever is wrong has a finding`() {
        #expect(TruthTable.rows.count > 20)
        for row in TruthTable.rows {
            let values = zip(TruthTable.columns, row.values).map { column, values in values?.map { column.values[$0] } }
            if row.outcome.verdict == .supported {
                #expect(values[0] == ["ENA clock"] && values[3] == ["follows"], "\(row)")
            } else {
                #expect(row.outcome.finding != nil, "\(values)")
            }
            if row.outcome.verdict == .unsupported {
                #expect(values[0].map { $0.allSatisfy { $0.hasPrefix("none") } } == true, "\(values)")
            }
        }
    }
}
