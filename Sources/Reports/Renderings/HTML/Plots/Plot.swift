/// A series as it is drawn: what of it is shown, on which axes, and what is said of it in words.
struct Plot {
    /// How finely places are told apart, and so how large the drawing's own coordinates are.
    static let width = 720
    static let height = 200
    /// As many columns as keep the points at twice the pixels of a telephone.
    static let columns = 180
    /// A limit that is farther away than this would flatten the line, so it is told in words instead.
    private static let farLimit = 6.0

    let series: CaseSeries
    /// The points that are drawn, in pieces.
    let pieces: [[CaseSeries.Point]]
    let time: Axis
    let values: Axis
    /// The limits that are in sight.
    let limits: [Double]
    private let measured: [Double]

    init(_ series: CaseSeries) {
        self.series = series
        pieces = Decimation.pieces(of: series.points, columns: Self.columns)
        let drawn = pieces.joined()
        measured = series.points.filter { $0.isMeasured && $0.seconds.magnitude < CaseSeries.Point.limit }.map(\.value)
        let lowest = min(0, drawn.map(\.value).min() ?? 0)
        let highest = max(0, drawn.map(\.value).max() ?? 0)
        let largest = max(-lowest, highest)
        let limit = series.limit.flatMap { $0.isFinite && $0 > 0 && $0 <= largest * Self.farLimit ? $0 : nil }
        limits = limit.map { lowest < 0 ? [$0, -$0] : [$0] } ?? []
        let range = min(lowest, limits.min() ?? 0)...max(highest, limits.max() ?? 0)
        values = Axis(values: range, unit: series.unit)
        let begin = drawn.first?.seconds ?? 0
        let end = drawn.last?.seconds ?? begin
        // One value alone has no duration.
        time = Axis(seconds: begin...(end > begin ? end : begin + 1))
    }

    /// How many points are drawn.
    var count: Int { pieces.reduce(0) { $0 + $1.count } }

    /// How many values were measured.
    var measuredCount: Int { measured.count }

    /// What the drawing shows, in words.
    var summary: String {
        let values = SortedValues(measured.map(\.magnitude))
        guard let median = values.median, let largest = values.sorted.last else { return "no sample has a value" }
        var words = "\(Decimals.grouped(Int64(measured.count))) \(measured.count == 1 ? "sample" : "samples")"
        let span = time.range.upperBound - time.range.lowerBound
        if measured.count > 1 { words += " in \(TimeWords.duration(span))" }
        words += ": median \(Scale.words(median, series.unit)), largest \(Scale.words(largest, series.unit))"
        let missing = series.points.count - measured.count
        if missing > 0 { words += "; \(missing) without a value" }
        return words
    }

    /// How the values stand to their limit; `nil` where there is none.
    var judgement: (isWithin: Bool, words: String)? {
        guard let limit = series.limit, limit > 0, !measured.isEmpty else { return nil }
        let beyond = measured.count { $0.magnitude > limit }
        let name = "limit \(Scale.words(limit, series.unit))"
        guard beyond == 0 else {
            return (false, "\(beyond) of \(measured.count) beyond the \(name)")
        }
        let place = limits.isEmpty ? ", off this scale" : ""
        return (true, "all within the \(name)\(place)")
    }
}
