import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct DecimationTests {
    @Test func `no extreme is lost, the order stays, and there are never more points than room`() async throws {
        try await checkProperty(
            "decimation",
            runs: 400,
            seed: 7,
            generate: { generator in
                let count = Int.random(in: 0...3000, using: &generator)
                let columns = Int.random(in: 1...200, using: &generator)
                let gaps = Double.random(in: 0...1, using: &generator)
                var seconds = 0.0
                let points = (0..<count).map { _ in
                    seconds += Bool.random(using: &generator) ? 1 : Double.random(in: 0...100, using: &generator)
                    let isGap = Double.random(in: 0..<1, using: &generator) < gaps * gaps
                    let value = Double.random(in: -1...1, using: &generator)
                    return CaseSeries.Point(seconds: seconds, value: isGap ? .nan : value)
                }
                return Series(points: points, columns: columns)
            },
            shrink: { (series: Series) in series.smaller },
            refute: { $0.problem }
        )
    }

    @Test func `values out of order and without a place in time do no harm`() {
        let values: [(Double, Double)] = [(3, 1), (.nan, 9), (1, 2), (.infinity, 9), (2, 3)]
        let points = values.map {
            CaseSeries.Point(seconds: $0.0, value: $0.1)
        }
        #expect(Decimation.pieces(of: points, columns: 10).map { $0.map(\.value) } == [[2, 3, 1]])
        let same = (0..<100).map { CaseSeries.Point(seconds: 5, value: Double($0 % 10)) }
        #expect(Decimation.pieces(of: same, columns: 10).joined().map(\.value) == [0, 9, 9])
    }
}

private struct Series: Sendable {
    let points: [CaseSeries.Point]
    let columns: Int

    var smaller: [Series] {
        let half = points.count / 2
        guard !points.isEmpty else { return [] }
        return [
            Series(points: Array(points.prefix(half)), columns: columns),
            Series(points: Array(points.suffix(half)), columns: columns),
            Series(points: points.dropLast(), columns: columns),
            Series(points: Array(points.dropFirst()), columns: columns),
        ]
    }

    var problem: String? {
        let pieces = Decimation.pieces(of: points, columns: columns)
        let kept = Array(pieces.joined())
        let measured = points.filter { $0.value.isFinite }
        if pieces.contains(where: \.isEmpty) { return "an empty piece" }
        if kept.count > 4 * columns { return "\(kept.count) points in \(columns) columns" }
        if points.count <= 4 * columns, kept != measured { return "points were left out without need" }
        if kept.map(\.value).min() != measured.map(\.value).min() { return "the lowest value is lost" }
        if kept.map(\.value).max() != measured.map(\.value).max() { return "the highest value is lost" }
        if kept.first != measured.first || kept.last != measured.last { return "an end is lost" }
        var rest = measured[...]
        for point in kept {
            guard let place = rest.firstIndex(of: point) else { return "a point of nowhere, or out of order" }
            rest = rest[(place + 1)...]
        }
        return nil
    }
}
