import Orchestration
import PTP
import Shell

/// Carries out a procedure on a host, over as many connections as it takes.
struct HostWorker: Sendable {
    /// What is known of the host from elsewhere.
    struct Watch: Sendable {
        /// Whether it is still there.
        var health: @Sendable () async -> HealthStatus = { .healthy }
        /// Is told before each change.
        var willChange: @Sendable () throws -> Void = {}
        /// Is told what failed and is tried again.
        var noteRetry: @Sendable (_ what: String, _ attempt: Int, _ pause: Duration, _ reason: String) -> Void =
            { _, _, _, _ in }
    }

    private static let livenessInterval = Duration.seconds(5)
    private static let noteInterval = Duration.seconds(30)

    let connector: any ShellConnector
    let surroundings: Surroundings
    /// Is brought to hosts that build their driver.
    var bundle: DriverBundle?

    /// Goes on until the procedure is at its end.
    ///
    /// - Parameters:
    ///   - name: what the host is called in errors.
    ///   - limit: how long one waits at a time until the host lets somebody in.
    /// - Throws: `RunError` when the host could not be reached in time.
    func carryOut(
        _ procedure: inout HostProcedure,
        on name: String,
        at endpoint: ShellEndpoint,
        waitingFor limit: Duration,
        _ watch: Watch = Watch()
    ) async throws {
        var waiting = Waiting(what: "reach \(name) at \(endpoint.host)", for: limit, in: surroundings)
        // Whether the host was told to be away for a while.
        var isAnnounced = false
        var hasBeenThere = false
        while true {
            do {
                let isDone = try await connector.withShell(to: endpoint) { shell in
                    // Whoever was let in once is waited for anew, from when the connection ends, however long it was.
                    defer { waiting.since = surroundings.clock.now }
                    isAnnounced = false
                    // Once for each: a host that was not there at the first try has what was left to do before it.
                    if hasBeenThere { procedure.reconnected(at: surroundings.clock.now) }
                    hasBeenThere = true
                    return try await work(through: shell, &procedure, watch.willChange)
                }
                if isDone { return }
                isAnnounced = procedure.expectsSilence
                waiting.lastLook = surroundings.clock.now
            } catch let error as ShellError {
                isAnnounced = isAnnounced || procedure.expectsSilence
                do {
                    try await considerRetry(after: error, &waiting, watch, isAnnounced: isAnnounced)
                } catch let error as RunError where procedure.hasProof {
                    // What was proven before the reboot was proven.
                    return procedure.giveUpOnReboot(because: error.happened, at: surroundings.clock.now)
                }
            }
        }
    }

    /// Goes as far as one connection goes.
    ///
    /// - Returns: whether all is done; else the host is to be reached anew.
    private func work(
        through shell: any RemoteShell,
        _ procedure: inout HostProcedure,
        _ willChange: () throws -> Void
    ) async throws -> Bool {
        let clock = surroundings.clock
        if let identity = shell.identity { procedure.note(identity, at: clock.now) }
        while true {
            if procedure.pause > .zero { try await clock.sleep(for: procedure.pause) }
            switch procedure.next() {
            case .ask(let batch):
                procedure.note(try await run(batch.command, through: shell), to: batch, at: clock.now)
            case .perform(let step, let command):
                try willChange()
                let result = try await perform(step, by: command, through: shell)
                procedure.note(result, of: step, by: command, at: clock.now)
            case .sample(let sampling):
                procedure.note(try await run(sampling.command, through: shell), of: sampling, at: clock.now)
            case .reconnect: return false
            case .finish: return true
            }
        }
    }

    /// A command that takes too long has failed: that says something about the host, and is no reason to leave it, nor
    /// to forget what it said before.
    private func run(_ command: Command, through shell: any RemoteShell) async throws(ShellError) -> CommandResult {
        do {
            return try await shell.run(command)
        } catch  where error.kind == .commandTimedOut {
            return CommandResult(.killed(signal: "TERM"), output: error.output, errorOutput: Array(error.message.utf8))
        }
    }

