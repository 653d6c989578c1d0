import Orchestration

/// What many parts of a page are made of.
extension MarkupWriter {
    /// Writes a table in a box of its own, which scrolls where it is wider than the page.
    ///
    /// - Parameters:
    ///   - columns: the headings of columns of words.
    ///   - numbers: the headings of the columns of numbers behind them.
    ///   - isPlain: whether the caption is only heard, because a heading stands above.
    mutating func table(
        _ caption: String,
        _ columns: [String],
        numbers: [String],
        isPlain: Bool = false,
        rows: (inout MarkupWriter) -> Void
    ) {
        scrolling(caption) { page in
            page.element("table") { page in
                page.element("caption", .class(isPlain ? "unseen" : "seen"), text: caption)
                page.element("thead") { page in
                    page.element("tr") { page in
                        for column in columns { page.element("th", .ours("scope", "col"), text: column) }
                        for column in numbers {
                            page.element("th", .ours("scope", "col"), .class("number"), text: column)
                        }
                    }
                }
                page.element("tbody", content: rows)
            }
        }
    }

    /// Writes a box that scrolls by itself, also by the keyboard.
    mutating func scrolling(_ name: String, content: (inout MarkupWriter) -> Void) {
        element(
            "div",
            .class("scroll"),
            .ours("role", "group"),
            .ours("tabindex", "0"),
            .label(name),
            content: content
        )
    }

    /// Writes a moment.
    mutating func moment(_ moment: Timestamp) { element("time", .moment(moment), text: moment.inWords) }

    /// Writes a section with its heading, which the list of contents leads to.
    mutating func section(_ anchor: StaticString, _ title: String, content: (inout MarkupWriter) -> Void) {
        element("section", .id(.part(anchor)), .class("part")) { page in
            page.element("h2", text: title)
            content(&page)
        }
        newline()
    }
}

extension Timestamp {
    /// The moment for people, to the second.
    var inWords: String {
        let text = description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
    }
}
