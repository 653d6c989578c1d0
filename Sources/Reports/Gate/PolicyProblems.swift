package import YAML

/// One thing that is wrong with a policy: what, where, and what to do.
package struct PolicyProblem: Error, Sendable, Hashable {
    /// What is wrong.
    package let message: String
    /// Where; `nil` where it is about all of the file.
    package let mark: YAMLMark?
    /// What to do about it.
    package let remedy: String?

    /// Names a problem.
    package init(_ message: String, at mark: YAMLMark?, _ remedy: String? = nil) {
        self.message = message
        self.mark = mark
        self.remedy = remedy
    }
}

/// Everything that is wrong with a policy, in the order of its text.
package struct PolicyProblems: Error, Sendable, CustomStringConvertible {
    private static let mostPrinted = 50

    /// The file.
    package let path: String
    /// All of it.
    package let all: [PolicyProblem]

    /// Collects problems of a file.
    package init(_ problems: [PolicyProblem], in path: String) {
        self.path = path
        let first = YAMLMark(line: 0, column: 0)
        // Sorting keeps what stands at one place in its order.
        all = problems.enumerated().sorted {
            ($0.element.mark ?? first, $0.offset) < ($1.element.mark ?? first, $1.offset)
        }.map(\.element)
    }

    package var description: String {
        let lines = all.prefix(Self.mostPrinted).map { problem in
            let place = problem.mark.map { "\(path):\($0)" } ?? path
            return "\(place): \(problem.message)" + (problem.remedy.map { "\n    \($0)" } ?? "")
        }
        let rest = all.count - lines.count
        return (lines + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n")
    }
}
