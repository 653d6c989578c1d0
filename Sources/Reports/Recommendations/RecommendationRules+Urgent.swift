/// What costs money, and what evidence is worth.
extension RecommendationRule {
    static let urgent = [
        RecommendationRule("R01", "something may still be running") { circumstances in
            guard !circumstances.unconfirmed.isEmpty else { return [] }
            return [
                Advice(
                    because: "the cleanup is not confirmed of \(Comparison.named(circumstances.unconfirmed))",
                    text: "See what is left with `ptp-verify sweep`, and remove it with `ptp-verify sweep --apply`."
                )
            ]
        },
        RecommendationRule("R02", "the evidence is not of real hardware") { circumstances in
            circumstances.pretences.map { pretence in
                Advice(
                    because: "the evidence is \(pretence) and \(Pretence.worth)",
                    text:
                        "Decide nothing by it; verify real instances with `--provider ec2`, or machines with `--hosts`."
                )
            }
        },
    ]

    /// A conclusion is frequent in a type when one case in so many has it.
    private static let frequency = 10

    static let conclusions = [
        RecommendationRule("R03", "a finding that many cases share") { circumstances in
            struct Key: Hashable {
                let id: String
                let remedy: String
            }
            var order: [Key] = []
            var found: [Key: (cause: String, types: [TypeTally])] = [:]
            for tally in circumstances.tallies {
                for (id, conclusion) in tally.conclusions.sorted(by: { $0.key < $1.key })
                where conclusion.count * frequency >= tally.cases {
                    let key = Key(id: id, remedy: conclusion.remedy)
                    if found[key] == nil { order.append(key) }
                    found[key, default: (conclusion.cause, [])].types.append(tally)
                }
            }
            let counted = order.compactMap { key in
                found[key].map { entry in
                    let hits = entry.types.map { $0.conclusions[key.id]?.count ?? 0 }.reduce(0, +)
                    let count = Circumstances.Count(hits: hits, cases: entry.types.map(\.cases).reduce(0, +))
                    return (key: key, cause: entry.cause, types: entry.types.map(\.type), count: count)
                }
            }
            // Which comes first among equals follows from the plan.
            return counted.enumerated().sorted {
                ($1.element.count.hits, $0.offset) < ($0.element.count.hits, $1.offset)
            }
            .map { _, entry in
                let scope = scope(entry.types)
                return Advice(
                    about: scope,
                    because: "\(entry.key.id) in \(entry.count.inWords) of \(scope): \(entry.cause)",
                    text: entry.key.remedy
                )
            }
        }
    ]

    /// Types in few words: `c7i.*` for several of one family.
    static func scope(_ types: [String]) -> String {
        let families = Set(types.map { $0.prefix { $0 != "." } })
        if types.count > 1, families.count == 1, let family = families.first { return "\(family).*" }
        return Comparison.named(types)
    }
}
