/// A shared file of AWS's tools: sections of properties.
///
/// Sections that stand twice are one, a later value replaces an earlier one, names of properties are lower case, and
/// what is nested below a property without a value has the name of both: `ec2.endpoint_url`.
package struct ProfileFile: Sendable, Equatable {
    /// The properties of each section by the words between its brackets, one space between them.
    package private(set) var sections: [String: [String: String]] = [:]

    private var section: String?
    /// The property read last, and how far it is indented: what is indented further belongs to it.
    private var last: (name: String, indentation: Int)?

    package static func == (one: ProfileFile, other: ProfileFile) -> Bool { one.sections == other.sections }

    /// A file that is not there.
    package init() {}

    /// Reads a file's content.
    package init(_ bytes: [UInt8]) throws(ProfileFileError) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, var line) in lines.enumerated() {
            if index == 0, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
            guard let text = String(validating: line, as: UTF8.self) else {
                throw ProfileFileError(line: index + 1, problem: "is not UTF-8 text")
            }
            do {
                try read(text[...])
            } catch {
                throw ProfileFileError(line: index + 1, problem: error.words)
            }
        }
    }
}

/// Why a shared file cannot be read; the line is named and never quoted, as it may hold a secret.
package struct ProfileFileError: Error, Equatable {
    /// Counted from 1.
    package let line: Int
    /// What is wrong with it, to follow "line 3".
    package let problem: String
}

// MARK: - Lines

extension ProfileFile {
    private struct Problem: Error {
        let words: String
    }

    private mutating func read(_ line: Substring) throws(Problem) {
        let text = line.trimmed
        guard let first = text.unicodeScalars.first, first != "#", first != ";" else { return }
        if first == "[" { return try readHeader(text) }
        let indentation = line.unicodeScalars.prefix { $0 == " " || $0 == "\t" }.count
        if let last, indentation > last.indentation { return readContinuation(text, of: last.name) }
        try readProperty(text, indentation)
    }

    private mutating func readHeader(_ text: Substring) throws(Problem) {
        guard let end = text.firstIndex(of: "]") else {
            throw Problem(words: "begins a section with \"[\" and does not end it with \"]\"")
        }
        let rest = text[text.index(after: end)...].trimmed
        guard rest.isEmpty || rest.first == "#" || rest.first == ";" else {
            throw Problem(words: "goes on after the \"]\" of its section")
        }
        let words = text[..<end].dropFirst().split { $0 == " " || $0 == "\t" }
        guard !words.isEmpty else { throw Problem(words: "begins a section without a name") }
        let name = words.joined(separator: " ")
        section = name
        last = nil
        if sections[name] == nil { sections[name] = [:] }
    }

    private mutating func readProperty(_ text: Substring, _ indentation: Int) throws(Problem) {
        guard let equals = text.firstIndex(of: "=") else {
            throw Problem(words: "is neither a section nor a property: it has no \"=\"")
        }
        guard let section else { throw Problem(words: "stands before the first section") }
        let name = text[..<equals].trimmed.lowercased()
        guard !name.isEmpty else { throw Problem(words: "has no name before its \"=\"") }
        sections[section]?[name] = String(text[text.index(after: equals)...].withoutComment.trimmed)
        last = (name, indentation)
    }

    /// A value may go on in the next lines; below an empty one stand nested properties.
    private mutating func readContinuation(_ text: Substring, of name: String) {
        guard let section, let value = sections[section]?[name] else { return }
        guard value.isEmpty else {
            sections[section]?[name] = value + "\n" + text
            return
        }
        guard let equals = text.firstIndex(of: "=") else { return }
        let nested = text[..<equals].trimmed.lowercased()
        sections[section]?["\(name).\(nested)"] = String(text[text.index(after: equals)...].withoutComment.trimmed)
    }
}

extension Substring {
    /// The text without white space around it.
    var trimmed: Substring {
        let isSpace = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" || scalar == "\r" }
        let start = unicodeScalars.drop(while: isSpace)
        guard let last = start.lastIndex(where: { !isSpace($0) }) else { return Substring() }
        return Substring(start[...last])
    }

    /// A value up to its comment, which begins after white space.
    fileprivate var withoutComment: Substring {
        var previous: Character?
        for index in indices {
            let character = self[index]
            if character == "#" || character == ";", previous == " " || previous == "\t" { return self[..<index] }
            previous = character
        }
        return self
    }
}
