extension Rule {
    static let safety = [noUncheckedSendable, noForcedTry, noBareTask, noUnfinishedWork, noPrint]

    private static let noUncheckedSendable = forbids(
        ["@unchecked Sendable", "nonisolated(unsafe)"],
        because: "nothing escapes the concurrency checks",
        advice: "Make it a value, an actor, or put the state in a Mutex.",
        broken: Snippet(path: "Sources/AWS/Box.swift", text: "final class Box: @unchecked Sendable {}"),
        kept: Snippet(path: "Sources/AWS/Box.swift", text: "/// Not @unchecked Sendable.\nfinal class Box: Sendable {}")
    )

    private static let noForcedTry = forbids(
        ["try!"],
        because: "no forced try",
        advice: "Throw on, or catch and say what happened; #require in a test.",
        broken: Snippet(path: "Tests/PTPTests/A.swift", text: #"let text = "\(try! read())""#),
        kept: Snippet(path: "Tests/PTPTests/A.swift", text: #"let text = "never try!, retry!""#)
    )

    private static let noBareTask = forbids(
        ["Task {", "Task(", "Task.detached", "Task.immediate"],
        because: "no task without a scope",
        advice: "Use a task group or async let; or the helpers in UncancelledCleanup.swift and FirmDeadline.swift.",
        where: {
            !$0.isIn([
                "Sources/Orchestration/Running/UncancelledCleanup.swift",
                "Sources/Orchestration/Running/FirmDeadline.swift",
                "Sources/Simulation/Time/DeterministicExecutor.swift",
            ])
        },
        broken: Snippet(path: "Sources/PTPVerify/Run.swift", text: "let job = Task { await work() }"),
        kept: Snippet(path: "Sources/PTPVerify/Run.swift", text: "group.addTask { await work() }")
    )

    private static let noUnfinishedWork = Rule(
        name: "no unfinished work",
        advice: "Do it now, or write it into an issue and take the note out.",
        broken: Snippet(path: "Sources/PTP/A.swift", text: "work()\n// TODO: the rest"),
        kept: Snippet(path: "Sources/PTP/A.swift", text: #"let marks = ["TODO", "FIXME", "XXX"]"#)
    ) { file in
        file.commentLines.lineNumbers { line in ["TODO", "FIXME", "XXX"].contains { line.mentions($0) } }
    }

    private static let noPrint = forbids(
        ["print(", "debugPrint("],
        because: "only the tools and the console reporters print",
        advice: "Send an event to the reporters instead.",
        where: { !$0.isIn(["Sources/ptp-verify", "Sources/ptp-bench"]) && !$0.name.hasPrefix("Console") },
        broken: Snippet(path: "Sources/AWS/Client.swift", text: "    print(response)"),
        kept: Snippet(path: "Sources/Reports/ConsoleSummary.swift", text: "    print(response)")
    )
}
