package import Orchestration

extension Configuration {
    /// The cases that the settings ask for, in their order.
    package var cases: [InstanceCase] { launches ? launchedCases : hostCases }

    private var launchedCases: [InstanceCase] {
        instanceTypes.value.flatMap { request in
            (1...request.quantity).map { index in
                InstanceCase(
                    type: request.type,
                    index: index,
                    of: request.quantity,
                    expectation: request.expect ?? expect.value,
                    timeout: .minutes(caseTimeoutMinutes.value),
                    labels: labels.value
                )
            }
        }
    }

    /// One case for each host; of what type it is only itself can tell.
    private var hostCases: [InstanceCase] {
        hosts.value.enumerated().map { position, host in
            InstanceCase(
                type: HostListProvisioner.type,
                index: position + 1,
                of: hosts.value.count,
                machine: host.name,
                expectation: host.expect ?? expect.value,
                timeout: .minutes(caseTimeoutMinutes.value),
                labels: labels.value
            )
        }
    }

    /// The plan of a run with that name.
    ///
    /// - Parameters:
    ///   - facts: what was found out about the environment; it stands in for settings of the same name.
    ///   - listed: prices that were found out; those that are configured win.
    package func plan(
        runID: String,
        environment: String,
        facts: [RunPlan.EffectiveValue] = [],
        listed: [String: Money] = [:]
    ) -> RunPlan {
        let types = Set(instanceTypes.value.map(\.type))
        return RunPlan(
            runID: runID,
            environment: environment,
            cases: cases,
            concurrency: concurrency.value,
            keep: keep,
            timeToLive: .minutes(ttlMinutes.value),
            cleanupTimeout: .minutes(cleanupTimeoutMinutes.value),
            toleratesInconclusive: inconclusive.value == .skip,
            failsFast: failFast.value,
            prices: listed.merging(prices.value) { $1 }.filter { types.contains($0.key) },
            budget: launches ? Budget(money: maxCost.value, seconds: maxInstanceTime.value) : Budget(),
            configuration: effectiveValues.map { .init(key: $0.key, value: $0.value, source: $0.source) }
                .filter { value in !facts.contains { $0.key == value.key } } + facts
        )
    }
}
