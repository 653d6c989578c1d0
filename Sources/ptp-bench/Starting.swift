/// How soon the tool answers when somebody only wants help.
enum Starting {
    /// The tool, which stands next to this one.
    static var tool: String {
        Child.ownPath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/ptp-verify"
    }

    static func measure() throws -> [Figure] {
        let starts = try (1...20).map { _ in try Child.run(tool, "--help") }
        let times = starts.map(\.seconds).sorted()
        return [
            .atMost(30, "ptp-verify --help", times[times.count / 2] * 1000, "ms"),
            .atMost(30, "memory of ptp-verify --help", starts.map(\.peakMebibytes).max() ?? 0, "MiB"),
        ]
    }
}
