import Orchestration

/// An attribute of an element: its name and what leads somewhere are ours, its text is escaped.
struct MarkupAttribute {
    private enum Value {
        case ours(StaticString)
        case text(String)
        case anchor(HTMLAnchor, isLink: Bool)
        /// A style that takes a share of the width or the height.
        case place(StaticString, hundredths: Int)
        case drawing(MarkupWriter)
    }

    private let name: StaticString
    private let value: Value

    private init(_ name: StaticString, _ value: Value) { (self.name, self.value) = (name, value) }

    /// An attribute that is known beforehand.
    static func ours(_ name: StaticString, _ value: StaticString) -> MarkupAttribute {
        MarkupAttribute(name, .ours(value))
    }

    /// What the style goes by.
    static func `class`(_ name: StaticString) -> MarkupAttribute { ours("class", name) }

    /// What people hear who do not see.
    static func label(_ text: String) -> MarkupAttribute { MarkupAttribute("aria-label", .text(text)) }

    /// What is shown to whoever rests on it.
    static func title(_ text: String) -> MarkupAttribute { MarkupAttribute("title", .text(text)) }

    /// A number for whoever counts.
    static func count(_ name: StaticString, _ value: Int) -> MarkupAttribute {
        MarkupAttribute(name, .text("\(value)"))
    }

    /// A moment for machines.
    static func moment(_ moment: Timestamp) -> MarkupAttribute {
        MarkupAttribute("datetime", .text(moment.description))
    }

    /// The name of a place in the page.
    static func id(_ anchor: HTMLAnchor) -> MarkupAttribute { MarkupAttribute("id", .anchor(anchor, isLink: false)) }

    /// The way to a place in the page.
    static func link(_ anchor: HTMLAnchor) -> MarkupAttribute { MarkupAttribute("href", .anchor(anchor, isLink: true)) }

    /// What names an element and what describes it.
    static func reference(_ name: StaticString, _ anchor: HTMLAnchor) -> MarkupAttribute {
        MarkupAttribute(name, .anchor(anchor, isLink: false))
    }

    /// Where something stands: a share of the room, from 0 to 1, by a property such as `left`.
    static func place(_ property: StaticString, _ share: Double) -> MarkupAttribute {
        let hundredths = share.isFinite ? Int((min(max(share, 0), 1) * 10_000).rounded()) : 0
        return MarkupAttribute("style", .place(property, hundredths: hundredths))
    }

    /// The way of a pen.
    static func drawing(_ path: SVGPath) -> MarkupAttribute { MarkupAttribute("d", .drawing(path.page)) }

    func write(to page: inout MarkupWriter) {
        page.markup(" ")
        page.markup(name)
        page.markup("=\"")
        switch value {
        case .ours(let text): page.markup(text)
        case .text(let text): page.text(text)
        case .anchor(let anchor, let isLink):
            if isLink { page.markup("#") }
            page.text(anchor.description)
        case .place(let property, let hundredths):
            page.markup(property)
            page.markup(":")
            page.text(Decimals.fixed(Double(hundredths) / 100, 2))
            page.markup("%")
        case .drawing(let path): page.append(path)
        }
        page.markup("\"")
    }
}

/// A place in the page; made of numbers only, so that nothing of a host is in it.
enum HTMLAnchor: CustomStringConvertible {
    case part(StaticString)
    case caseNumber(Int)
    case evidence(Int, of: Int)
    case plot(Int, of: Int)
    case plotText(Int, of: Int)

    var description: String {
        switch self {
        case .part(let name): "\(name)"
        case .caseNumber(let number): "case-\(number)"
        case .evidence(let place, let number): "case-\(number)-evidence-\(place)"
        case .plot(let place, let number): "case-\(number)-plot-\(place)"
        case .plotText(let place, let number): "case-\(number)-plot-\(place)-text"
        }
    }
}
