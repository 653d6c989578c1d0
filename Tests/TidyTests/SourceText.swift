/// Swift source split by what the compiler reads (code) and what people read (comments).
///
/// Both keep every byte at its place; all else, literals and backtick names included, is blank. So neither a rule's own
/// pattern nor a test's name is mistaken for what it talks about.
struct SourceText {
    let code: [UInt8]
    let comments: [UInt8]

    init(_ bytes: [UInt8]) {
        var scanner = SourceScanner(bytes)
        scanner.scan()
        code = scanner.code
        comments = scanner.comments
    }
}

/// Walks over the bytes once; a stack tells what surrounds the current one.
///
/// It knows no block comments, because the formatter refuses them.
private struct SourceScanner {
    private enum Context {
        case code
        case interpolation(openParentheses: Int)
        case literal(quotes: Int, hashes: Int)
    }

    private let source: [UInt8]
    private var position = 0
    private var contexts: [Context] = [.code]
    private(set) var code: [UInt8]
    private(set) var comments: [UInt8]

    init(_ source: [UInt8]) {
        self.source = source
        code = source.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
        comments = code
    }

    mutating func scan() {
        while position < source.count, let context = contexts.last {
            switch context {
            case .code:
                scanCode()
            case .interpolation(let openParentheses):
                scanInterpolation(openParentheses)
            case .literal(let quotes, let hashes):
                scanLiteral(quotes: quotes, hashes: hashes)
            }
        }
    }

    private mutating func scanCode() {
        let hashes = run(of: "#", from: position)
        let quotes = run(of: "\"", from: position + hashes)
        if quotes > 0 {
            let delimiter = quotes < 3 ? 1 : 3
            contexts.append(.literal(quotes: delimiter, hashes: hashes))
            position += hashes + delimiter
        } else if run(of: "/", from: position) >= 2 {
            scanComment()
        } else if source[position] == UInt8(ascii: "`") {
            scanBacktickName()
        } else {
            code[position] = source[position]
            position += 1
        }
    }

    private mutating func scanInterpolation(_ openParentheses: Int) {
        var open = openParentheses
        if run(of: "(", from: position) > 0 { open += 1 }
        if run(of: ")", from: position) > 0 { open -= 1 }
        contexts.removeLast()
        if open > 0 { contexts.append(.interpolation(openParentheses: open)) }
        scanCode()
    }

    private mutating func scanLiteral(quotes: Int, hashes: Int) {
        if run(of: "\\", from: position) > 0, run(of: "#", from: position + 1) >= hashes {
            position += 1 + hashes
            if run(of: "(", from: position) > 0 {
                contexts.append(.interpolation(openParentheses: 1))
            }
            position += 1
        } else if run(of: "\"", from: position) >= quotes, run(of: "#", from: position + quotes) >= hashes {
            contexts.removeLast()
            position += quotes + hashes
        } else {
            position += 1
        }
    }

    private mutating func scanComment() {
        while position < source.count, source[position] != UInt8(ascii: "\n") {
            comments[position] = source[position]
            position += 1
        }
    }

    private mutating func scanBacktickName() {
        repeat {
            position += 1
        } while position < source.count && source[position] != UInt8(ascii: "`")
            && source[position] != UInt8(ascii: "\n")
        position += 1
    }

    /// How often `character` is repeated from `start` on.
    private func run(of character: Unicode.Scalar, from start: Int) -> Int {
        var end = start
        while end < source.count, source[end] == UInt8(ascii: character) { end += 1 }
        return end - start
    }
}
