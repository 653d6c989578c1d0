/// Fewer points that look the same: of every column the first, the lowest, the highest and the last one.
///
/// An outlier is what one looks for, so no extreme value is ever left out.
package enum Decimation {
    package typealias Point = CaseSeries.Point

    /// Cuts values into pieces between which nothing was measured, each with at most four points a column.
    package static func pieces(of points: [Point], columns: Int) -> [[Point]] {
        precondition(columns > 0, "room for a point")
        let ordered = inOrder(points)
        guard ordered.count > 4 * columns else { return split(ordered) }
        guard let first = ordered.first?.seconds, let last = ordered.last?.seconds else { return [] }
        let width = last - first
        var pieces: [[Point]] = []
        var column = Column()
        var place = 0
        var isBroken = true
        for point in ordered {
            guard point.isMeasured else {
                // A gap within a column is narrower than what can be seen.
                isBroken = true
                continue
            }
            let share = width > 0 ? (point.seconds - first) / width : 0
            let next = min(columns - 1, Int(share * Double(columns)))
            if next != place || column.isEmpty {
                column.end(&pieces)
                column = Column(followsGap: isBroken)
                place = next
            }
            isBroken = false
            column.add(point)
        }
        column.end(&pieces)
        return pieces
    }

    /// All points that have a place in time, in its order.
    private static func inOrder(_ points: [Point]) -> [Point] {
        let placed = points.filter { $0.seconds.isFinite && $0.seconds.magnitude < Point.limit }
        let isOrdered = zip(placed, placed.dropFirst()).allSatisfy { $0.seconds <= $1.seconds }
        return isOrdered ? placed : placed.sorted { $0.seconds < $1.seconds }
    }

    private static func split(_ points: [Point]) -> [[Point]] {
        points.split { !$0.isMeasured }.map(Array.init)
    }
}

/// What is kept of the points of one column.
private struct Column {
    private var kept: [(place: Int, point: CaseSeries.Point)] = []
    private var lowest: (place: Int, point: CaseSeries.Point)?
    private var highest: (place: Int, point: CaseSeries.Point)?
    private var count = 0
    private var followsGap = true

    init(followsGap: Bool = true) { self.followsGap = followsGap }

    var isEmpty: Bool { count == 0 }

    mutating func add(_ point: CaseSeries.Point) {
        let entry = (count, point)
        count += 1
        // The first one stays, the last one is always the newest.
        if kept.count == 2 { kept[1] = entry } else { kept.append(entry) }
        if point.value < lowest?.point.value ?? .infinity { lowest = entry }
        if point.value > highest?.point.value ?? -.infinity { highest = entry }
    }

    /// Adds what is kept to the last piece, or begins another.
    func end(_ pieces: inout [[CaseSeries.Point]]) {
        guard !isEmpty else { return }
        var chosen: [Int: CaseSeries.Point] = [:]
        for entry in kept + [lowest, highest].compactMap(\.self) { chosen[entry.place] = entry.point }
        let points = chosen.sorted { $0.key < $1.key }.map(\.value)
        if followsGap || pieces.isEmpty {
            pieces.append(points)
        } else {
            pieces[pieces.count - 1] += points
        }
    }
}

extension CaseSeries.Point {
    /// Beyond this a number is no measurement, and sums with it would be infinite.
    static let limit = 1e100

    /// Whether there is a value to show.
    package var isMeasured: Bool { value.magnitude < Self.limit }
}
