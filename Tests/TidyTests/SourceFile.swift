/// One Swift file of the tree, cut up as the rules want to see it.
struct SourceFile {
    /// The path from the package's root, with `/` between the parts.
    let path: String
    /// The lines as written.
    let lines: [Substring]
    /// The lines without comments and literals, at the same columns.
    let codeLines: [String]
    /// Only the comments.
    let commentLines: [String]

    init(path: String, text: String) {
        self.path = path
        let source = SourceText(Array(text.utf8))
        lines = Self.lines(of: text)
        codeLines = Self.lines(of: String(decoding: source.code, as: UTF8.self)).map(String.init)
        commentLines = Self.lines(of: String(decoding: source.comments, as: UTF8.self)).map(String.init)
    }

    /// Whether the file lies in one of the folders, or is one of the files.
    func isIn(_ places: [String]) -> Bool {
        places.contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    /// The file's name without its folders.
    var name: Substring {
        path.split(separator: "/").last ?? ""
    }

    private static func lines(of text: String) -> [Substring] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.last == "" ? lines.dropLast() : lines
    }
}
