public import Orchestration

/// What became better or worse between two sides, each of one or more runs.
///
/// A pure function of both: neither the order of runs nor anything drawn elsewhere changes it. A run counts once for
/// each type, by the median of its cases: they share its hour and often its hosts. Only where each side is one run, its
/// cases count; what is told then is that the runs differ, not why. Shares of supported cases are always of cases.
public struct Comparison: Sendable, Equatable {
    /// What can be said about a difference.
    public enum Judgement: String, Sendable, CaseIterable {
        case worse
        case better
        case same
        case cannotTell = "cannot-tell"
    }

    /// What it takes to call something better or worse.
    public struct Rules: Sendable, Equatable {
        /// How often at most anything at all may be called better or worse that is not, in a whole comparison.
        public var significance = 0.01
        /// A change that matters, as a share of the median before, or of all cases.
        public var tolerance = 0.1
        /// How sure intervals are.
        public var confidence = 0.95
        /// How often medians are drawn again for the intervals.
        public var draws = 2000
        /// What the draws follow from.
        public var seed: UInt64 = 1
        /// Whether pretended evidence may be compared with real evidence.
        public var allowsMixing = false

        /// The rules that are usual.
        public init() {}
    }

    /// One of the two sides.
    public struct Side: Sendable, Equatable {
        /// The runs, the oldest first.
        public let runs: [String]
        /// How many cases they have in all.
        public let cases: Int
        /// What their evidence is of.
        public let environments: [String]
        /// What their plans are told apart by.
        public let planDigests: [String]
        /// The runs that have not been written down to their ends.
        public let incomplete: [String]
    }

    /// The rules that were followed.
    public let rules: Rules
    /// What is compared with.
    public let baseline: Side
    /// What is compared.
    public let candidate: Side
    /// What was measured on both sides, type by type.
    public let metrics: [MetricChange]
    /// How many cases of each type work.
    public let support: [SupportChange]
    /// The verdicts of single cases, where each side is one run.
    public let cases: [CaseChange]
    /// What is on one side only.
    public let differences: Differences
    /// What else one has to know.
    public let notes: [String]

    /// Compares runs; refuses what cannot be compared.
    public init(
        baseline: [RunResults],
        candidate: [RunResults],
        rules: Rules = Rules()
    ) throws(RunError) {
        try Self.refuse(baseline, candidate, rules)
        self.rules = rules
        self.baseline = Side(baseline)
        self.candidate = Side(candidate)
        let pairs = TypePair.all(baseline, candidate)
        (metrics, support) = Self.judged(pairs, rules)
        if baseline.count == 1, candidate.count == 1 {
            cases = CaseChange.all(baseline[0], candidate[0])
        } else {
            cases = []
        }
        differences = Differences(baseline, candidate, pairs)
        notes = Self.notes(self.baseline, self.candidate, common: Self.common(baseline, candidate))
    }
}

extension Comparison {
    /// All judgements that were made.
    private var judgements: [Judgement] {
        metrics.compactMap(\.judgement) + support.map(\.judgement) + cases.map(\.judgement)
    }

    /// Whether anything is worse.
    public var hasWorse: Bool { judgements.contains(.worse) }

    /// Whether there is anything that could be judged.
    public var tellsAnything: Bool { judgements.contains { $0 != .cannotTell } }

    /// What the comparison tells the shell.
    public var exitCode: Int {
        if hasWorse { return ExitCode.notAsExpected }
        return tellsAnything ? ExitCode.success : ExitCode.inconclusive
    }
}

extension Comparison.Side {
    init(_ runs: [RunResults]) {
        let runs = runs.sorted { ($0.startedAt, $0.runID) < ($1.startedAt, $1.runID) }
        self.runs = runs.map(\.runID)
        cases = runs.map(\.cases.count).reduce(0, +)
        environments = Set(runs.map(\.environment)).sorted()
        planDigests = Set(runs.map(\.planDigest)).sorted()
        incomplete = runs.filter { !$0.isComplete }.map(\.runID)
    }
}

// MARK: - What is not compared, and what is said about the rest

extension Comparison {
    private static func refuse(
        _ baseline: [RunResults],
        _ candidate: [RunResults],
        _ rules: Rules
    ) throws(RunError) {
        guard !baseline.isEmpty, !candidate.isEmpty else {
            throw RunError(
                .notFound,
                attempt: "compare runs",
                happened: "there is no run on the side of the \(baseline.isEmpty ? "baseline" : "candidate")",
                next: "Name at least one run for each side."
            )
        }
        let worths = Set((baseline + candidate).map { Pretence(rawValue: $0.environment) })
        guard worths.count > 1, !rules.allowsMixing else { return }
        func words(_ runs: [RunResults]) -> String { Set(runs.map(\.environment)).sorted().joined(separator: " and ") }
        throw RunError(
            .conflict,
            attempt: "compare runs",
            happened: """
                the evidence of the baseline is \(words(baseline)), that of the candidate \(words(candidate)): \
                pretended clocks say nothing about real ones
                """,
            next: "Compare runs of one kind, or say that you want it all the same (--mixed)."
        )
    }

    /// The runs that stand on both sides.
    private static func common(_ baseline: [RunResults], _ candidate: [RunResults]) -> [String] {
        // Simulated runs of one seed have one name, and other settings make other runs of them.
        let known = Dictionary(grouping: baseline, by: \.runID).mapValues { Set($0.map(\.fingerprint)) }
        return Set(candidate.filter { known[$0.runID]?.contains($0.fingerprint) ?? false }.map(\.runID)).sorted()
    }

    private static func notes(_ baseline: Side, _ candidate: Side, common: [String]) -> [String] {
        var notes: [String] = []
        let environments = Set(baseline.environments + candidate.environments).sorted()
        if environments.count > 1 {
            notes.append("the evidence is of different kinds: \(environments.joined(separator: ", "))")
        }
        for environment in environments where Pretence(rawValue: environment) != nil {
            notes.append("\(environment.uppercased()) evidence \(Pretence.worth)")
        }
        if baseline.planDigests != candidate.planDigests || baseline.planDigests.count > 1 {
            notes.append("the plans are not all the same: compared are the types that both sides have")
        }
        if baseline.runs.count == 1, candidate.runs.count == 1 {
            notes.append("each side is one run: a difference may be that of the hour or the hosts; more runs tell more")
        }
        if !common.isEmpty { notes.append("on both sides: \(named(common))") }
        for (side, name) in [(baseline, "baseline"), (candidate, "candidate")] where !side.incomplete.isEmpty {
            notes.append("the journal ends before the run does, in the \(name): \(named(side.incomplete))")
        }
        return notes
    }

    /// Some names, and how many more there are.
    static func named(_ names: [String]) -> String {
        guard names.count > 4 else { return names.joined(separator: ", ") }
        return "\(names[0]), \(names[1]), … \(names[names.count - 1]) (\(names.count))"
    }
}
