package import Orchestration

/// What the ladder and the rules make of every combination of circumstances that matter: for people to review.
package enum TruthTable {
    /// Everything that a row can tell apart, in the order of its columns.
    ///
    /// Each circumstance has its values in words.
    package static let columns: [(name: String, values: [String])] = [
        ("device", DeviceValue.allCases.map(\.rawValue)), ("driver", DriverValue.allCases.map(\.rawValue)),
        ("enabled", SwitchValue.allCases.map(\.rawValue)), ("chrony", ChronyValue.allCases.map(\.rawValue)),
        ("quality", QualityValue.allCases.map(\.rawValue)), ("declared", DeclaredValue.allCases.map(\.rawValue)),
        ("placement", PlacementValue.allCases.map(\.rawValue)),
    ]

    enum DeviceValue: String, CaseIterable, Sendable {
        case clock = "ENA clock"
        case unlinked = "ENA clock, no symlink"
        case hidden = "none, stratum 1"
        case ordinary = "none, stratum 3"
        case unknown = "none, stratum unknown"
    }

    enum DriverValue: String, CaseIterable, Sendable {
        case amazon = "2.16.1g"
        case kernel = "in-tree 6.17"
        case old = "2.8.3g"
        case stock = "in-tree 6.8"
        case unbuilt = "in-tree 6.8, another could not be built"
    }

    enum SwitchValue: String, CaseIterable, Sendable { case on, off }

    enum ChronyValue: String, CaseIterable, Sendable {
        case follows
        case ignorant = "has no refclock"
        case prefersNetwork = "prefers the network"
        case misled = "reads another clock"
        case down
    }

    enum QualityValue: String, CaseIterable, Sendable {
        case good
        case far = "800 ms off"
        case loose = "bound 200 \u{b5}s"
        case lost = "lost for a while"
        case failing = "2 % of readings fail"
    }

    enum DeclaredValue: String, CaseIterable, Sendable { case yes, no, unknown }

    enum PlacementValue: String, CaseIterable, Sendable {
        case precisionTime = "precision-time"
        case none
        case unknown
    }

    /// One combination.
    struct Combination: Sendable {
        let device: DeviceValue
        let driver: DriverValue
        let isOn: Bool
        let chrony: ChronyValue
        let quality: QualityValue
        let declared: DeclaredValue
        let placement: PlacementValue

        init(_ values: [Int]) {
            device = DeviceValue.allCases[values[0]]
            driver = DriverValue.allCases[values[1]]
            isOn = SwitchValue.allCases[values[2]] == .on
            chrony = ChronyValue.allCases[values[3]]
            quality = QualityValue.allCases[values[4]]
            declared = DeclaredValue.allCases[values[5]]
            placement = PlacementValue.allCases[values[6]]
        }

        var hasDevice: Bool { device == .clock || device == .unlinked }
        var knowsClock: Bool { driver == .amazon || driver == .kernel }

        /// Whether there can be such a host.
        var isPossible: Bool {
            if hasDevice ? !knowsClock || !isOn : chrony == .follows || chrony == .prefersNetwork { return false }
            if !knowsClock, isOn { return false }
            // Who does not ask chrony knows no stratum, and a driver that does not tell has no bad figures.
            if !hasDevice, (chrony == .down) != (device == .unknown), device != .unknown { return false }
            if driver == .kernel, quality == .loose || quality == .failing { return false }
            return chrony == .follows || quality == .good
        }
    }

    /// What comes of a combination.
    package struct Outcome: Sendable, Equatable {
        package let verdict: Verdict
        /// The id of the first finding; `nil` where there is nothing to say.
        package let finding: String?
    }

    /// A group of combinations with one outcome: for each column the values that are meant, `nil` for any.
    package struct Row: Sendable, Equatable {
        package let values: [[Int]?]
        package let outcome: Outcome
    }

    /// All rows; every possible combination is in exactly one.
    package static let rows: [Row] = {
        let counts = columns.map(\.values.count)
        var all: [(values: [Int], outcome: Outcome)] = [([], Outcome(verdict: .inconclusive, finding: nil))]
        for count in counts { all = all.flatMap { one in (0..<count).map { (one.values + [$0], one.outcome) } } }
        let possible = all.compactMap { one -> (values: [Int], outcome: Outcome)? in
            let combination = Combination(one.values)
            return combination.isPossible ? (one.values, outcome(of: combination.situation)) : nil
        }
        return group(possible, from: 0)
    }()

    private static func outcome(of situation: Situation) -> Outcome {
        let ladder = Ladder(situation)
        return Outcome(verdict: ladder.verdict.verdict, finding: Diagnosis.findings(for: ladder).first?.id)
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
    package static var document: String {
        let names = columns.map(\.name) + ["verdict", "first finding"]
        let lines = rows.map { row in
            let cells = zip(columns, row.values).map { column, values in
                values.map { $0.map { column.values[$0] }.joined(separator: ", ") } ?? "*"
            }
            return
                "| \((cells + [row.outcome.verdict.rawValue, row.outcome.finding ?? "-"]).joined(separator: " | ")) |"
        }
        return """
            \(introduction)
            | \(names.joined(separator: " | ")) |
            |\(String(repeating: "---|", count: names.count))
            \(lines.joined(separator: "\n"))

            """
    }

    private static let introduction = """
        # Truth table

        What the ladder and the rules make of every host that there can be, as far as these circumstances go.

        A star stands for any value that is possible there. The table is made by `TruthTable` out of what such hosts
        print, and a test fails when the two differ; the test writes it anew when `PTP_WRITE_TRUTH_TABLE` is set.

        A driver that could not be built leaves open what the hardware can do, unless something else tells.

        A clock that is declared and absent outside of a precision-time group is inconclusive: such a launch says
        nothing of its type. With the kernel's own driver nobody can tell the clock's own error: it works, and F39
        says that its total error is not measured.

        """
}
