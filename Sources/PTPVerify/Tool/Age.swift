import Orchestration

/// How long ago something was, as people write it: a whole number of seconds, minutes, hours or days.
struct Age {
    private static let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]

    let duration: Duration

    /// Reads an age such as `90m`; `nil` for anything else.
    init?(_ text: String) {
        guard let unit = text.last.flatMap({ Self.units[$0] }), let count = UInt32(text.dropLast()) else { return nil }
        duration = .seconds(Int(count) * unit)
    }
}
