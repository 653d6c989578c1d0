package import Orchestration
import PTP
package import Shell

/// Verifies the clock of one host over a remote shell.
package struct PTPExecutor: Executor {
    /// chrony selects a new reference clock some 12 s after its start, and never later than this.
    private static let convergenceLimit = Duration.seconds(90)
    private static let livenessInterval = Duration.seconds(5)
    private static let noteInterval = Duration.seconds(30)

    private let connector: any ShellConnector
    private let surroundings: Surroundings
    private let loginLimit: Duration?

    /// Verifies hosts that the connector reaches.
    package init(_ configuration: Configuration, connector: any ShellConnector, surroundings: Surroundings) {
        self.connector = connector
        self.surroundings = surroundings
        loginLimit = configuration.loginTimeoutSeconds.value.map { .seconds($0) }
    }

    /// How long one waits until a host lets somebody in: machines without a hypervisor test themselves for long.
    private func loginLimit(_ instanceCase: InstanceCase) -> Duration {
        loginLimit ?? (instanceCase.type.contains(".metal") ? .minutes(30) : .minutes(10))
    }

    package func execute(_ target: ExecutionTarget) async throws -> ExecutionResult {
        let access = target.environment.access
        let endpoint = ShellEndpoint(
            host: access.host,
            port: access.port,
            user: access.user,
            hostID: target.environment.id
        )
        let what = "reach \(target.instanceCase) at \(access.host)"
        let limit = loginLimit(target.instanceCase)
        var waiting = Waiting(what: what, for: limit, in: surroundings)
        while true {
            do {
                return try await connector.withShell(to: endpoint) { shell in
                    // Whoever was let in once is waited for anew.
                    waiting.since = surroundings.clock.now
                    return try await verify(shell)
                }
            } catch let error as ShellError {
                try await considerRetry(after: error, &waiting, target)
            }
        }
    }

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
        _ target: ExecutionTarget
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
        if error.kind != .refused || surroundings.clock.now - waiting.lastLook >= Self.livenessInterval {
            waiting.lastLook = surroundings.clock.now
            if case .lost(let reason) = await target.health() {
                throw RunError(.instanceLost, attempt: waiting.what, happened: reason, next: "Run the case again.")
            }
        }
        let pause = waiting.patience.pause
        note(error, pause, &waiting, target)
        try await surroundings.clock.sleep(for: pause)
        waiting.attempt += 1
    }

    /// Writes down what is new; a host that boots is asked several times a second, and always says the same.
    private func note(_ error: ShellError, _ pause: Duration, _ waiting: inout Waiting, _ target: ExecutionTarget) {
        let now = surroundings.clock.now
        if let last = waiting.lastNote, last.kind == error.kind, now - last.at < Self.noteInterval { return }
        waiting.lastNote = (error.kind, now)
        target.noteRetry(waiting.what, waiting.attempt, pause, "\(error)")
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

    private func verify(_ shell: any RemoteShell) async throws -> ExecutionResult {
        let startedAt = surroundings.clock.now
        var outputs = HostRecord()
        if let identity = shell.identity { outputs.note(identity, at: startedAt) }
        try await ask(.all, shell, &outputs)
        // A host that has just started has not heard from its time sources yet, and says nothing about its hardware.
        while isConverging(outputs.facts), surroundings.clock.now - startedAt < Self.convergenceLimit {
            try await surroundings.clock.sleep(for: .seconds(2))
            try await ask(.following, shell, &outputs)
        }
        let ladder = Ladder(outputs.situation)
        let (verdict, reason) = ladder.verdict
        return ExecutionResult(
            verdict: verdict,
            summary: reason,
            checks: ladder.checks(),
            evidence: outputs.evidence,
            figures: ladder.figures,
            startedAt: startedAt,
            endedAt: surroundings.clock.now
        )
    }

    private func ask(_ batch: ProbeBatch, _ shell: any RemoteShell, _ outputs: inout HostRecord) async throws {
        let result = try await shell.run(batch.command)
        for (probe, answer) in batch.answers(in: result.outputBytes) {
            outputs.note(probe, answer, at: surroundings.clock.now)
        }
    }

    /// Whether chrony may still come to another result: no reference clock is selected yet, or, on a host without an
    /// ENA clock, the source that would prove an ordinary host has not answered yet.
    private func isConverging(_ facts: HostFacts) -> Bool {
        guard let sources = facts.sources.value?.rows else { return false }
        guard facts.ownClocks?.isEmpty == false else { return facts.linkLocalStratum == nil }
        let clocks = sources.filter { $0.mode == .referenceClock }
        return clocks.contains { $0.state == .unusable } && !clocks.contains { $0.state == .selected }
    }
}
