/// A pattern for names in which `*` stands for any characters, also none, and `?` for exactly one.
package struct NamePattern: Sendable, Equatable {
    /// The pattern as it was written.
    package let text: String
    private let parts: [Unicode.Scalar]

    /// Takes a pattern; a name without `*` and `?` matches itself only.
    package init(_ text: String) {
        self.text = text
        parts = Array(text.unicodeScalars)
    }

    /// Whether a name is like this.
    package func matches(_ name: String) -> Bool {
        let name = Array(name.unicodeScalars)
        var (part, place) = (0, 0)
        /// Where to go on when it turns out that the last `*` stands for more.
        var retry: (part: Int, place: Int)?
        while place < name.count {
            if part < parts.count, parts[part] == "*" {
                retry = (part, place)
                part += 1
            } else if part < parts.count, parts[part] == "?" || parts[part] == name[place] {
                part += 1
                place += 1
            } else if let last = retry {
                retry = (last.part, last.place + 1)
                (part, place) = (last.part + 1, last.place + 1)
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { $0 == "*" }
    }
}
