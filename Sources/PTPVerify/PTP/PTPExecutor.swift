package import Orchestration
import PTP
package import Shell

/// Sets up and verifies the clock of one host over a remote shell.
package struct PTPExecutor: Executor {
    private let configuration: Configuration
    private let worker: HostWorker

    /// Verifies hosts that the connector reaches.
    package init(_ configuration: Configuration, connector: any ShellConnector, surroundings: Surroundings) {
        self.configuration = configuration
        worker = HostWorker(connector: connector, surroundings: surroundings)
    }

    /// Explains what it finds, by the same thresholds.
    var analyzer: PTPAnalyzer { PTPAnalyzer(thresholds: configuration.thresholds.value) }

    package func execute(_ target: ExecutionTarget) async throws -> ExecutionResult {
        let access = target.environment.access
        let endpoint = ShellEndpoint(
            host: access.host,
            port: access.port,
            user: access.user,
            hostID: target.environment.id
        )
        let startedAt = worker.surroundings.clock.now
        let launch = Situation.Launch(target.instanceCase, in: target.environment)
        let bundle = try DriverBundle(configuration)
        var procedure = HostProcedure(configuration.goal(for: launch, with: bundle), launch)
        // Also of a host that is lost on the way.
        defer { if let machine = procedure.record.facts.machine.value?.info { target.noteMachine(machine) } }
        var worker = worker
        worker.bundle = bundle
        try await worker.carryOut(
            &procedure,
            on: "\(target.instanceCase)",
            at: endpoint,
            waitingFor: configuration.loginLimit(for: target.instanceCase.type),
            HostWorker.Watch(health: target.health, willChange: target.willChange, noteRetry: target.noteRetry)
        )
        return result(of: procedure, since: startedAt)
    }

    private func result(of procedure: HostProcedure, since startedAt: Timestamp) -> ExecutionResult {
        let ladder = Ladder(procedure.record.situation, thresholds: configuration.thresholds.value)
        let (verdict, reason) = ladder.verdict
        return ExecutionResult(
            verdict: verdict,
            summary: reason,
            checks: ladder.checks(),
            evidence: procedure.record.evidence,
            figures: ladder.figures,
            metadata: procedure.summary,
            startedAt: startedAt,
            endedAt: worker.surroundings.clock.now,
            insight: Insight(ladder)
        )
    }
}

extension Configuration {
    /// How long one waits until a host lets somebody in: machines without a hypervisor test themselves for long.
    func loginLimit(for type: String) -> Duration {
        loginTimeoutSeconds.value.map { .seconds($0) } ?? (type.contains(".metal") ? .minutes(30) : .minutes(10))
    }

    fileprivate func goal(for launch: Situation.Launch, with bundle: DriverBundle?) -> HostProcedure.Goal {
        let wish = SetupWish(
            mode: driver.value,
            packetTimestamping: packetTimestamping.value,
            release: DriverRelease(tag: enaRelease.value, digest: bundle?.digest ?? enaDigest.value?.lowercased()),
            bundle: bundle.map { _ in DriverBundle.path },
            isClockExpected: launch.expectsClock == true ? true : launch.declared
        )
        return .proof(wish, samples: samples.value, reboots: reboot.value)
    }
}
