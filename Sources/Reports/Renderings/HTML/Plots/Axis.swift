import Glibc

/// Round numbers along an axis, each with the words that stand beside it.
package struct Axis {
    /// A round number.
    package struct Tick {
        package let value: Double
        package let words: String
    }

    /// Where the axis begins and ends.
    package let range: ClosedRange<Double>
    /// The round numbers in that range, in order.
    package let ticks: [Tick]

    /// An axis of amounts, widened to round numbers.
    ///
    /// - Parameter count: about how many steps there should be.
    package init(values range: ClosedRange<Double>, unit: String, about count: Int = 4) {
        let step = Self.roundStep(of: range, count)
        let first = (range.lowerBound / step + Self.slack).rounded(.down)
        let last = max(first + 1, (range.upperBound / step - Self.slack).rounded(.up))
        let scale = Scale(upTo: max(abs(first), abs(last)) * step, unit)
        let places = Self.places(of: step / scale.factor)
        self.range = first * step...last * step
        // Of numbers this large a step may be too small to count.
        let steps = Int(min(last - first, Double(4 * count)))
        ticks = (0...steps).map { number in
            let value = (first + Double(number)) * step
            return Tick(value: value, words: Decimals.fixed(value / scale.factor, places) + scale.suffix)
        }
    }

    /// An axis of time, which ends where the time ends.
    package init(seconds range: ClosedRange<Double>, about count: Int = 5) {
        let span = range.upperBound - range.lowerBound
        guard span >= 3, span < 1e9 else {
            let axis = Axis(values: range, unit: "s", about: count)
            self.range = span > 0 ? range : axis.range
            ticks = axis.ticks.filter { [range = self.range] in range.contains($0.value) }
            return
        }
        let step = Self.timeSteps.first { span / $0 <= Double(count) } ?? Self.longestStep(span, count)
        let first = (range.lowerBound / step).rounded(.up)
        let last = (range.upperBound / step).rounded(.down)
        self.range = range
        ticks = (0...max(0, Int(last - first))).map { number in
            let value = (first + Double(number)) * step
            return Tick(value: value, words: Self.words(value, step))
        }
    }

    /// Where a value stands, from 0 at the beginning to 1 at the end.
    package func share(_ value: Double) -> Double {
        (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    }

    /// What a quotient may be off without a step more.
    private static let slack = 1e-9
    private static let timeSteps: [Double] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400,
    ]

    private static func longestStep(_ span: Double, _ count: Int) -> Double {
        max(1, roundStep(of: 0...span / 86400, count)) * 86400
    }

    private static func words(_ seconds: Double, _ step: Double) -> String {
        let (factor, name) =
            step < 60 ? (1.0, "s") : step < 3600 ? (60, "min") : step < 86400 ? (3600, "h") : (86400, "d")
        return "\(Decimals.fixed(seconds / factor, 0)) \(name)"
    }

    /// One, two or five times a power of ten.
    private static func roundStep(of range: ClosedRange<Double>, _ count: Int) -> Double {
        let raw = (range.upperBound - range.lowerBound) / Double(count)
        guard raw > 1e-100 else { return 1e-9 }
        let power = pow(10, log10(raw).rounded(.down))
        let factor = [1.0, 2, 5].first { raw <= $0 * power * 1.000_001 } ?? 10
        return factor * power
    }

    /// How many decimals a step needs.
    private static func places(of step: Double) -> Int {
        guard step < 1, step > 0 else { return 0 }
        return min(6, max(0, Int((-log10(step)).rounded(.up))))
    }
}
