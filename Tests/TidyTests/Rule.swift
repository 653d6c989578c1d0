import Testing

/// One rule of the house: where it is broken, and what to do then.
///
/// A rule cannot be written without a snippet that breaks it and one that keeps it: both are tested.
struct Rule: Sendable, CustomTestStringConvertible {
    /// What the rule asks for.
    let name: String
    /// What to do about a line that breaks it.
    let advice: String
    /// A snippet that breaks the rule once.
    let broken: Snippet
    /// A snippet that comes close and keeps the rule.
    let kept: Snippet
    /// The numbers of the lines that break the rule, from 1.
    let check: @Sendable (SourceFile) -> [Int]

    var testDescription: String { name }
}

/// A piece of source and the path it is imagined at.
struct Snippet: Sendable {
    let path: String
    let text: String

    var file: SourceFile { SourceFile(path: path, text: text) }
}

// MARK: - Rules about words

extension Rule {
    /// A rule that certain words are not in the code of the files `where` selects.
    static func forbids(
        _ needles: [String],
        because name: String,
        advice: String,
        where applies: @escaping @Sendable (SourceFile) -> Bool = { _ in true },
        broken: Snippet,
        kept: Snippet
    ) -> Rule {
        Rule(name: name, advice: advice, broken: broken, kept: kept) { file in
            guard applies(file) else { return [] }
            return file.codeLines.lineNumbers { line in needles.contains { line.mentions($0) } }
        }
    }
}

extension [String] {
    /// The numbers, from 1, of the lines that satisfy `predicate`.
    func lineNumbers(where predicate: (String) -> Bool) -> [Int] {
        indices.filter { predicate(self[$0]) }.map { $0 + 1 }
    }
}

extension String {
    /// Whether the text has `needle` in it, not as the tail of a longer name (`addTask {` is no `Task {`).
    func mentions(_ needle: String) -> Bool {
        !occurrences(of: needle).isEmpty
    }

    /// The byte offsets right after each mention of `needle`.
    ///
    /// Bytes, not characters: the whole tree is searched for every needle, in a debug build.
    func occurrences(of needle: String) -> [Int] {
        let (text, wanted) = (Array(utf8), Array(needle.utf8))
        guard let first = wanted.first, text.count >= wanted.count else { return [] }
        var ends: [Int] = []
        for start in 0...(text.count - wanted.count) where text[start] == first {
            let end = start + wanted.count
            guard text[start..<end].elementsEqual(wanted) else { continue }
            if first.isNamePart, start > 0, text[start - 1].isNamePart { continue }
            ends.append(end)
        }
        return ends
    }
}

extension UInt8 {
    /// Whether the byte can be part of a Swift name.
    fileprivate var isNamePart: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default:
            false
        }
    }
}
