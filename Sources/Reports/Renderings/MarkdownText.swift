/// A text in which Markdown finds nothing to obey, on one line.
struct MarkdownText: CustomStringConvertible {
    let description: String

    init(_ text: String) {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { Self.append(scalar, to: &result) }
        description = result
    }

    /// A name as it is, between backticks; where it has one itself, or would end a cell, it is escaped.
    static func name(_ text: String) -> String {
        let isPlain = !text.isEmpty && !text.unicodeScalars.contains { $0 == "`" || $0 == "|" || isControl($0) }
        return isPlain ? "`\(text)`" : MarkdownText(text).description
    }

    /// A command that can be copied, between backticks.
    static func code(_ text: String) -> String {
        let line = String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
        // As many backticks around it as never stand in it.
        var fence = "`"
        while line.contains(fence) { fence += "`" }
        return "\(fence) \(line) \(fence)"
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
        switch scalar {
        case "&": text += "&amp;"
        case "<": text += "&lt;"
        case ">": text += "&gt;"
        // A name behind it would be told of the page, and a number would link to some issue.
        case "@": text += "&#64;"
        case "#": text += "&#35;"
        case "\\", "`", "*", "_", "[", "]", "|", "~", "!", "$":
            text += "\\"
            text.unicodeScalars.append(scalar)
        case _ where isControl(scalar): text += " "
        default: text.unicodeScalars.append(scalar)
        }
    }

    /// Whether it moves the cursor, breaks a line, or turns the direction of what follows.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .format: true
        default: false
        }
    }
}
