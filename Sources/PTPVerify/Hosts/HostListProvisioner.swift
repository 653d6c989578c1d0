package import Orchestration
import PTP
import Reports
package import Shell

/// Hands out machines that already run, and gives them back as they were.
///
/// It makes nothing, so there is nothing to keep, to end or to pay for. What its journal knows as a resource is what a
/// run changes on a machine: it has to go like everything else.
package struct HostListProvisioner: Provisioner {
    /// The name of the provider, and of the environment, in plans and reports.
    package static let provider = "hosts"
    /// What stands for the type of a machine as long as it has not told one.
    package static let type = "host"

    private let endpoints: [CaseID: ShellEndpoint]
    private let restores: Bool
    private let restore: HostRestore
    /// Where it is told how a machine was given back.
    private var journal = Box<Journal?>(nil)

    /// Hands out each machine to the case that is named as it is.
    package init(_ configuration: Configuration, connector: any ShellConnector, surroundings: Surroundings) {
        endpoints = configuration.endpoints
        restores = configuration.restore.value
        restore = HostRestore(
            worker: HostWorker(connector: connector, surroundings: surroundings),
            // Whoever was interrupted may have told it to start anew.
            patience: max(configuration.loginLimit(for: ""), HostProcedure.rebootLimit)
        )
    }

    /// The same provisioner, for what another process began: what it does goes into that journal.
    func continuing(_ journal: Journal) -> HostListProvisioner {
        var copy = self
        copy.journal = Box(journal)
        return copy
    }

    package func prepare(_ plan: RunPlan, recordingIn journal: Journal) { self.journal.set(journal) }

    package func provision(
        _ instanceCase: InstanceCase,
        of plan: RunPlan,
        recordingIn journal: Journal
    ) throws -> EnvironmentInfo {
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

    /// Remembers that the machine is to be given back as it was, if it is.
    package func willChange(_ instanceCase: InstanceCase, recordingIn journal: Journal) throws {
        guard restores, let token = endpoints[instanceCase.id]?.description else { return }
        guard journal.withHistory({ $0.ledger[token] == nil }) else { return }
        try journal.record(
            .resourceIntended(Resource(token: token, kind: .setup, caseID: instanceCase.id, expiresAt: nil))
        )
    }

    /// Nobody else knows of these machines: whether one is there is for whoever logs in to find out.
    package func health(of environment: EnvironmentInfo) -> HealthStatus { .healthy }

    package func keep(_ resource: Resource, id: String, of environment: EnvironmentInfo?) throws -> Timestamp? {
        throw RunError(.unsupportedRequest, attempt: "keep \(id)", happened: Self.notOurs, next: Self.whatToDo)
    }

    /// Undoes what was changed on a machine, which itself remembers what that is.
    package func release(_ resource: Resource, id: String?) async -> ReleaseOutcome {
        guard resource.kind == .setup else { return .unconfirmed(reason: Self.notOurs, remedy: Self.whatToDo) }
        let host = resource.token
        let unconfirmed = { ReleaseOutcome.unconfirmed(reason: $0, remedy: resource.restoring) }
        guard let endpoint = endpoints.values.first(where: { $0.description == host }) else {
            return unconfirmed("\(host) is not in the list of hosts")
        }
        do {
            let restored = try await restore.perform(on: host, at: endpoint, removesPackages: true, watch(resource))
            guard case .nothing = restored.rest else { return unconfirmed(restored.account) }
            try? journal.value?.record(.noted("\(host): \(restored.account)"))
            return .gone
        } catch is CancellationError {
            return unconfirmed("there was no time left to undo what was changed on \(host)")
        } catch {
            return unconfirmed("\(error)")
        }
    }

    private func watch(_ resource: Resource) -> HostWorker.Watch {
        let journal = journal.value
        return HostWorker.Watch(noteRetry: { what, attempt, pause, reason in
            let retry = RunEvent.retrying(resource.caseID, what: what, attempt: attempt, pause: pause, because: reason)
            try? journal?.record(retry)
        })
    }

    private static let notOurs = "it was not made by a run on hosts, which makes nothing"
    private static let whatToDo = "ptp-verify sweep --provider ec2"
}

extension Configuration {
    /// Where the hosts that it names are, by their cases.
    fileprivate var endpoints: [CaseID: ShellEndpoint] {
        Dictionary(hosts.value.map { (CaseID($0.name), endpoint(of: $0)) }) { first, _ in first }
    }
}
