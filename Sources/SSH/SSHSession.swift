import Orchestration
import Shell
import Synchronization

/// A connection to one host, whose commands run one after another.
///
/// It lives on its thread: every step with libssh2 is taken there, and there it waits for the network.
actor SSHSession {
    /// Why something did not come to its end.
    enum Interruption: Error {
        case failure(LibSSH2Failure)
        case late
        case cancelled
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    nonisolated let endpoint: ShellEndpoint
    nonisolated let thread: SessionThread
    nonisolated let surroundings: Surroundings
    private nonisolated let turns = Turns()
    /// Why nothing more can be done with it; who sees this must not come to its thread, which may have ended.
    private nonisolated let end = Mutex<ShellError?>(nil)
    var handle: LibSSH2Session

    init(
        _ handle: consuming LibSSH2Session,
        to endpoint: ShellEndpoint,
        on thread: SessionThread,
        in surroundings: Surroundings
    ) {
        self.handle = handle
        self.endpoint = endpoint
        self.thread = thread
        self.surroundings = surroundings
    }

    /// Takes leave; nothing can be run any more.
    func close() { finish(ShellError(.connectionLost, "\(endpoint): the connection was closed here")) }

    /// Gives the connection up for a reason.
    func finish(_ reason: ShellError) {
        let isFirst = end.withLock { end in
            defer { end = end ?? reason }
            return end == nil
        }
        if isFirst { handle.takeLeave() }
    }

    /// Runs a command when its turn has come.
    nonisolated func run(_ command: Command) async throws(ShellError) -> CommandResult {
        guard await turns.take() else { throw .cancelled("\(endpoint)") }
        defer { turns.pass() }
        if let end = end.withLock({ $0 }) { throw end }
        return try await withTaskExecutorPreference(thread) { () throws(ShellError) in try await perform(command) }
    }

    // MARK: - Steps

    /// Takes a step again and again until it is done.
    ///
    /// - Parameter heeding: whether a cancelled task gives up; who cleans up does not.
    func complete<Result>(
        until deadline: Timestamp,
        heeding: Bool = true,
        _ step: (inout LibSSH2Session) throws(LibSSH2Failure) -> Result?
    ) async throws(Interruption) -> Result {
        while true {
            let result: Result?
            do throws(LibSSH2Failure) { result = try step(&handle) } catch { throw .failure(error) }
            if let result { return result }
            try await waitForNetwork(until: deadline, heeding: heeding)
        }
    }

    /// Waits until libssh2 can go on.
    func waitForNetwork(until deadline: Timestamp, heeding: Bool = true) async throws(Interruption) {
        handle.acknowledgeAtOnce()
        switch await thread.wait(for: handle.interest, of: handle.descriptor, until: deadline, heeding: heeding) {
        case .ready: break
        case .late: throw .late
        case .cancelled: throw .cancelled
        }
    }
}
