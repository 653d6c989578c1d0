/// The way of a pen, in whole numbers.
struct SVGPath {
    private(set) var page = MarkupWriter()

    /// A line from the left to the right.
    mutating func line(y: Int) {
        page.markup("M0 ")
        page.number(y)
        page.markup("H720")
    }

    /// A line from the top to the bottom.
    mutating func line(x: Int) {
        page.markup("M")
        page.number(x)
        page.markup(" 0V200")
    }

    /// All between two heights.
    mutating func area(from top: Int, to bottom: Int) {
        page.markup("M0 ")
        page.number(top)
        page.markup("H720V")
        page.number(bottom)
        page.markup("H0Z")
    }

    /// A line from point to point, in steps, which are shorter to write than places; a point alone is a dot.
    mutating func piece(_ points: [(x: Int, y: Int)]) {
        guard var last = points.first else { return }
        page.markup("M")
        page.number(last.x)
        page.markup(" ")
        page.number(last.y)
        page.markup(points.count == 1 ? "h0" : "l")
        for (index, point) in points.dropFirst().enumerated() {
            let (right, down) = (point.x - last.x, point.y - last.y)
            // A minus sign separates by itself.
            if index > 0, right >= 0 { page.markup(" ") }
            page.number(right)
            if down >= 0 { page.markup(" ") }
            page.number(down)
            last = point
        }
    }
}
