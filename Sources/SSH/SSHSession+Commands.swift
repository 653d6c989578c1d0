import Orchestration
import Shell

extension SSHSession {
    /// How long it may take to end a command that did not end itself.
    private static let endingLimit = Duration.seconds(5)
    private static let bufferSize = 64 * 1024
    private static let openingPauses: [Duration] = [.milliseconds(5), .milliseconds(20), .milliseconds(80)]

    /// Runs a command; nothing else is under way.
    func perform(_ command: Command) async throws(ShellError) -> CommandResult {
        let startedAt = surroundings.clock.now
        let deadline = startedAt + command.timeout
        let remote = RemoteCommand(command, nonce: surroundings.random.next())
        var capture = CommandCapture(limit: command.outputLimit)
        var hasStarted = false
        let ending: CommandResult.Ending?
        do throws(Interruption) {
            try await start(remote.line, until: deadline)
            hasStarted = true
            try await converse(remote.input, &capture, until: deadline)
            ending = handle.ending
            try await complete(until: deadline) { (handle) throws(LibSSH2Failure) in try handle.freeChannel() }
        } catch {
            throw await give(up: command, remote, capture, hasStarted: hasStarted, because: error)
        }
        guard let ending else {
            let words = "the host broke off a command and did not say how it ended"
            throw ShellError(.connectionLost, "\(endpoint): \(words); \(Self.said(capture))")
        }
        return capture.result(ending, of: remote, after: surroundings.clock.now - startedAt)
    }

    private func start(_ line: String, until deadline: Timestamp) async throws(Interruption) {
        try await openChannel(until: deadline)
        do throws(Interruption) {
            try await complete(until: deadline) { (handle) throws(LibSSH2Failure) in try handle.execute(line) }
        } catch {
            handle.abandonChannel()
            throw error
        }
    }

    /// Opens a channel; where a host allows one at a time, it takes a moment until the one before is gone there.
    private func openChannel(until deadline: Timestamp) async throws(Interruption) {
        for pause in Self.openingPauses {
            do throws(Interruption) {
                return try await complete(until: deadline) { (handle) throws(LibSSH2Failure) in
                    try handle.openChannel()
                }
            } catch {
                guard case .failure(let failure) = error, failure.isChannelRefused else { throw error }
            }
            let end = min(surroundings.clock.now + pause, deadline)
            if case .cancelled = await thread.wait(for: [], of: -1, until: end) { throw .cancelled }
        }
        try await complete(until: deadline) { (handle) throws(LibSSH2Failure) in try handle.openChannel() }
    }

    // MARK: - Talking

    /// What can be done on a channel.
    private enum Turn: CaseIterable {
        case reading, listening, writing
    }

    /// What came of doing it.
    private enum Progress {
        case some
        /// Nothing to do for now.
        case none
        /// The socket is full; libssh2 demands that this very step is taken again before any other.
        case stuck
    }

    /// Gives the command what it is to read and takes what it says, both at once, until the host closes the channel.
    private func converse(
        _ input: [UInt8],
        _ capture: inout CommandCapture,
        until deadline: Timestamp
    ) async throws(Interruption) {
        var rest: ArraySlice<UInt8>? = input[...]
        var buffer = [UInt8](repeating: 0, count: Self.bufferSize)
        var stuck: Turn?
        while true {
            var progressed = false
            for turn in stuck.map({ [$0] }) ?? Turn.allCases {
                let progress: Progress
                do throws(LibSSH2Failure) { progress = try take(turn, &rest, &buffer, &capture) } catch {
                    throw .failure(error)
                }
                stuck = progress == .stuck ? turn : nil
                progressed = progressed || progress == .some
                if stuck != nil { break }
            }
            if stuck == nil { progressed = progressed || handle.hasUnread }
            if stuck == nil, !progressed, try isOver() { return }
            if stuck != nil || !progressed {
                try await waitForNetwork(until: deadline)
            } else {
                // Others live on this thread, too.
                await Task.yield()
                if Task.isCancelled { throw .cancelled }
                if surroundings.clock.now > deadline { throw .late }
            }
        }
    }

    /// Whether the host has closed the channel: only then it has said how the command ended.
    private func isOver() throws(Interruption) -> Bool {
        guard handle.isAtEnd else { return false }
        do throws(LibSSH2Failure) { return try handle.waitUntilClosed() != nil } catch { throw .failure(error) }
    }

    private func take(
        _ turn: Turn,
        _ rest: inout ArraySlice<UInt8>?,
        _ buffer: inout [UInt8],
        _ capture: inout CommandCapture
    ) throws(LibSSH2Failure) -> Progress {
        let done: Bool
        switch turn {
        case .reading: done = try listen(to: .output, &buffer, &capture)
        case .listening: done = try listen(to: .complaints, &buffer, &capture)
        case .writing: done = try feed(&rest)
        }
        if done { return .some }
        return handle.interest.contains(.writing) ? .stuck : .none
    }

