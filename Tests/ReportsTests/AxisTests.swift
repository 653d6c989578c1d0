import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct AxisTests {
    @Test(
        arguments: [
            (0...8.2e-8, "s", ["0 ns", "50 ns", "100 ns"]),
            (0...1e-4, "s", ["0 \u{b5}s", "50 \u{b5}s", "100 \u{b5}s"]),
            (-2.5e-7...2.5e-7, "s", ["-400 ns", "-200 ns", "0 ns", "200 ns", "400 ns"]),
            (0...0.0021, "s", ["0 ms", "1 ms", "2 ms", "3 ms"]),
            (0...0.8, "ppm", ["0.0 ppm", "0.2 ppm", "0.4 ppm", "0.6 ppm", "0.8 ppm"]),
            (0...0, "s", ["0 ns", "1 ns"]),
        ] as [(ClosedRange<Double>, String, [String])]
    )
    func `amounts stand at round numbers with their unit`(range: ClosedRange<Double>, unit: String, words: [String]) {
        #expect(Axis(values: range, unit: unit).ticks.map(\.words) == words)
    }

    @Test(
        arguments: [
            (0...59, ["0 s", "15 s", "30 s", "45 s"]), (0...3599, ["0 min", "15 min", "30 min", "45 min"]),
            (0...86400, ["0 h", "6 h", "12 h", "18 h", "24 h"]),
            (0...864000, ["0 d", "2 d", "4 d", "6 d", "8 d", "10 d"]),
        ] as [(ClosedRange<Double>, [String])]
    )
    func `time stands at round moments`(range: ClosedRange<Double>, words: [String]) {
        #expect(Axis(seconds: range).ticks.map(\.words) == words)
    }

    @Test func `every axis holds its range, with ticks in order and not too many`() async throws {
        try await checkProperty(
            "axes",
            runs: 1000,
            seed: 3,
            generate: { generator in
                func amount() -> Double {
                    let size = Double.random(in: -110...100, using: &generator)
                    let power = (0..<Int(size.magnitude)).reduce(1.0) { product, _ in
                        size < 0 ? product / 10 : product * 10
                    }
                    return Double.random(in: -1...1, using: &generator) * power
                }
                let (one, other) = (amount(), amount())
                return min(one, other)...max(one, other)
            },
            refute: { range in
                for axis in [Axis(values: range, unit: "s"), Axis(seconds: range)] {
                    if axis.ticks.count > 20 { return "\(axis.ticks.count) ticks" }
                    let values = axis.ticks.map(\.value)
                    if zip(values, values.dropFirst()).contains(where: { $0 > $1 }) { return "ticks out of order" }
                    let ends = [axis.share(range.lowerBound), axis.share(range.upperBound)]
                    if ends.contains(where: { !(-1e-6...1.000_001).contains($0) }) { return "\(ends)" }
                }
                return nil
            }
        )
    }
}
