/// Takes one case through its life: performs what its state machine decides, and feeds back what came of it.
struct CaseRunner: Sendable {
    let plan: RunPlan
    let provisioner: any Provisioner
    let executor: any Executor
    let analyzer: any Analyzer
    let journal: Journal
    let surroundings: Surroundings
    let hurry: Hurry
    /// How long an analyzer may take.
    let onlookerLimit: Duration

    /// Runs a case until it ended or is held.
    ///
    /// - Returns: the machine of a case that is held; `nil` for one that ended.
    func run(_ machine: CaseStateMachine, beginningWith first: CaseStateMachine.Event) async -> CaseStateMachine? {
        var machine = machine
        var event = first
        let deadline = surroundings.clock.now + machine.instanceCase.timeout
        while true {
            let action = machine.handle(event)
            if case .finish(let outcome) = action {
                record(.caseEnded(machine.instanceCase.id, outcome))
                return nil
            }
            record(.caseMoved(machine.instanceCase.id, machine.stage))
            if action == .hold { return machine }
            event = await perform(action, of: machine, by: deadline)
        }
    }

    private func perform(
        _ action: CaseStateMachine.Action,
        of machine: CaseStateMachine,
        by deadline: Timestamp
    ) async -> CaseStateMachine.Event {
        let instanceCase = machine.instanceCase
        switch action {
        case .provision:
            return await attempt("provision \(instanceCase)", by: deadline) {
                let environment = try await provisioner.provision(instanceCase, of: plan, recordingIn: journal)
                try journal.record(.environmentReady(instanceCase.id, environment))
                return .provisioned(environment)
            }
        case .execute(let environment):
            let target = target(instanceCase, environment, by: deadline)
            let event = await attempt("verify \(instanceCase)", by: deadline) {
                let result = try await executor.execute(target)
                try journal.record(.executed(instanceCase.id, result.recorded))
                return .executed(result)
            }
            if case .failed(let error) = event { await secureEvidence(of: error, instanceCase, environment) }
            return event
        case .analyze(let input): return await analyze(input)
        case .keep: return .disposed(await keep(instanceCase, machine.environment))
        case .release: return .disposed(await release(instanceCase))
        case .hold, .finish: preconditionFailure("\(action) is not performed")
        }
    }

    private func attempt(
        _ what: @autoclosure () -> String,
        by deadline: Timestamp,
        _ body: @escaping @Sendable () async throws -> CaseStateMachine.Event
    ) async -> CaseStateMachine.Event {
        do {
            try Task.checkCancellation()
            let left = deadline - surroundings.clock.now
            guard left > .zero else { throw DeadlinePassed(limit: .zero, setting: InstanceCase.timeoutSetting) }
            return try await withDeadline(
                left,
                setBy: InstanceCase.timeoutSetting,
                on: surroundings.clock,
                operation: body
            )
        } catch {
            // Whatever a cancelled stage throws, the reason is that it was cancelled.
            let isInterrupted = Task.isCancelled && !(error is JournalError)
            return .failed(RunError(isInterrupted ? CancellationError() : error, attempt: what()))
        }
    }

    /// Notes what the provider can show of an environment into which nobody got: soon it will be gone.
    private func secureEvidence(
        of error: RunError,
        _ instanceCase: InstanceCase,
        _ environment: EnvironmentInfo
    ) async {
        guard [.connection, .timeout, .instanceLost].contains(error.code) else { return }
        let startedAt = surroundings.clock.now
        let testimony = try? await withFirmDeadline(onlookerLimit, in: surroundings) {
            await provisioner.testimony(about: environment)
        }
        guard let evidence = testimony ?? nil else { return }
        let result = ExecutionResult(
            verdict: .inconclusive,
            summary: error.happened,
            evidence: [evidence],
            startedAt: startedAt,
            endedAt: surroundings.clock.now
        )
        record(.executed(instanceCase.id, result))
    }

    private func target(_ instanceCase: InstanceCase, _ environment: EnvironmentInfo, by deadline: Timestamp)
        -> ExecutionTarget
    {
        ExecutionTarget(
            instanceCase: instanceCase,
            environment: environment,
            timeout: deadline - surroundings.clock.now,
            health: { await provisioner.health(of: environment) },
            willChange: { try provisioner.willChange(instanceCase, recordingIn: journal) },
            noteRetry: { what, attempt, pause, reason in
                record(.retrying(instanceCase.id, what: what, attempt: attempt, pause: pause, because: reason))
            },
            noteMachine: { record(.machineSeen(instanceCase.id, $0)) }
        )
    }

    private func analyze(_ input: AnalysisInput) async -> CaseStateMachine.Event {
        guard analyzer.shouldAnalyze(input) else { return .analyzed([]) }
        do {
            let findings = try await withFirmDeadline(onlookerLimit, in: surroundings) {
                try await analyzer.analyze(input)
            }
            record(.analyzed(input.instanceCase.id, findings))
            return .analyzed(findings)
        } catch {
            record(.noted("the analyzer failed on \(input.instanceCase.id): \(error)"))
            return .failed(RunError(error, attempt: "analyze \(input.instanceCase.id)"))
        }
    }

    private func keep(_ instanceCase: InstanceCase, _ environment: EnvironmentInfo?) async -> CaseOutcome.Disposal {
        _ = await withUncancelledCleanup(within: plan.cleanupTimeout, hurry: hurry, in: surroundings) {
            for entry in journal.withHistory({ $0.ledger.leaks(of: instanceCase.id) }) {
                guard let id = entry.state.id else { continue }
                do {
                    let until = try await provisioner.keep(entry.resource, id: id, of: environment)
                    try journal.record(.resourceKept(token: entry.resource.token, until: until))
                } catch {
                    record(.noted("\(id) could not be kept (\(error)) and is terminated"))
                }
            }
        }
        // What could not be kept must not be left behind either.
        return await release(instanceCase)
    }

    private func release(_ instanceCase: InstanceCase) async -> CaseOutcome.Disposal {
        let releaser = Releaser(provisioner, recordingIn: journal)
        _ = await withUncancelledCleanup(within: plan.cleanupTimeout, hurry: hurry, in: surroundings) {
            await releaser.release(instanceCase.id)
        }
        return journal.withHistory { $0.ledger.disposal(of: instanceCase.id) }
    }

    /// Writes down what nobody waits for; a journal that fails is noticed by whatever depends on it.
    private func record(_ event: RunEvent) { try? journal.record(event) }
}
