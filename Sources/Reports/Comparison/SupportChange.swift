public import Orchestration

/// How many cases of a type are supported on both sides.
public struct SupportChange: Sendable, Equatable {
    /// So many of those that could be observed.
    public struct Count: Sendable, Equatable {
        public let supported: Int
        public let observed: Int
        /// With those that could not be observed.
        public let cases: Int
    }

    /// The type.
    public let type: String
    /// How many were supported.
    public let baseline: Count
    /// How many are.
    public let candidate: Count
    /// How likely such a difference is by chance, corrected for the number of tests; `nil` with too few cases for one.
    public let p: Double?
    /// What it is called.
    public let judgement: Comparison.Judgement
    /// Why nothing can be told, where that is so.
    public let reason: String?
}

/// What one case came to in either of two runs.
public struct CaseChange: Sendable, Equatable {
    /// The case.
    public let id: CaseID
    /// Its type.
    public let type: String
    /// What was observed before.
    public let before: Verdict
    /// What is observed now.
    public let after: Verdict
    /// What that is called: a verdict rests on evidence of its own, so that one case is enough.
    public let judgement: Comparison.Judgement

    init(_ before: CaseResults, _ after: CaseResults) {
        id = after.planned.id
        type = after.planned.type
        self.before = before.verdict
        self.after = after.verdict
        if let first = before.verdict.height, let second = after.verdict.height {
            judgement = first == second ? .same : second > first ? .better : .worse
        } else {
            judgement = .cannotTell
        }
    }

    /// The cases that both runs planned.
    static func all(_ before: RunResults, _ after: RunResults) -> [CaseChange] {
        let earlier = Dictionary(before.cases.map { ($0.planned.id, $0) }, uniquingKeysWith: { first, _ in first })
        return after.cases.compactMap { now in
            earlier[now.planned.id].map { CaseChange($0, now) }
        }
    }
}

extension Verdict {
    /// How good it is; `nil` where nothing was observed.
    fileprivate var height: Int? {
        switch self {
        case .supported: 2
        case .partial: 1
        case .unsupported: 0
        case .inconclusive: nil
        }
    }
}

/// The supported cases of a type on both sides, before anything is judged.
struct SupportPair: Sendable {
    private let pair: TypePair
    private let test: SharesTest?

    init(_ pair: TypePair) {
        self.pair = pair
        test = SharesTest(pair.baseline.support, pair.candidate.support)
    }

    var trial: TestFamily.Trial {
        TestFamily.Trial(
            p: test?.p ?? 1,
            smallestP: SharesTest.smallestP(pair.baseline.observed, pair.candidate.observed)
        )
    }

    func told(corrected: Double?, needed: Int, _ rules: Comparison.Rules) -> SupportChange {
        let difference = pair.candidate.support.value - pair.baseline.support.value
        let span = test?.difference ?? MedianChange.Interval(low: -1, high: 1)
        let ruling = Ruling(
            p: test == nil ? nil : corrected,
            needed: needed,
            unit: "cases",
            level: rules.significance,
            isRelevant: abs(difference) >= rules.tolerance * (1 - 1e-9),
            isSurelySmall: max(abs(span.low), abs(span.high)) < rules.tolerance,
            isForTheWorse: difference < 0,
            span: "between \(Self.points(span.low)) and \(Self.points(span.high)) points"
        )
        return SupportChange(
            type: pair.type,
            baseline: .init(pair.baseline),
            candidate: .init(pair.candidate),
            p: corrected,
            judgement: ruling.judgement,
            reason: ruling.reason
        )
    }

    private static func points(_ share: Double) -> String {
        (share > 0 ? "+" : "") + "\(Int((share * 100).rounded()))"
    }
}

extension SupportChange.Count {
    fileprivate init(_ tally: TypeTally) {
        self.init(supported: tally.supported, observed: tally.observed, cases: tally.cases)
    }
}
