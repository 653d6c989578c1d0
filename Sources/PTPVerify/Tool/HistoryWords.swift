import Reports

/// What people write about more than one run.
enum HistoryWords {
    /// What stands between the sides of a comparison.
    static let separator = "with"

    /// All that cases can be told apart by besides their types.
    static var groupings: String {
        Grouping.allCases.filter { $0 != .type }.map(\.rawValue).joined(separator: ", ")
    }

    /// By what cases are told apart; `nil` where a word is none.
    static func groupings(_ text: String) -> [Grouping]? {
        let words = text.split(separator: ",").map(String.init)
        let groupings = words.compactMap(Grouping.init(rawValue:))
        return groupings.isEmpty || groupings.count != words.count ? nil : groupings
    }

    /// A share that was written in per cent, with or without the sign.
    static func share(_ text: String) -> Double? {
        let number = text.hasSuffix("%") ? text.dropLast() : text[...]
        guard let value = Double(number), value.isFinite, value > 0 else { return nil }
        return value / 100
    }
}
