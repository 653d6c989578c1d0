import Orchestration

/// What is on one of two sides only.
public struct Differences: Sendable, Equatable {
    /// A conclusion that only one side has.
    public struct Conclusion: Sendable, Equatable {
        /// The rule.
        public let id: String
        /// The type.
        public let type: String
        /// Why things are, or were, as they are.
        public let cause: String
        /// In how many cases of the baseline.
        public let before: Int
        /// In how many cases of the candidate.
        public let after: Int
        /// How many cases the side has that has it.
        public let cases: Int

        /// Whether only the candidate has it.
        public var isNew: Bool { before == 0 }
    }

    /// What cases ran on, where it is not the same.
    public struct Surroundings: Sendable, Equatable {
        /// The types of which that is true.
        public let types: [String]
        /// What is different.
        public let what: Grouping
        /// What only the baseline has.
        public let gone: [String]
        /// What only the candidate has.
        public let new: [String]
    }

    /// Types that only the candidate has.
    public let newTypes: [String]
    /// Types that only the baseline has.
    public let goneTypes: [String]
    /// Cases of common types that only the candidate has.
    public let newCases: [String]
    /// Cases of common types that only the baseline has.
    public let goneCases: [String]
    /// What was concluded on one side only.
    public let conclusions: [Conclusion]
    /// Other zones, kernels, drivers and systems.
    public let surroundings: [Surroundings]

    init(_ baseline: [RunResults], _ candidate: [RunResults], _ pairs: [TypePair]) {
        let (before, after) = (CaseNames(baseline), CaseNames(candidate))
        newTypes = after.types.subtracting(before.types).sorted()
        goneTypes = before.types.subtracting(after.types).sorted()
        newCases = after.names(of: before.types, without: before)
        goneCases = before.names(of: after.types, without: after)
        conclusions = pairs.flatMap(Self.conclusions)
        surroundings = Self.surroundings(pairs)
    }

    private static func conclusions(_ pair: TypePair) -> [Conclusion] {
        let (before, after) = (pair.baseline.conclusions, pair.candidate.conclusions)
        return Set(before.keys).symmetricDifference(after.keys).sorted().compactMap { id in
            guard let any = before[id] ?? after[id] else { return nil }
            return Conclusion(
                id: id,
                type: pair.type,
                cause: any.cause,
                before: before[id]?.count ?? 0,
                after: after[id]?.count ?? 0,
                cases: before[id] == nil ? pair.candidate.cases : pair.baseline.cases
            )
        }
    }

    /// What is the same for several types is told once.
    private static func surroundings(_ pairs: [TypePair]) -> [Surroundings] {
        var told: [Surroundings] = []
        for grouping in Grouping.surroundings + [.tool] {
            for pair in pairs {
                guard let change = pair.change(of: grouping) else { continue }
                if let place = told.firstIndex(where: {
                    $0.what == grouping && $0.gone == change.gone && $0.new == change.new
                }) {
                    let types = told[place].types + [pair.type]
                    told[place] = Surroundings(types: types, what: grouping, gone: change.gone, new: change.new)
                } else {
                    told.append(Surroundings(types: [pair.type], what: grouping, gone: change.gone, new: change.new))
                }
            }
        }
        return told
    }
}

extension TypePair {
    /// What only one side ran on; `nil` where both ran on the same, or one does not know.
    fileprivate func change(of grouping: Grouping) -> (gone: [String], new: [String])? {
        guard let before = baseline.surroundings[grouping], let after = candidate.surroundings[grouping] else {
            return nil
        }
        let gone = Set(before.keys).subtracting(after.keys).sorted()
        let new = Set(after.keys).subtracting(before.keys).sorted()
        return gone.isEmpty && new.isEmpty ? nil : (gone, new)
    }
}

/// The names of cases by their types.
private struct CaseNames {
    private var byType: [String: Set<String>] = [:]

    init(_ runs: [RunResults]) {
        for results in runs.lazy.flatMap(\.cases) {
            byType[results.planned.type, default: []].insert(results.planned.id.text)
        }
    }

    var types: Set<String> { Set(byType.keys) }

    /// Those of common types that the other side does not have.
    func names(of types: Set<String>, without other: CaseNames) -> [String] {
        byType.filter { types.contains($0.key) }
            .flatMap { $0.value.subtracting(other.byType[$0.key] ?? []) }.sorted()
    }
}
