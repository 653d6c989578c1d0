import Orchestration
import Reports

/// What a gate makes of every combination of circumstances that matter: for people to review.
enum GateTruthTable {
    /// Everything that a row can tell apart, in the order of its columns.
    static let columns: [(name: String, values: [String])] = [
        ("evidence", Evidence.allCases.map(\.rawValue)), ("run", ["ended", "did not end"]),
        ("age", ["fresh", "too old"]), ("cleanup", ["confirmed", "not confirmed"]),
        ("case", CaseValue.allCases.map(\.rawValue)), ("declared", ["agrees", "disagrees"]),
        ("figure", Measured.allCases.map(\.rawValue)), ("inconclusive", ["none allowed", "one allowed"]),
        ("success", ["of all", "of half"]),
    ]

    private enum Evidence: String, CaseIterable {
        case real = "ec2"
        case simulated
        case allowed = "simulated, allowed"
    }

    private enum CaseValue: String, CaseIterable {
        case supported = "supported as expected"
        case unsupported = "unsupported as expected"
        case partial = "partial, not expected"
        case inconclusive
        case unfinished
    }

    private enum Measured: String, CaseIterable {
        case held = "holds"
        case broken = "too large"
        case missing = "not measured"
    }

    /// What comes of a combination.
    struct Outcome: Equatable {
        let decision: String
        let exitCode: Int
        /// The kind of the reason that outweighs the others; nothing where it passes.
        let reason: String
    }

    /// A group of combinations with one outcome: for each column the values that are meant, `nil` for any.
    struct Row: Equatable {
        let values: [[Int]?]
        let outcome: Outcome
    }

    /// One combination: a case in these circumstances, beside one that is good.
    private struct Combination {
        let values: [Int]

        var evidence: Evidence { Evidence.allCases[values[0]] }
        var isOld: Bool { values[2] == 1 }
        var one: CaseValue { CaseValue.allCases[values[4]] }
        var agrees: Bool { values[5] == 0 }
        var measured: Measured { Measured.allCases[values[6]] }

        /// Whether there can be such a case.
        var isPossible: Bool {
            switch one {
            case .supported: true
            case .partial: true
            // Nobody declares what cannot be observed, and nobody measures what is not there.
            case .unsupported: measured == .missing
            case .inconclusive: agrees
            case .unfinished: agrees && measured == .missing
            }
        }

        private var results: CaseResults {
            let (status, verdict, expected): (CaseOutcome.Status, Verdict, Expectation) =
                switch one {
                case .supported: (.met, .supported, .supported)
                case .unsupported: (.met, .unsupported, .unsupported)
                case .partial: (.notMet, .partial, .supported)
                case .inconclusive: (.inconclusive, .inconclusive, .supported)
                case .unfinished: (.interrupted, .inconclusive, .supported)
                }
            let isSupported = verdict == .supported
            let figures: [String: Double] =
                switch measured {
                case .held: ["total_error_bound_p99": 2e-5]
                case .broken: ["total_error_bound_p99": 8e-5]
                case .missing: [:]
                }
            // A partial one is as declared only where nobody declares anything.
            let declared: Bool? = agrees ? (verdict == .partial ? nil : isSupported) : !isSupported
            return .made(index: 2, status, verdict, expected: expected, declared: declared, figures: figures)
        }

        private var cleanup: Int? { values[3] == 1 ? ExitCode.cleanupUnconfirmed : nil }

        var outcome: Outcome {
            get throws {
                let policy = try policy(
                    """
                    version: 1
                    evidence: {max_age: 1d}
                    rules:
                    - name: all
                      declared_mismatch: refuse
                      thresholds: [p99(error_bound) < 50us]
                      allow_inconclusive: \(values[7])
                      min_success: \(values[8] == 1 ? "50%" : "100%")
                    """
                )
                let run = RunResults.made(
                    [.made(), results],
                    environment: evidence == .real ? "ec2" : "simulated",
                    isComplete: values[1] == 0,
                    exitCode: cleanup
                )
                let decision = decide(
                    [run],
                    policy,
                    after: isOld ? .seconds(86_401) : .minutes(1),
                    allowsSimulated: evidence == .allowed
                )
                return Outcome(
                    decision: decision.outcome.rawValue,
                    exitCode: decision.exitCode,
                    reason: decision.kinds.contains(.cleanup) ? "cleanup" : Self.first(decision)
                )
            }
        }

        private static func first(_ decision: GateDecision) -> String {
            // What contradicts outweighs what leaves something open, wherever it stands.
            let open: Set<GateReason.Kind> = [.inconclusive, .unfinished, .notMeasured]
            return (decision.kinds.first { !open.contains($0) } ?? decision.kinds.first)?.rawValue ?? "-"
        }
    }

    /// All rows; every possible combination is in exactly one.
    static var rows: [Row] {
        get throws {
            var all: [[Int]] = [[]]
            for column in columns { all = all.flatMap { one in column.values.indices.map { one + [$0] } } }
            let possible = try all.map(Combination.init).filter(\.isPossible).map { ($0.values, try $0.outcome) }
            return group(possible, from: 0)
        }
    }

    /// Groups combinations column by column: values after which all is the same share rows.
    private static func group(_ all: [(values: [Int], outcome: Outcome)], from column: Int) -> [Row] {
        guard let first = all.first else { return [] }
        if all.allSatisfy({ $0.outcome == first.outcome }) {
            return [Row(values: columns.indices.dropFirst(column).map { _ in nil }, outcome: first.outcome)]
        }
        var groups: [(values: [Int], rows: [Row])] = []
        for value in columns[column].values.indices {
            let rows = group(all.filter { $0.values[column] == value }, from: column + 1)
            guard !rows.isEmpty else { continue }
            if let place = groups.firstIndex(where: { $0.rows == rows }) {
                groups[place].values.append(value)
            } else {
                groups.append(([value], rows))
            }
        }
        return groups.flatMap { group in
            group.rows.map { Row(values: [groups.count == 1 ? nil : group.values] + $0.values, outcome: $0.outcome) }
        }
    }

    /// The table as a document.
    static var document: String {
        get throws {
            let names = columns.map(\.name) + ["decision", "exit code", "first reason"]
            let lines = try rows.map { row in
                let cells = zip(columns, row.values).map { column, values in
                    values.map { $0.map { column.values[$0] }.joined(separator: "; ") } ?? "*"
                }
                let end = [row.outcome.decision, "\(row.outcome.exitCode)", row.outcome.reason]
                return "| \((cells + end).joined(separator: " | ")) |"
            }
            return """
                \(introduction)
                | \(names.joined(separator: " | ")) |
                |\(String(repeating: "---|", count: names.count))
                \(lines.joined(separator: "\n"))

                """
        }
    }

    private static let introduction = """
        # Truth table of the gate

        What a gate makes of a run of two cases: one that is good, and one in the circumstances of the row.

        A star stands for any value that is possible there. The table is made by `GateTruthTable`, and a test fails when
        the two differ; the test writes it anew when `PTP_WRITE_TRUTH_TABLE` is set.

        The policy wants what the plan expected and `p99(error_bound) < 50us`, refuses what is not as declared, and
        takes evidence of at most one day. Simulated time has no age. A case whose clock is proven to be absent has no
        figures to measure. What may still be running outweighs everything; after that, what contradicts the policy
        outweighs what leaves something open.

        """
}
