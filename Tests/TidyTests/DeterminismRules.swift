extension Rule {
    static let determinism = [noRealClock, noUnseededChance, noUnseededRange, noSleepingTests]

    private static let noRealClock = forbids(
        ["Date()", "Date.now", "ContinuousClock()", "ContinuousClock.now", "SuspendingClock()", "SuspendingClock.now"],
        because: "clocks are passed in",
        advice: "Take a clock or a time as a parameter; only Sources/PTPVerify/Assembly chooses the real one.",
        where: choosesNothingReal,
        broken: Snippet(path: "Sources/AWS/Signer.swift", text: "let signer = Signer(date: Date())"),
        kept: Snippet(path: "Sources/PTPVerify/Assembly/Clocks.swift", text: "let signer = Signer(date: Date())")
    )

    private static let noUnseededChance = forbids(
        ["SystemRandomNumberGenerator", ".random()", ".randomElement()", ".shuffled()", ".shuffle()", "UUID()"],
        because: "randomness is passed in",
        advice: "Take a generator as a parameter; only Sources/PTPVerify/Assembly chooses the real one.",
        where: choosesNothingReal,
        broken: Snippet(path: "Sources/Simulation/Fault.swift", text: "let fault = faults.randomElement()"),
        kept: Snippet(path: "Sources/Simulation/Fault.swift", text: "let fault = faults.randomElement(using: &chance)")
    )

    private static let noUnseededRange = Rule(
        name: "random numbers are drawn from a generator passed in",
        advice: "Write .random(in: range, using: &generator).",
        broken: Snippet(path: "Sources/AWS/Retry.swift", text: "wait(.random(in: 0..<max(1, 2)), using: clock)"),
        kept: Snippet(
            path: "Sources/AWS/Retry.swift",
            text: "wait(\n.random(\nin: 0..<max(1, 2),\nusing: &chance\n)\n)"
        )
    ) { file in
        guard choosesNothingReal(file) else { return [] }
        let code = file.codeLines.joined(separator: "\n")
        return code.occurrences(of: ".random(").compactMap { start in
            let arguments = code.utf8.dropFirst(start).prefixInsideParentheses
            guard arguments.mentions("in:"), !arguments.mentions("using:") else { return nil }
            return code.utf8.prefix(start).count { $0 == UInt8(ascii: "\n") } + 1
        }
    }

    private static let noSleepingTests = forbids(
        ["Task.sleep", "Thread.sleep", "usleep("],
        because: "tests wait for facts, not for time",
        advice: "Await the event itself, or use the virtual clock.",
        where: { $0.isIn(["Tests"]) },
        broken: Snippet(path: "Tests/AWSTests/RetryTests.swift", text: "try await Task.sleep(for: .seconds(1))"),
        kept: Snippet(path: "Tests/AWSTests/RetryTests.swift", text: "try await clock.nextSleep()")
    )

    /// Whether the file is library code that has to be told its clock and its chance.
    private static let choosesNothingReal: @Sendable (SourceFile) -> Bool = { file in
        file.isIn(["Sources"]) && !file.isIn(["Sources/PTPVerify/Assembly", "Sources/ptp-bench"])
    }
}

extension Substring.UTF8View {
    /// What stands before the parenthesis that closes the one already open, without what inner ones hold.
    fileprivate var prefixInsideParentheses: String {
        var open = 1
        var bytes: [UInt8] = []
        for byte in self {
            if byte == UInt8(ascii: "(") { open += 1 }
            if byte == UInt8(ascii: ")") { open -= 1 }
            if open == 0 { break }
            if open == 1 { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