    private func listen(
        to stream: CommandStream,
        _ buffer: inout [UInt8],
        _ capture: inout CommandCapture
    ) throws(LibSSH2Failure) -> Bool {
        guard let count = try handle.read(stream, into: &buffer), count > 0 else { return false }
        capture.note(buffer[..<count], on: stream)
        return true
    }

    private func feed(_ rest: inout ArraySlice<UInt8>?) throws(LibSSH2Failure) -> Bool {
        guard let left = rest else { return false }
        if left.isEmpty {
            guard try handle.endInput() != nil else { return false }
            rest = nil
        } else {
            guard let count = try handle.write(left), count > 0 else { return false }
            rest = left.dropFirst(count)
        }
        return true
    }

    // MARK: - Giving up

    /// Ends what runs on the host, if possible, and says why; afterwards the connection works or is known not to.
    private func give(
        up command: Command,
        _ remote: RemoteCommand,
        _ capture: CommandCapture,
        hasStarted: Bool,
        because interruption: Interruption
    ) async -> ShellError {
        let said = Self.said(capture)
        let reason: ShellError
        switch interruption {
        case .failure(let failure):
            let reason = explain(interruption, doing: "run a command to its end\(hasStarted ? " (\(said))" : "")")
            if !failure.isChannelRefused { finish(reason) }
            return reason
        case .late:
            reason = ShellError(
                .commandTimedOut,
                "\(endpoint): the command did not end within \(command.timeout.inSeconds) s; \(said)",
                output: capture.output
            )
        case .cancelled: reason = .cancelled("\(endpoint)")
        }
        // In the middle of a step of libssh2 nothing else can be begun.
        guard hasStarted, !handle.interest.contains(.writing) else {
            finish(givenUp)
            return reason
        }
        let failure = await endCommand(processID: await processID(of: remote, capture))
        // A host that was switched off and on says nothing until it is spoken to.
        guard case .late = interruption, let failure, !failure.isChannelRefused else { return reason }
        return ShellError(.connectionLost, "\(reason.message); then the connection was gone", output: capture.output)
    }

    /// The number of the shell that runs a command; who gives up early has not heard it yet.
    private func processID(of remote: RemoteCommand, _ capture: CommandCapture) async -> Int? {
        let deadline = surroundings.clock.now + Self.endingLimit
        var capture = capture
        var buffer = [UInt8](repeating: 0, count: Self.bufferSize)
        while true {
            if let opening = remote.opening(of: capture.complaints) { return opening.processID }
            do {
                let complained = try listen(to: .complaints, &buffer, &capture)
                if try complained || listen(to: .output, &buffer, &capture) { continue }
                if handle.hasUnread, surroundings.clock.now < deadline { continue }
                if handle.isAtEnd { return nil }
                try await waitForNetwork(until: deadline, heeding: false)
            } catch {
                return nil
            }
        }
    }

    private var givenUp: ShellError {
        ShellError(.connectionLost, "\(endpoint): the connection was given up with a command that hung")
    }

    private static func said(_ capture: CommandCapture) -> String {
        "\(capture.output.count) bytes of output came before"
    }

    /// Ends what a command has started, on a channel of its own.
    ///
    /// - Returns: what is wrong with the connection, if that shows.
    private func endCommand(processID: Int?) async -> LibSSH2Failure? {
        let deadline = surroundings.clock.now + Self.endingLimit
        handle.setAside()
        do throws(Interruption) {
            if let processID {
                let line = "exec sh -c \(RemoteCommand.ending(processID: processID).shellQuoted) >/dev/null 2>&1"
                try await uncancelled(until: deadline) { (handle) throws(LibSSH2Failure) in try handle.openChannel() }
                try await uncancelled(until: deadline) { (handle) throws(LibSSH2Failure) in try handle.execute(line) }
                try await uncancelled(until: deadline) { (handle) throws(LibSSH2Failure) in try handle.drain() }
                try await uncancelled(until: deadline) { (handle) throws(LibSSH2Failure) in try handle.freeChannel() }
            }
            handle.takeUp()
            try await uncancelled(until: deadline) { (handle) throws(LibSSH2Failure) in try handle.freeChannel() }
            return nil
        } catch {
            // Also where the host allows no second channel: the first stays taken as long as the command runs.
            finish(givenUp)
            guard case .failure(let failure) = error else { return nil }
            return failure
        }
    }

    private func uncancelled(
        until deadline: Timestamp,
        _ step: (inout LibSSH2Session) throws(LibSSH2Failure) -> Void?
    ) async throws(Interruption) {
        try await complete(until: deadline, heeding: false, step)
    }
}
