/// One known way in which a clock comes to nothing: when it applies, why, and what to do about it.
package struct Rule: Sendable {
    /// What part of the whole a rule is about, in the order in which causes exclude each other (DOMAIN e).
    package enum Area: Int, Sendable, CaseIterable {
        case connection
        case placement
        case type
        case hardware
        case build
        case driver
        case enabling
        case device
        case chronyConfiguration
        case chronyState
        case quality
        case counters
        case observation
    }

    /// How much it matters where it is not the cause.
    package enum Weight: Sendable {
        case note
        case warning
    }

    /// Such as `F09`, as DOMAIN e counts, or a word for what is not counted there.
    package let id: String
    package let area: Area
    package let cause: String
    let remedy: @Sendable (Scene) -> String
    let weight: Weight
    /// Whether it is worth saying although the clock works.
    let concernsWorkingClocks: Bool
    /// The lines that it rests on; `nil` where it does not apply.
    let matches: @Sendable (Scene) -> [String]?

    init(
        _ id: String,
        _ area: Area,
        _ cause: String,
        remedy: String,
        weight: Weight = .warning,
        concernsWorkingClocks: Bool = false,
        matches: @escaping @Sendable (Scene) -> [String]?
    ) {
        self.init(
            id,
            area,
            cause,
            remedyBy: { _ in remedy },
            weight: weight,
            concernsWorkingClocks: concernsWorkingClocks,
            matches: matches
        )
    }

    /// A rule whose remedy depends on the host.
    init(
        _ id: String,
        _ area: Area,
        _ cause: String,
        remedyBy remedy: @escaping @Sendable (Scene) -> String,
        weight: Weight = .warning,
        concernsWorkingClocks: Bool = false,
        matches: @escaping @Sendable (Scene) -> [String]?
    ) {
        self.id = id
        self.area = area
        self.cause = cause
        self.remedy = remedy
        self.weight = weight
        self.concernsWorkingClocks = concernsWorkingClocks
        self.matches = matches
    }
}
