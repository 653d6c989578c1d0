import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct CSVReportTests {
    @Test func `a row for each case, a column for each rung and each figure`() throws {
        let rows = try Self.rows(of: RunReport(RunHistory(Sample.events)))
        let head = try #require(rows.first)
        #expect(rows.count == 4 && rows.allSatisfy { $0.count == head.count })
        func column(_ name: String) -> [String] {
            head.firstIndex(of: name).map { place in rows.dropFirst().map { $0[place] } } ?? []
        }
        #expect(column("case") == ["c7i.large#1", "c7i.large#2", "t3.micro#1"])
        #expect(column("status") == ["met", "not-met", "not-run"])
        #expect(column("declared_support") == ["true", "", ""])
        #expect(column("rung_c") == ["held", "", ""])
        #expect(column("figure_tiny") == ["1e-09", "", ""])
        #expect(column("figure_third") == ["0.3333333333333333", "", ""])
        #expect(column("findings") == ["", "F03", ""] && column("remedy") == ["", "Build a newer one", ""])
        #expect(!head.contains("figure_none"))
        #expect(column("test_id") == Array(repeating: Sample.plan.runID, count: 3))
        #expect(column("instance_id") == ["i-1", "", ""])
    }

    @Test func `no text of a host becomes a formula, a cell or a row of its own`() throws {
        let attacks =
            Sample.awkward + ["=1+1", "+1", "-1", "@x", "\t=1", "\r\n=1", "a\",\"b", "a,b", "a\r\nb", "\"", "\0="]
        for attack in attacks {
            let plan = RunPlan(runID: "r", environment: "hosts", cases: [InstanceCase(type: "host", machine: attack)])
            let result = ExecutionResult(
                verdict: .supported,
                summary: attack,
                figures: [Figure(attack, -1, unit: "")],
                startedAt: morning,
                endedAt: morning
            )
            let history = RunHistory([
                .runBegan(plan, toolVersion: "1", processID: 1), .executed(plan.cases[0].id, result),
                .analyzed(plan.cases[0].id, [Finding(id: "F01", cause: attack, remedy: attack)]),
            ])
            let rows = try Self.rows(of: RunReport(history))
            #expect(rows.count == 2 && rows[0].count == rows[1].count, "\(attack.debugDescription)")
            let words = attack.filter { $0 != "\0" }
            for name in ["host", "reason", "cause", "remedy"] {
                let cell = rows[0].firstIndex(of: name).map { rows[1][$0] }
                #expect(cell == words || cell == "'" + words, "\(attack.debugDescription) as \(name)")
                #expect(!"=+-@\t\r\n\r\n".contains(cell?.first ?? " "), "\(attack.debugDescription)")
            }
            // A number may begin with its sign.
            #expect(rows[1].last == "-1.0")
        }
    }

    @Test func `a run without a plan is a table without rows`() throws {
        #expect(try Self.rows(of: RunReport(RunHistory())).count == 1)
    }

    /// Reads what RFC 4180 says, strictly: all other bytes end the test.
    private static func rows(of report: RunReport) throws -> [[String]] {
        var rows: [[String]] = []
        var cells: [String] = []
        var rest = report.renderCSV()[...]
        while !rest.isEmpty {
            var cell: [UInt8] = []
            if rest.first == UInt8(ascii: "\"") {
                repeat {
                    rest = rest.dropFirst()
                    let end = try #require(rest.firstIndex(of: UInt8(ascii: "\"")))
                    cell += rest[..<end]
                    rest = rest[(end + 1)...]
                    if rest.first == UInt8(ascii: "\"") { cell.append(34) }
                } while rest.first == UInt8(ascii: "\"")
            } else {
                let end = try #require(rest.firstIndex { $0 == UInt8(ascii: ",") || $0 < 0x20 })
                cell += rest[..<end]
                #expect(!cell.contains(UInt8(ascii: "\"")))
                rest = rest[end...]
            }
            cells.append(String(decoding: cell, as: UTF8.self))
            if rest.first == UInt8(ascii: ",") {
                rest = rest.dropFirst()
            } else {
                try #require(rest.starts(with: [13, 10]))
                rest = rest.dropFirst(2)
                rows.append(cells)
                cells = []
            }
        }
        return rows
    }
}
