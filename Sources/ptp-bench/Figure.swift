import Orchestration

/// One measured figure, printed as a line of JSON.
struct Figure {
    let what: String
    let value: Double
    let unit: String
    /// The bound that was promised.
    let target: Double
    let isAtLeast: Bool

    static func atLeast(_ target: Double, _ what: String, _ value: Double, _ unit: String) -> Figure {
        Figure(what: what, value: value, unit: unit, target: target, isAtLeast: true)
    }

    static func atMost(_ target: Double, _ what: String, _ value: Double, _ unit: String) -> Figure {
        Figure(what: what, value: value, unit: unit, target: target, isAtLeast: false)
    }

    var isMet: Bool { isAtLeast ? value >= target : value <= target }

    var line: String {
        let object: JSONValue = [
            "figure": .string(what), "value": .number(value), "unit": .string(unit),
            (isAtLeast ? "at_least" : "at_most"): .number(target), "met": .bool(isMet),
        ]
        return String(decoding: object.text(), as: UTF8.self)
    }
}

/// Runs `body` and says how many seconds it took.
func seconds<Result>(_ body: () throws -> Result) rethrows -> (Double, Result) {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try body()
    return ((clock.now - start).inSeconds, result)
}
