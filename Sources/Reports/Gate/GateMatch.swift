import Orchestration

extension GatePolicy {
    /// Which cases a rule is for: those to which everything applies that is said; all, where nothing is.
    package struct Match: Sendable, Equatable {
        /// What can be said of a case besides its labels.
        package enum Property: String, Sendable, CaseIterable {
            case types
            case families
            case zones
            case regions
            case architectures

            fileprivate func value(of results: CaseResults) -> String? {
                switch self {
                case .types: results.planned.type
                case .families: results.planned.family
                case .zones: results.setting.zone
                case .regions: results.setting.region
                case .architectures: results.setting.architecture
                }
            }
        }

        /// For each property the patterns of which one must match.
        package var patterns: [Property: [Glob]] = [:]
        /// The labels that must be there, with patterns of which one must match.
        package var labels: [String: [Glob]] = [:]
    }
}

extension GatePolicy.Match {
    /// Whether the rule is for this case; what is not known of a case matches no pattern.
    package func matches(_ results: CaseResults) -> Bool {
        patterns.allSatisfy { property, globs in Self.any(globs, matches: property.value(of: results)) }
            && labels.allSatisfy { name, globs in Self.any(globs, matches: results.planned.labels[name]) }
    }

    private static func any(_ globs: [Glob], matches value: String?) -> Bool {
        value.map { value in globs.contains { $0.matches(value) } } ?? false
    }

    /// Whether every case that the other one matches is matched by this one, too, as far as that is plain to see.
    func covers(_ other: Self) -> Bool {
        patterns.allSatisfy { property, globs in
            Self.cover(globs, other.patterns[property] ?? other.implied(property))
        } && labels.allSatisfy { name, globs in Self.cover(globs, other.labels[name]) }
    }

    private static func cover(_ globs: [Glob], _ others: [Glob]?) -> Bool {
        guard let others, !others.isEmpty else { return false }
        return others.allSatisfy { other in globs.contains { $0.covers(other) } }
    }

    /// What follows for a property of which nothing is said.
    private func implied(_ property: Property) -> [Glob]? {
        switch property {
        // Every case has a type and a family.
        case .types: typesOfFamilies ?? [Glob("*")]
        case .families: familiesOfTypes ?? [Glob("*")]
        case .zones, .regions, .architectures: nil
        }
    }

    /// Patterns that mean every type of the families.
    private var typesOfFamilies: [Glob]? {
        patterns[.families]?.flatMap { [$0, Glob("\($0.text).*")] }
    }

    /// The families of the types, where their patterns begin with one.
    private var familiesOfTypes: [Glob]? {
        guard let types = patterns[.types]?.map(\.text) else { return nil }
        let heads = types.map { $0.prefix { !".*?".contains($0) } }
        let areWhole = zip(heads, types).allSatisfy { ["", "."].contains($1.dropFirst($0.count).prefix(1)) }
        return areWhole ? heads.map { Glob(String($0)) } : nil
    }
}