    private func perform(
        _ step: SetupStep,
        by command: Command,
        through shell: any RemoteShell
    ) async throws -> CommandResult {
        guard case .buildDriver(_, let path?) = step.action, let bundle else {
            return try await run(command, through: shell)
        }
        do {
            try await shell.upload(bundle.content, to: path, mode: .ownersOnly)
        } catch let error as FileTransferError {
            return CommandResult(exitStatus: 1, output: "", errorOutput: "ptp-verify: \(error)\n")
        } catch let error as ShellError where error.kind == .commandTimedOut {
            return CommandResult(exitStatus: 1, output: "", errorOutput: "ptp-verify: \(error.message)\n")
        }
        let result = try await run(command, through: shell)
        // The host keeps what was built, not what it was built from.
        _ = try await run(Command("rm -f -- \(path.shellQuoted)"), through: shell)
        return result
    }
}

// MARK: - Waiting for hosts

extension HostWorker {
    /// What is known while a host is waited for.
    private struct Waiting {
        let what: String
        let limit: Duration
        let patience: Patience
        var attempt = 1
        /// When nobody was let in for the first time, or was for the last.
        var since: Timestamp
        var lastLook: Timestamp
        var lastNote: (kind: ShellError.Kind, at: Timestamp)?

        init(what: String, for limit: Duration, in surroundings: Surroundings) {
            self.what = what
            self.limit = limit
            patience = Patience(in: surroundings)
            since = surroundings.clock.now
            lastLook = since
        }
    }

    /// Waits before the next try, or throws when another try makes no sense: every wait knows whether its object lives.
    private func considerRetry(
        after error: ShellError,
        _ waiting: inout Waiting,
        _ watch: Watch,
        isAnnounced: Bool
    ) async throws {
        guard error.isWorthRetrying else {
            throw RunError(.connection, attempt: waiting.what, happened: "\(error)", next: Self.advice(for: error))
        }
        guard surroundings.clock.now - waiting.since < waiting.limit else {
            throw RunError(
                .timeout,
                attempt: waiting.what,
                happened: """
                    nobody could log in for \(waiting.limit.inSeconds) s (login_timeout_seconds); last: \(error)
                    """,
                next: Self.advice(for: error)
            )
        }
        // A host that refuses while it boots is alive; one that was there and is not, or is silent, may be gone.
        let isUsual = error.kind == .refused || isAnnounced
        if !isUsual || surroundings.clock.now - waiting.lastLook >= Self.livenessInterval {
            waiting.lastLook = surroundings.clock.now
            if case .lost(let reason) = await watch.health() {
                throw RunError(.instanceLost, attempt: waiting.what, happened: reason, next: "Run the case again.")
            }
        }
        let pause = waiting.patience.pause
        note(error, pause, &waiting, watch)
        try await surroundings.clock.sleep(for: pause)
        waiting.attempt += 1
    }

    /// Writes down what is new; a host that boots is asked several times a second, and always says the same.
    private func note(_ error: ShellError, _ pause: Duration, _ waiting: inout Waiting, _ watch: Watch) {
        let now = surroundings.clock.now
        if let last = waiting.lastNote, last.kind == error.kind, now - last.at < Self.noteInterval { return }
        waiting.lastNote = (error.kind, now)
        watch.noteRetry(waiting.what, waiting.attempt, pause, "\(error)")
    }

    private static func advice(for error: ShellError) -> String {
        switch error.kind {
        case .authenticationRefused: "Check ssh_user and the key; trying again does not help."
        case .hostKeyMismatch: "Somebody else may be answering; do not trust this host."
        case .commandTimedOut: "The host hangs; look at its console output."
        case .nameNotFound: "Check the spelling of the host's name."
        case .unable: "This machine lacks something; `ptp-verify doctor` tells more."
        case .notSSH, .keyExchangeFailed: "Check host and port, and which keys its sshd has."
        case .commandRefused: "Raise MaxSessions in the host's sshd_config."
        case .refused, .timedOut, .unreachable, .connectionLost, .cancelled: "Check the security group and the route."
        }
    }
}
