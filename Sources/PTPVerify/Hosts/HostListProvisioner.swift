package import Orchestration
package import Shell

/// Hands out machines that already run.
///
/// It makes nothing, so its journal names no resource, and there is nothing to keep, to end or to pay for.
package struct HostListProvisioner: Provisioner {
    /// The name of the provider, and of the environment, in plans and reports.
    package static let provider = "hosts"
    /// What stands for the type of a machine as long as it has not told one.
    package static let type = "host"

    private let endpoints: [CaseID: ShellEndpoint]

    /// Hands out each machine to the case that is named as it is.
    package init(_ endpoints: [CaseID: ShellEndpoint]) {
        self.endpoints = endpoints
    }

    package func provision(
        _ instanceCase: InstanceCase,
        of plan: RunPlan,
        recordingIn journal: Journal
    ) async throws -> EnvironmentInfo {
        guard let endpoint = endpoints[instanceCase.id] else {
            throw RunError(
                .notFound,
                attempt: "find the host \(instanceCase)",
                happened: "it is not in the list of hosts",
                next: "Name it in hosts (PTP_HOSTS, --hosts)."
            )
        }
        return EnvironmentInfo(
            id: instanceCase.id.text,
            provider: Self.provider,
            access: Access(host: endpoint.host, port: endpoint.port, user: endpoint.user)
        )
    }

    /// Nobody else knows of these machines: whether one is there is for whoever logs in to find out.
    package func health(of environment: EnvironmentInfo) async -> HealthStatus { .healthy }

    package func keep(_ resource: Resource, id: String, of environment: EnvironmentInfo?) async throws -> Timestamp? {
        throw RunError(.unsupportedRequest, attempt: "keep \(id)", happened: Self.notOurs, next: Self.whatToDo)
    }

    package func release(_ resource: Resource, id: String?) async -> ReleaseOutcome {
        .unconfirmed(reason: Self.notOurs, remedy: Self.whatToDo)
    }

    private static let notOurs = "it was not made by a run on hosts, which makes nothing"
    private static let whatToDo = "ptp-verify sweep --provider ec2"
}
