/// A measured number in the unit in which people read it: `26.8 µs`, `1.2 %`.
struct Quantity: CustomStringConvertible {
    private let value: Double
    private let unit: String

    init(_ value: Double, _ unit: String) {
        self.value = value
        self.unit = unit
    }

    var description: String {
        guard value.isFinite else { return "not a number" }
        switch unit {
        case "s": return time
        case "1": return "\(Self.digits(value * 100)) %"
        case "": return Self.digits(value)
        default: return "\(Self.digits(value)) \(unit)"
        }
    }

    private var time: String {
        let units: [(below: Double, factor: Double, name: String)] = [
            (1e-6, 1e9, "ns"), (1e-3, 1e6, "µs"), (1, 1e3, "ms"), (.infinity, 1, "s"),
        ]
        // By what is printed: 999.99 ns are a microsecond.
        let unit = units.first { abs(value) < $0.below * 0.99995 } ?? units[3]
        return value == 0 ? "0 s" : "\(Self.digits(value * unit.factor)) \(unit.name)"
    }

    /// Three digits, or as many as the whole part has.
    private static func digits(_ value: Double) -> String {
        guard abs(value) < 1e15 else { return "\(value)" }
        let places: Double = abs(value) >= 100 ? 1 : abs(value) >= 10 ? 10 : abs(value) >= 1 ? 100 : 1000
        let rounded = (value * places).rounded() / places
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}
