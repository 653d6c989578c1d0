package import Orchestration
package import PTP

/// Verifies the clock of one host over a remote shell.
package struct PTPExecutor: Executor {
    /// chrony selects a new reference clock some 12 s after its start, and never later than this.
    private static let convergenceLimit = Duration.seconds(90)
    private static let livenessInterval = Duration.seconds(5)
    private static let policy = RetryPolicy(attempts: 1000, base: .milliseconds(500), cap: .seconds(5))

    private let connector: any ShellConnector
    private let surroundings: Surroundings

    package init(connector: any ShellConnector, surroundings: Surroundings) {
        self.connector = connector
        self.surroundings = surroundings
    }

    package func execute(_ target: ExecutionTarget) async throws -> ExecutionResult {
        let access = target.environment.access
        let endpoint = ShellEndpoint(host: access.host, port: access.port, user: access.user)
        let what = "reach \(target.instanceCase) at \(access.host)"
        var attempt = 1
        var lastLook = surroundings.clock.now
        while true {
            do {
                return try await connector.withShell(to: endpoint) { try await verify($0) }
            } catch let error as ShellError {
                try await considerRetry(of: what, after: error, attempt: attempt, &lastLook, target)
                attempt += 1
            }
        }
    }

    /// Waits before the next try, or throws when another try makes no sense: every wait knows whether its object lives.
    private func considerRetry(
        of what: String,
        after error: ShellError,
        attempt: Int,
        _ lastLook: inout Timestamp,
        _ target: ExecutionTarget
    ) async throws {
        guard error.isWorthRetrying, attempt < Self.policy.attempts else {
            throw RunError(.connection, attempt: what, happened: "\(error)", next: Self.advice(for: error))
        }
        // A host that refuses while it boots is alive; one that was there and is not, or is silent, may be gone.
        if error.kind != .refused || surroundings.clock.now - lastLook >= Self.livenessInterval {
            lastLook = surroundings.clock.now
            if case .lost(let reason) = await target.health() {
                throw RunError(.instanceLost, attempt: what, happened: reason, next: "Run the case again.")
            }
        }
        let pause = Self.policy.pause(after: attempt, random: surroundings.random)
        target.noteRetry(what, attempt, pause, "\(error)")
        try await surroundings.clock.sleep(for: pause)
    }

    private static func advice(for error: ShellError) -> String {
        switch error.kind {
        case .authenticationRefused: "Check ssh_user and the key; trying again does not help."
        case .hostKeyMismatch: "Somebody else may be answering; do not trust this host."
        case .commandTimedOut: "The host hangs; look at its console output."
        case .unable: "See whether a newer version of ptp-verify can."
        case .refused, .timedOut, .unreachable, .connectionLost, .cancelled: "Check the security group and the route."
        }
    }

    private func verify(_ shell: any RemoteShell) async throws -> ExecutionResult {
        let startedAt = surroundings.clock.now
        var outputs = ProbeOutputs()
        try await ask(.all, shell, &outputs)
        // A host that has just started has not heard from its time sources yet, and says nothing about its hardware.
        while isConverging(outputs.facts), surroundings.clock.now - startedAt < Self.convergenceLimit {
            try await surroundings.clock.sleep(for: .seconds(2))
            try await ask(.following, shell, &outputs)
        }
        let ladder = Ladder(outputs.facts)
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

    private func ask(_ batch: ProbeBatch, _ shell: any RemoteShell, _ outputs: inout ProbeOutputs) async throws {
        let result = try await shell.run(batch.command)
        for (probe, answer) in batch.answers(in: result.output) {
            outputs.note(probe, answer, at: surroundings.clock.now)
        }
    }

    /// Whether chrony may still come to another result: no reference clock is selected yet, or, on a host without an
    /// ENA clock, the source that would prove an ordinary host has not answered yet.
    private func isConverging(_ facts: ClockFacts) -> Bool {
        guard let sources = facts.sources else { return false }
        guard facts.devices?.contains(where: \.isENA) == true else { return facts.isHardwareUnknown }
        let clocks = sources.filter { $0.mode == .referenceClock }
        return clocks.contains { $0.state == .unusable } && !clocks.contains { $0.state == .selected }
    }
}
