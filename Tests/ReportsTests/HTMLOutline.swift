/// The tags of a page in their order, read as strictly as XML is: whoever writes one that is not closed has none.
struct HTMLOutline {
    struct Problem: Error, CustomStringConvertible { let description: String }

    /// Each tag with the names of its attributes.
    private(set) var tags: [String] = []
    /// The values of all attributes of a name.
    private(set) var values: [String: [String]] = [:]
    /// The words between the tags.
    private(set) var text = ""

    private var open: [String] = []

    init(_ page: [UInt8]) throws {
        guard let source = String(validating: page, as: UTF8.self) else { throw Problem(description: "no UTF-8") }
        var rest = source[...]
        guard rest.hasPrefix("<!DOCTYPE html>") else { throw Problem(description: "no document type") }
        rest.removeFirst("<!DOCTYPE html>".count)
        while let start = rest.firstIndex(of: "<") {
            try note(words: rest[..<start])
            guard let end = rest[start...].firstIndex(of: ">") else { throw Problem(description: "an endless tag") }
            try note(tag: rest[rest.index(after: start)..<end])
            rest = rest[rest.index(after: end)...]
        }
        guard open.isEmpty, rest.allSatisfy(\.isWhitespace) else { throw Problem(description: "open: \(open)") }
    }

    private mutating func note(words: Substring) throws {
        // Style sheets are ours, and have signs of their own.
        if open.last != "style", words.contains(">") { throw Problem(description: "a bare > in \(words)") }
        text += words
    }

    private mutating func note(tag: Substring) throws {
        if tag.hasPrefix("/") {
            guard open.popLast() == String(tag.dropFirst()) else {
                throw Problem(description: "</\(tag)> closes nothing")
            }
            return
        }
        let isEmpty = tag.hasSuffix("/")
        var rest = isEmpty ? tag.dropLast() : tag
        let name = String(rest.prefix { !$0.isWhitespace })
        rest.removeFirst(name.count)
        var names: [String] = []
        while let equals = rest.firstIndex(of: "=") {
            let attribute = rest[..<equals].filter { !$0.isWhitespace }
            let quoted = rest[rest.index(after: equals)...]
            guard quoted.first == "\"", let end = quoted.dropFirst().firstIndex(of: "\"") else {
                throw Problem(description: "an attribute without quotes: \(tag)")
            }
            guard !names.contains(attribute) else { throw Problem(description: "\(attribute) twice: \(tag)") }
            names.append(attribute)
            values[attribute, default: []].append(String(quoted.dropFirst()[..<end]))
            rest = quoted[quoted.index(after: end)...]
        }
        guard rest.allSatisfy(\.isWhitespace) else { throw Problem(description: "no attribute: \(tag)") }
        tags.append(([name] + names).joined(separator: " "))
        if !isEmpty { open.append(name) }
    }
}
