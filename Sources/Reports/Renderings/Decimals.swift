import Glibc

/// Numbers as people read them.
enum Decimals {
    /// A number with so many decimals; what is too large for that is written as it is.
    static func fixed(_ value: Double, _ places: Int) -> String {
        let scale = pow(10, Double(places))
        let scaled = (value * scale).rounded()
        guard scaled.magnitude < 1e15 else { return "\(value)" }
        let whole = Int64(scaled)
        guard places > 0 else { return grouped(whole) }
        let digits = String(whole.magnitude)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
        return (whole < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
    }

    /// A number with about so many digits that mean something, without zeros at its end.
    static func rounded(_ value: Double, digits: Int = 3) -> String {
        guard value.isFinite else { return "no number" }
        guard value != 0 else { return "0" }
        let order = Int(log10(value.magnitude).rounded(.down))
        guard (-6..<9).contains(order) else { return "\(value)" }
        let places = max(0, digits - 1 - order)
        var text = fixed(value, places)
        guard places > 0 else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// A whole number with its thousands apart, from ten thousand on.
    static func grouped(_ value: Int64) -> String {
        let digits = Array(String(value.magnitude))
        guard digits.count > 4 else { return "\(value)" }
        var text = value < 0 ? "-" : ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }
}

/// A unit that suits a number.
struct Scale {
    /// How many of the number's own unit one of this is.
    let factor: Double
    /// What stands behind the number.
    let suffix: String

    /// The unit that suits amounts up to `amount`, of what is measured in `unit`.
    init(upTo amount: Double, _ unit: String) {
        switch unit {
        case "s":
            let scales = [(1.0, "s"), (1e-3, "ms"), (1e-6, "\u{b5}s"), (1e-9, "ns")]
            // By what will be written: what is rounded up to the next unit belongs to that.
            let (factor, name) = scales.first { amount.magnitude / $0.0 >= 0.9995 } ?? scales[3]
            (self.factor, suffix) = amount == 0 ? (1.0, " s") : (factor, " \(name)")
        case "1": (factor, suffix) = (0.01, " %")
        case "": (factor, suffix) = (1, "")
        case _: (factor, suffix) = (1, " \(unit)")
        }
    }

    /// A number with the unit that suits it.
    static func words(_ value: Double, _ unit: String) -> String {
        let scale = Scale(upTo: value, unit)
        return Decimals.rounded(value / scale.factor) + scale.suffix
    }
}

/// Spans of time as people say them.
enum TimeWords {
    /// A duration in the two largest units that it has.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds.magnitude < 1e12 else { return "\(seconds) s" }
        guard seconds >= 59.5 else { return Scale.words(seconds, "s") }
        let whole = Int(seconds.rounded())
        let (days, hours, minutes) = (whole / 86400, whole / 3600 % 24, whole / 60 % 60)
        if days > 0 { return "\(days) d \(hours) h" }
        if hours > 0 { return "\(hours) h \(minutes) min" }
        return whole % 60 == 0 ? "\(minutes) min" : "\(minutes) min \(whole % 60) s"
    }
}
