/// The drawing itself: only lines are stretched to the width of the page, words stand beside it in their own size.
extension Plot {
    /// Writes the drawing of a case with all that explains it.
    func write(to page: inout MarkupWriter, place: Int, of number: Int) {
        page.element("figure", .class("plot")) { page in
            page.element("figcaption") { page in
                page.element("strong", told: series.title)
                page.text(" ")
                page.element("span", .class("soft"), told: summary)
                if let judgement {
                    page.text(" ")
                    let style: StaticString = judgement.isWithin ? "chip good" : "chip bad"
                    page.element("span", .class(style)) { page in
                        page.element(
                            "span",
                            .ours("aria-hidden", "true"),
                            text: judgement.isWithin ? "\u{2713} " : "\u{2717} "
                        )
                        page.told(judgement.words)
                    }
                }
            }
            guard count > 0 else { return }
            page.element("div", .class("frame")) { page in
                labels(values, "y", "bottom", on: &page)
                drawing(on: &page, place: place, of: number)
                labels(time, "x", "left", on: &page)
            }
        }
    }

    private func labels(_ axis: Axis, _ name: StaticString, _ side: StaticString, on page: inout MarkupWriter) {
        page.element("div", .class(name), .ours("aria-hidden", "true")) { page in
            for tick in axis.ticks { page.element("span", .place(side, axis.share(tick.value)), text: tick.words) }
        }
    }

    private func drawing(on page: inout MarkupWriter, place: Int, of number: Int) {
        page.element(
            "svg",
            .ours("role", "img"),
            .reference("aria-labelledby", .plot(place, of: number)),
            .reference("aria-describedby", .plotText(place, of: number)),
            .ours("viewBox", "0 0 720 200"),
            .ours("preserveAspectRatio", "none")
        ) { page in
            page.element("title", .id(.plot(place, of: number)), text: "\(series.title) over time")
            let words = [summary, judgement?.words].compactMap(\.self).joined(separator: "; ")
            page.element("desc", .id(.plotText(place, of: number)), text: words)
            page.path("grid") { path in
                for tick in values.ticks { path.line(y: y(tick.value)) }
                for tick in time.ticks { path.line(x: x(tick.value)) }
            }
            beyond(on: &page)
            page.path("limit") { path in for limit in limits { path.line(y: y(limit)) } }
            page.path("zero") { path in path.line(y: y(0)) }
            page.path("line", points: count, samples: measuredCount) { path in
                for piece in pieces { path.piece(piece.map { (x($0.seconds), y($0.value)) }) }
            }
        }
    }

    /// Shades what is farther out than the limits.
    private func beyond(on page: inout MarkupWriter) {
        for limit in limits {
            let (edge, end) = (y(limit), limit > 0 ? 0 : Self.height)
            guard edge != end else { continue }
            page.path("beyond") { path in path.area(from: min(edge, end), to: max(edge, end)) }
        }
    }

    private func x(_ seconds: Double) -> Int { Self.place(time.share(seconds), Self.width) }

    private func y(_ value: Double) -> Int { Self.height - Self.place(values.share(value), Self.height) }

    private static func place(_ share: Double, _ length: Int) -> Int {
        share.isFinite ? Int((min(max(share, 0), 1) * Double(length)).rounded()) : 0
    }
}

extension MarkupWriter {
    /// Draws a line, and says of how many points and samples it is made.
    fileprivate mutating func path(
        _ name: StaticString,
        points: Int? = nil,
        samples: Int = 0,
        _ draw: (inout SVGPath) -> Void
    ) {
        var path = SVGPath()
        draw(&path)
        guard let points else { return empty("path", .class(name), .drawing(path)) }
        empty(
            "path",
            .class(name),
            .count("data-points", points),
            .count("data-samples", samples),
            .drawing(path)
        )
    }
}
