package import Orchestration

extension Configuration {
    /// The cases that the settings ask for, in their order.
    package var cases: [InstanceCase] {
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

    /// The plan of a run with that name.
    package func plan(runID: String, environment: String) -> RunPlan {
        RunPlan(
            runID: runID,
            environment: environment,
            cases: cases,
            concurrency: concurrency.value,
            keep: keep,
            timeToLive: .minutes(ttlMinutes.value),
            cleanupTimeout: .minutes(cleanupTimeoutMinutes.value),
            toleratesInconclusive: inconclusive.value == .skip,
            configuration: effectiveValues.map { .init(key: $0.key, value: $0.value, source: $0.source) }
        )
    }

    /// Why the provider that was asked for cannot be had, if it cannot.
    package var missingProvider: RunError? {
        switch provider.value {
        case .simulated: nil
        case .ec2:
            RunError(
                .configuration,
                attempt: "use provider ec2 (\(provider.source))",
                happened: "this version can only simulate",
                next: "Set PTP_PROVIDER=simulated to run the same plan on a simulated fleet."
            )
        case .hosts:
            RunError(
                .configuration,
                attempt: "verify hosts (\(hosts.source))",
                happened: "hosts are reached by SSH, which this version cannot do yet",
                next: "Leave hosts out to verify a simulated fleet."
            )
        }
    }
}
