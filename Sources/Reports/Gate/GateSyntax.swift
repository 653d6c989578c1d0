import Orchestration

/// Why a text is no threshold, and where in it.
package struct GateSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    package let message: String
    /// What to do about it.
    package let remedy: String?
    /// Where, in characters (Unicode scalars) from the start of the text.
    package let offset: Int

    package var description: String { "at character \(offset + 1): \(message)" }
}

extension GateThreshold {
    /// Reads what `description` writes, and what people write like it.
    package init(parsing text: String) throws(GateSyntaxError) {
        var scanner = GateScanner(text)
        let figure = try scanner.figure()
        let comparison = try scanner.comparison()
        let (number, unit) = try scanner.quantity(of: figure)
        if comparison == .less, number == 0 { throw scanner.error("nothing is less than 0: this never holds") }
        self.init(figure, comparison, number, unit)
    }
}

extension GateFigure {
    /// Reads a figure such as `p99(total_error_bound)`.
    package init(parsing text: String) throws(GateSyntaxError) {
        var scanner = GateScanner(text)
        self = try scanner.figure()
        try scanner.expectEnd()
    }
}

/// Walks through a threshold and knows where it is.
private struct GateScanner {
    private let text: [Unicode.Scalar]
    private var position = 0
    /// Where what was read last began: errors are about that.
    private var start = 0

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    func error(_ message: String, _ remedy: String? = nil) -> GateSyntaxError {
        GateSyntaxError(message: message, remedy: remedy, offset: start)
    }

    private var next: Unicode.Scalar? { position < text.count ? text[position] : nil }

    private mutating func begin() {
        while let scalar = next, scalar == " " || scalar == "\t" { position += 1 }
        start = position
    }

    private mutating func take(while isMeant: (Unicode.Scalar) -> Bool) -> String {
        begin()
        while let scalar = next, isMeant(scalar) { position += 1 }
        return String(String.UnicodeScalarView(text[start..<position]))
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        begin()
        guard next == scalar else { return false }
        position += 1
        return true
    }

    mutating func expectEnd() throws(GateSyntaxError) {
        begin()
        guard next == nil else { throw error("\(quoted(rest)) is too much") }
    }

    private var rest: String { String(String.UnicodeScalarView(text[position...])) }

    // MARK: - Figures

    private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }

    mutating func figure() throws(GateSyntaxError) -> GateFigure {
        let word = take(while: Self.isOfWord)
        guard !word.isEmpty else {
            throw error(
                next == nil ? "a figure is missing" : "\(quoted(rest)) does not begin with a figure",
                "write one such as p99(error_bound)"
            )
        }
        let wordStart = start
        let isCall = skip("(")
        start = wordStart
        return isCall ? try call(word) : try bare(word)
    }

    private func bare(_ word: String) throws(GateSyntaxError) -> GateFigure {
        let metric = try metric(word)
        if let figure = GateFigure(metric, nil) { return figure }
        let calls = metric.functions.map { "\($0.rawValue)(\(word))" }.joined(separator: ", ")
        throw error("\(word) is measured again and again: say what is meant", "write \(calls)")
    }

    private mutating func call(_ word: String) throws(GateSyntaxError) -> GateFigure {
        guard let function = GateFunction(spelled: word) else {
            let near = nearestName(to: word, among: GateFunction.allCases.map(\.rawValue) + ["p50"])
            let all = GateFunction.allCases.map(\.rawValue).joined(separator: ", ")
            throw error(
                "there is no function \(quoted(word))",
                near.map { "did you mean \($0)?" } ?? "there are \(all)"
            )
        }
        let name = take(while: Self.isOfWord)
        guard !name.isEmpty else { throw error("\(word)() is of nothing", "write \(word)(error_bound)") }
        let metric = try metric(name)
        guard let figure = GateFigure(metric, function) else {
            let calls = metric.functions.map { "\($0.rawValue)(\(name))" }.joined(separator: ", ")
            throw metric.isSeries
                ? error("\(name) has no \(function.rawValue)", "there are \(calls)")
                : error("\(name) is one number of a case", "write \(name) without a function")
        }
        guard skip(")") else { throw error("the parenthesis behind \(name) is missing", "write \(word)(\(name))") }
        return figure
    }

    private func metric(_ name: String) throws(GateSyntaxError) -> GateMetric {
        if let metric = GateMetric.named(name) { return metric }
        let near = nearestName(to: name, among: GateMetric.names).map { "did you mean \($0)?" }
        let all = "there are \(GateMetric.names.joined(separator: ", "))"
        throw error("no figure is called \(quoted(name))", near ?? all)
    }

    // MARK: - Limits

    mutating func comparison() throws(GateSyntaxError) -> GateThreshold.Comparison {
        let sign = take { "<>=!\u{2264}\u{2265}".unicodeScalars.contains($0) }
        let known = sign == "\u{2264}" ? "<=" : sign == "\u{2265}" ? ">=" : sign
        guard let comparison = GateThreshold.Comparison(rawValue: known) else {
            throw error(
                sign.isEmpty ? "there is nothing to compare with" : "\(quoted(sign)) compares nothing",
                "write <, <=, > or >= and a limit"
            )
        }
        return comparison
    }

    mutating func quantity(of figure: GateFigure) throws(GateSyntaxError) -> (Double, GateUnit) {
        let dimension = figure.metric.dimension
        if skip("-") { throw error("a limit is not negative", "the amount of \(figure) counts") }
        let number = try number(dimension)
        let start = start
        let text = take { _ in true }
        let spelled = trimmed(text)
        guard let unit = GateUnit(spelled: spelled), unit.dimension == dimension else {
            throw error(
                spelled.isEmpty ? "the number has no unit" : "\(quoted(spelled)) is no unit of \(figure.metric.name)",
                "write \(dimension.wanted)"
            )
        }
        self.start = start
        guard dimension != .share || unit.recorded(number) <= 1 else { throw error("a share is at most 100%") }
        guard unit.recorded(number).isFinite else { throw error("nothing is as large as that") }
        return (number, unit)
    }

    private mutating func number(_ dimension: GateDimension) throws(GateSyntaxError) -> Double {
        begin()
        let isDigit: (Unicode.Scalar) -> Bool = { ("0"..."9").contains($0) }
        func skipDigits() { while let scalar = next, isDigit(scalar) { position += 1 } }
        skipDigits()
        if next == ".", position > start {
            position += 1
            skipDigits()
        }
        if position > start, next == "e" || next == "E" { skipExponent(isDigit) }
        let text = String(String.UnicodeScalarView(self.text[start..<position]))
        guard let number = Double(text), number.isFinite else {
            throw error(
                text.isEmpty ? "a number is missing" : "\(quoted(text)) is no number",
                "write \(dimension.wanted)"
            )
        }
        return number
    }

    private mutating func skipExponent(_ isDigit: (Unicode.Scalar) -> Bool) {
        var end = position + 1
        if end < text.count, text[end] == "+" || text[end] == "-" { end += 1 }
        guard end < text.count, isDigit(text[end]) else { return }
        while end < text.count, isDigit(text[end]) { end += 1 }
        position = end
    }

    private func trimmed(_ text: String) -> String {
        var text = text[...]
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}

/// Quotes what somebody wrote, shortened and on one line, for a message.
func quoted(_ text: String) -> String {
    let longest = 60
    let start = text.prefix(longest).unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }
    return "\"\(String(String.UnicodeScalarView(start)))\(text.count > longest ? "…" : "")\""
}
