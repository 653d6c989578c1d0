/// A script in the small part of the shell's language that simulated hosts speak: simple commands one after another,
/// with quotes, `"$NAME"`, `$$` and `>&2`.
struct SimulatedScript {
    /// When a command runs, given how the one before it ended.
    enum Condition {
        case always, success, failure
    }

    /// A command with its arguments.
    struct Step {
        var condition = Condition.always
        var words: [String] = []
        var isComplaint = false

        var isEmpty: Bool { words.isEmpty && !isComplaint }
    }

    /// Why there is no script.
    enum Problem: Error {
        /// No shell understands it; what bash says then.
        case syntax(String)
        /// A real shell may understand it.
        case notUnderstood
    }

    /// The number of the shell's process.
    static let processID = "4242"

    /// Words that make more than a simple command of what follows.
    private static let reserved: Set<String> = [
        "if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "case", "esac", "function", "select",
        "time", "coproc", "!", "{", "}", "[[",
    ]

    let steps: [Step]

    /// Takes a text apart; variables get their values at once.
    init(_ text: String, variables: [String: String]) throws(Problem) {
        var reader = WordReader(text, variables)
        var steps: [Step] = []
        var step = Step()
        while let token = try reader.next() {
            switch token {
            case .word(let word):
                let isFirst = step.words.isEmpty
                if isFirst, Self.reserved.contains(word) || word.utf8.contains(UInt8(ascii: "=")) {
                    throw .notUnderstood
                }
                step.words.append(word)
            case .complaint: step.isComplaint = true
            case .end(let name, let condition):
                let isLineBreak = name == "\n"
                guard !step.isEmpty || isLineBreak else {
                    throw .syntax("syntax error near unexpected token `\(name)'")
                }
                // A line may break after `&&` and between commands.
                if step.isEmpty { continue }
                steps.append(step)
                step = Step(condition: condition)
            }
        }
        guard !step.isEmpty || step.condition == .always else { throw .syntax("syntax error: unexpected end of file") }
        self.steps = step.isEmpty ? steps : steps + [step]
    }
}

/// Reads a script word by word.
private struct WordReader {
    enum Token {
        case word(String)
        case complaint
        /// The end of a command, as it is written, and what it demands for the next.
        case end(String, SimulatedScript.Condition)
    }

    private static let meaningful = Set("|&<>(){}[]*?~#`;)\n".utf8)
    private static let quotation = UInt8(ascii: "\"")

    private var rest: ArraySlice<UInt8>
    private let variables: [String: String]

    init(_ text: String, _ variables: [String: String]) {
        rest = Array(text.utf8)[...]
        self.variables = variables
    }

    mutating func next() throws(SimulatedScript.Problem) -> Token? {
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let first = rest.first else { return nil }
        if take(">&2") { return .complaint }
        for (text, condition) in [("&&", .success), ("||", .failure), (";", .always), ("\n", .always)]
            as [(String, SimulatedScript.Condition)]
        where take(text) {
            return .end(text, condition)
        }
        if first == UInt8(ascii: ")") { throw .syntax("syntax error near unexpected token `)'") }
        return .word(try word())
    }

    private mutating func word() throws(SimulatedScript.Problem) -> String {
        var word: [UInt8] = []
        while let next = rest.first, next != UInt8(ascii: " "), next != UInt8(ascii: "\t") {
            switch next {
            case UInt8(ascii: "'"):
                rest = rest.dropFirst()
                word += try until(UInt8(ascii: "'"))
            case Self.quotation: word += try quoted()
            case UInt8(ascii: "\\"):
                rest = rest.dropFirst()
                if let escaped = rest.popFirst(), escaped != UInt8(ascii: "\n") { word.append(escaped) }
            case UInt8(ascii: "$"):
                guard take("$$") else { throw .notUnderstood }
                word += SimulatedScript.processID.utf8
            case _ where Self.meaningful.contains(next):
                let isNumbered = next == UInt8(ascii: ">") && word.last.map { (48...57).contains($0) } ?? false
                let isEnd = [";", "\n", "&&", "||", ">&2", ")"].contains { rest.starts(with: $0.utf8) }
                guard isEnd, !isNumbered else { throw .notUnderstood }
                return String(decoding: word, as: UTF8.self)
            default: word.append(rest.removeFirst())
            }
        }
        return String(decoding: word, as: UTF8.self)
    }

    private mutating func quoted() throws(SimulatedScript.Problem) -> [UInt8] {
        rest = rest.dropFirst()
        var text: [UInt8] = []
        while let next = rest.popFirst() {
            switch next {
            case Self.quotation: return text
            case UInt8(ascii: "`"): throw .notUnderstood
            case UInt8(ascii: "$"): text += try variable()
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst() else { break }
                if escaped == UInt8(ascii: "\n") { continue }
                if !"$`\"\\".utf8.contains(escaped) { text.append(next) }
                text.append(escaped)
            default: text.append(next)
            }
        }
        throw .unclosed("\"")
    }

    /// The value of a variable whose `$` has been read.
    private mutating func variable() throws(SimulatedScript.Problem) -> [UInt8] {
        if take("$") { return Array(SimulatedScript.processID.utf8) }
        let name = rest.prefix { $0 == UInt8(ascii: "_") || isLetterOrDigit($0) }
        guard let first = name.first, !(48...57).contains(first) else { throw .notUnderstood }
        rest = rest.dropFirst(name.count)
        return Array((variables[String(decoding: name, as: UTF8.self)] ?? "").utf8)
    }

    private mutating func until(_ end: UInt8) throws(SimulatedScript.Problem) -> ArraySlice<UInt8> {
        guard let place = rest.firstIndex(of: end) else { throw .unclosed(String(UnicodeScalar(end))) }
        defer { rest = rest[(place + 1)...] }
        return rest[..<place]
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }
}

extension SimulatedScript.Problem {
    fileprivate static func unclosed(_ quote: String) -> Self {
        .syntax("unexpected EOF while looking for matching `\(quote)'")
    }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 32)
}
