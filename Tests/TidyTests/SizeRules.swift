extension Rule {
    static let sizes = [fileLength, functionLength, lineLength]

    private static let fileLength = Rule(
        name: "a file has at most 400 lines",
        advice: "Split the file: one idea a file, Type+Aspect.swift for the rest.",
        broken: Snippet(path: "Sources/PTP/Long.swift", text: String(repeating: "\n", count: 401)),
        kept: Snippet(path: "Sources/PTP/Long.swift", text: String(repeating: "\n", count: 400))
    ) { file in
        file.lines.count > 400 ? [file.lines.count] : []
    }

    private static let lineLength = Rule(
        name: "a line has at most 120 columns",
        advice: "Break the line; long text goes into a multi-line literal with a backslash at the line's end.",
        broken: Snippet(path: "Sources/PTP/Wide.swift", text: "\n//" + String(repeating: "ä", count: 119)),
        kept: Snippet(path: "Sources/PTP/Wide.swift", text: "\n//" + String(repeating: "ä", count: 118))
    ) { file in
        // Most lines are short in bytes already; counting characters is slow.
        file.lines.indices.filter { file.lines[$0].utf8.count > 120 && file.lines[$0].count > 120 }.map { $0 + 1 }
    }

    private static let functionLength = Rule(
        name: "a function has at most 70 lines",
        advice: "Take steps out into functions below it; 40 lines are the aim.",
        broken: Snippet(path: "Sources/PTP/Deep.swift", text: function(bodyLines: 66)),
        kept: Snippet(path: "Sources/PTP/Deep.swift", text: function(bodyLines: 65) + "\nfunc next()")
    ) { file in
        file.codeLines.indices.compactMap { start in
            guard file.codeLines[start].declaresFunction else { return nil }
            let end = file.codeLines.endOfBlock(from: start)
            return end - start > 70 ? start + 1 : nil
        }
    }

    /// A type with a method of five lines and its body, every other line of which is blank.
    private static func function(bodyLines: Int) -> String {
        let body =
            String(repeating: "        work()\n\n", count: bodyLines / 2)
            + String(repeating: "        work()\n", count: bodyLines % 2)
        return """
            struct Deep {
                @discardableResult func dive(
                    to depth: Int
                ) -> Int where Self: Sendable {
            \(body)        return 1
                }
            """
    }
}

extension String {
    /// Whether a function, initializer, deinitializer or subscript is declared on this line of code.
    fileprivate var declaresFunction: Bool {
        if mentions("func ") { return true }
        let words = split(separator: " ")
        guard let keyword = words.firstIndex(where: { !$0.isModifier }) else { return false }
        return ["init(", "init?(", "init<", "deinit", "subscript(", "subscript<"].contains {
            words[keyword].hasPrefix($0)
        }
    }
}

extension Substring {
    private static let modifiers: Set<Substring> = [
        "public", "package", "internal", "fileprivate", "private", "static", "class", "final", "override", "required",
        "convenience", "mutating", "nonisolated", "isolated", "indirect", "borrowing", "consuming", "unsafe",
    ]

    /// Whether the word may stand before a declaration's keyword.
    fileprivate var isModifier: Bool {
        hasPrefix("@") || Self.modifiers.contains(self)
    }
}

extension [String] {
    /// The index after the last line of what begins at `start`, read off the indentation the formatter guarantees.
    fileprivate func endOfBlock(from start: Int) -> Int {
        let margin = self[start].indentation ?? 0
        var end = start + 1
        for index in indices.dropFirst(start + 1) {
            // Blank for the rules also means: inside a literal, which may be indented as it likes.
            guard let indentation = self[index].indentation else { continue }
            guard indentation >= margin else { break }
            let text = self[index].dropFirst(indentation)
            if indentation > margin || text.hasPrefix(")") || text.hasPrefix("where ") || text.hasPrefix("{") {
                end = index + 1
                continue
            }
            return text.hasPrefix("}") ? index + 1 : end
        }
        return end
    }
}

extension String {
    /// How many spaces the line begins with; nil for a blank line.
    fileprivate var indentation: Int? {
        utf8.firstIndex { $0 != UInt8(ascii: " ") }.map { utf8.distance(from: utf8.startIndex, to: $0) }
    }
}
