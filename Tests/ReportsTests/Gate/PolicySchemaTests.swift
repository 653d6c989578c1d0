import Foundation
import Orchestration
import Reports
import Testing

/// The schema says of the language what the reader makes of it.
@Suite struct PolicySchemaTests {
    private static let schema: JSONValue = {
        let bytes = (try? Data(contentsOf: fixtures.appending(path: "schema/policy.schema.json"))) ?? Data()
        return (try? JSONParser.parse([UInt8](bytes))) ?? .null
    }()

    private func keys(_ value: JSONValue?) -> Set<String> {
        Set((value?["properties"]?.object?.members ?? []).map(\.key))
    }

    /// The keys that a message about an unknown one lists.
    private func known(_ text: String) -> Set<String> {
        let line = problems(text).first { $0.contains("the keys are ") } ?? ""
        return Set((line.components(separatedBy: "the keys are ").last ?? "").components(separatedBy: ", "))
    }

    @Test func `the keys are the same`() {
        let schema = Self.schema
        let rule = schema["$defs"]?["rule"]
        #expect(keys(schema) == known("zzzzzzzz: 1"))
        #expect(keys(schema["properties"]?["evidence"]) == known("evidence: {zzzzzzzz: 1}"))
        #expect(keys(rule) == known("rules: [{zzzzzzzzzz: 1}]"))
        #expect(keys(rule?["properties"]?["match"]) == known("rules: [{match: {zzzzzzzzzz: 1}}]"))
    }

    @Test func `the patterns take the same thresholds`() throws {
        let pattern = try #require(Self.schema["$defs"]?["threshold"]?["pattern"]?.string)
        let expression = try Regex(pattern)
        let figures = GateMetric.all.flatMap { metric in
            [metric.name] + GateFunction.allCases.map { "\($0)(\(metric.name))" }
        }
        for figure in figures + [
            "error_bound", "p50(offset)", "max(errors)", "errors", "p50(clock_bound)", "p99(nothing)",
        ] {
            for unit in GateUnit.allCases.map(\.rawValue) + ["\u{b5}s", "parsecs"] {
                for text in [
                    "\(figure) < 5\(unit)", "\(figure)>=1.5e2 \(unit)", "\(figure) = 5\(unit)", "\(figure) < -5\(unit)",
                ] {
                    // That a share is at most 100 % is not said by a pattern.
                    if unit == "%", text.contains("1.5e2") { continue }
                    let isThreshold = (try? GateThreshold(parsing: text)) != nil
                    #expect(try (expression.wholeMatch(in: text) != nil) == isThreshold, "\(text)")
                }
            }
        }
    }
}
