import Orchestration
import Shell
import Testing

extension RemoteShellContract {
    /// So late may the answer of a command come that was to end: the host is asked to end it, and gets a second chance.
    private static let grace = Duration.seconds(8)

    /// The duration of a command is the time that it took.
    public func durationsAreTrue() async throws {
        try await lend { shell in
            let startedAt = clock.now
            let result = try await shell.run(Command("sleep 0.3"))
            let elapsed = clock.now - startedAt
            #expect(result.duration >= .milliseconds(300) && result.duration <= elapsed, "\(result.duration)")
        }
    }

    /// Each stream has its own room; what has none is said to be missing, and the command still ends by itself.
    public func outputBeyondTheLimitIsDropped() async throws {
        try await lend { shell in
            let zeros = [UInt8](repeating: 0, count: 1000)
            let much = try await shell.run(
                Command("head -c 3000000 /dev/zero; echo trouble >&2; exit 3", outputLimit: 1000)
            )
            let isCut = much.outputBytes == zeros && much.isTruncated
            #expect(isCut, "\(much.outputBytes.count) bytes were kept of 3000000, truncated: \(much.isTruncated)")
            #expect(much.ending == .exited(3))
            #expect(much.errorOutput == "trouble\n", "one stream takes no room from the other")
            let complaints = try await shell.run(Command("head -c 3000000 /dev/zero >&2; echo fine", outputLimit: 1000))
            let isComplaintCut = complaints.errorBytes == zeros && complaints.isTruncated
            #expect(isComplaintCut, "\(complaints.errorBytes.count) bytes were kept of 3000000 complaints")
            #expect(complaints.output == "fine\n")
            let exact = try await shell.run(
                Command("head -c 1000 /dev/zero; head -c 1000 /dev/zero >&2", outputLimit: 1000)
            )
            let isExact = exact.outputBytes == zeros && exact.errorBytes == zeros && !exact.isTruncated
            #expect(isExact, "what just fits is not truncated")
            for stream in ["", " >&2"] {
                #expect(try await shell.run(Command("head -c 1001 /dev/zero\(stream)", outputLimit: 1000)).isTruncated)
                let nothing = try await shell.run(Command("echo\(stream)", outputLimit: 0))
                #expect(nothing.outputBytes.isEmpty && nothing.errorBytes.isEmpty && nothing.isTruncated)
            }
            #expect(try await shell.run(Command("true", outputLimit: 0)).isTruncated == false)
        }
    }

    /// Nobody gets what belongs to another.
    public func commandsAtTheSameTimeGetTheirOwnAnswers() async throws {
        try await lend { shell in
            try await withThrowingTaskGroup { group in
                for number in 0..<20 {
                    group.addTask {
                        let text = "echo out \(number); cat >&2; exit \(number)"
                        let result = try await shell.run(Command(text, input: Array("in \(number)".utf8)))
                        #expect(result.output == "out \(number)\n" && result.errorOutput == "in \(number)")
                        #expect(result.ending == .exited(number))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    /// A command gets the time that it was given and not much more; then the shell is free for the next.
    public func aTimeoutFires() async throws {
        try await lend { shell in
            for text in ["echo before; sleep 600", "sleep 600; echo after"] {
                let startedAt = clock.now
                let failure = await failure(of: Command(text, timeout: .milliseconds(400)), in: shell)
                let elapsed = clock.now - startedAt
                #expect(failure?.kind == .commandTimedOut, "\(text): \(failure?.description ?? "no error")")
                #expect(elapsed >= .milliseconds(400) && elapsed < Self.grace, "timed out after \(elapsed)")
                try await answers(shell)
            }
        }
    }

    /// Whoever cancels a command is not kept waiting, whether it runs or waits for its turn; others are not disturbed.
    public func cancellingEndsSoon() async throws {
        try await lend { shell in
            let failures = await withTaskGroup { group in
                for _ in 1...3 {
                    group.addTask { await failure(of: Command("sleep 600", timeout: .seconds(1000)), in: shell) }
                }
                try? await clock.sleep(for: .milliseconds(300))
                let cancelledAt = clock.now
                group.cancelAll()
                let failures = await group.reduce(into: []) { $0.append($1) }
                let elapsed = clock.now - cancelledAt
                #expect(elapsed < Self.grace, "cancelled commands end only after \(elapsed)")
                return failures
            }
            #expect(failures.map { $0?.kind } == [.cancelled, .cancelled, .cancelled])
            try await answers(shell)
        }
    }

    private func answers(_ shell: any RemoteShell) async throws {
        #expect(try await shell.run(Command("echo usable")).output == "usable\n")
    }

    private func failure(of command: Command, in shell: any RemoteShell) async -> ShellError? {
        do throws(ShellError) {
            _ = try await shell.run(command)
            return nil
        } catch {
            return error
        }
    }
}
