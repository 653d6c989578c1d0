/// A pattern for names: `*` stands for any text, also for none, and `?` for one character.
package struct Glob: Sendable, Hashable, CustomStringConvertible {
    /// The longest pattern; names are not longer.
    package static let longest = 100

    /// The pattern as it is written.
    package let text: String
    private let scalars: [Unicode.Scalar]

    /// Takes a pattern; every text is one.
    package init(_ text: String) {
        self.text = text
        scalars = Array(text.unicodeScalars)
    }

    package var description: String { text }

    /// Whether it means only what it says.
    package var isPlain: Bool { !text.contains("*") && !text.contains("?") }

    /// Whether the name is one of those that are meant.
    package func matches(_ name: String) -> Bool { Self.match(scalars, Array(name.unicodeScalars), isPattern: false) }

    /// Whether every name that the other pattern means is meant by this one, too.
    ///
    /// Where that is not plain to see the answer is no.
    func covers(_ other: Glob) -> Bool { Self.match(scalars, other.scalars, isPattern: true) }

    /// Walks along both, and after a dead end goes on at the last star with one character more for it.
    private static func match(_ pattern: [Unicode.Scalar], _ name: [Unicode.Scalar], isPattern: Bool) -> Bool {
        var place = 0
        var reached = 0
        var star: (place: Int, reached: Int)?
        while reached < name.count {
            if place < pattern.count, pattern[place] == "*" {
                star = (place, reached)
                place += 1
            } else if place < pattern.count, accepts(pattern[place], name[reached], isPattern) {
                place += 1
                reached += 1
            } else if let last = star {
                star = (last.place, last.reached + 1)
                place = last.place + 1
                reached = last.reached + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }

    private static func accepts(_ wanted: Unicode.Scalar, _ found: Unicode.Scalar, _ isPattern: Bool) -> Bool {
        // A star in the other pattern may stand for anything: only a star is as wide.
        wanted == "?" ? !(isPattern && found == "*") : wanted == found
    }
}
