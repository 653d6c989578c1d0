import AWS
import Orchestration

/// Looks at everything that a launch needs before it, and tells all that is wrong at once.
package struct Preflight: Sendable {
    private let configuration: Configuration
    private let account: EC2Account
    private let environment: [String: String]
    private let listed: ListedPrices?

    /// Prepares to look at an account for what a configuration plans.
    ///
    /// - Parameters:
    ///   - environment: the variables from which the way into instances follows.
    ///   - listed: what the price list said; it is asked where it decides and nobody has asked it yet.
    package init(
        _ configuration: Configuration,
        on account: EC2Account,
        environment: [String: String],
        listed: ListedPrices? = nil
    ) {
        self.configuration = configuration
        self.environment = environment
        self.account = account
        self.listed = listed
    }

    /// Looks; changes nothing.
    package func findings() async -> [PreflightFinding] {
        let survey = AccountSurvey(account: account, configuration: configuration, listed: listed)
        let view = await survey.view()
        return judge(view, sizes: await sizes(view))
    }

    /// What there is to say where the account cannot even be asked.
    package static func findings(
        _ configuration: Configuration,
        environment: [String: String],
        without error: any Error
    ) -> [PreflightFinding] {
        let (found, remedy) =
            switch error {
            case let error as CredentialError: ("\(error.attempt): \(error.happened)", error.next)
            case let error as RunError: ("\(error.attempt): \(error.happened)", error.next)
            default: ("\(error)", "Nothing of the account can be looked at before that.")
            }
        return [.problem(.credentials, "credentials", found, remedy)] + missing(configuration)
            + KeyCheck(configuration: configuration, environment: environment, pairs: []).findings
            + CostCheck(configuration: configuration, listed: nil).findings
    }

    /// How many processors types have: the planned ones, and those that run.
    private func sizes(_ view: AccountView) async -> [String: Int] {
        var known = view.types.success ?? []
        let others = Set(view.running.success ?? []).subtracting(known.map(\.name))
        // Without a quota nobody needs to know.
        if view.quotas.contains(where: { $0.look.success != nil }), !others.isEmpty {
            known += (try? await account.survey.describeInstanceTypes(others.sorted())) ?? []
        }
        return Dictionary(known.compactMap { type in type.virtualCPUs.map { (type.name, $0) } }) { first, _ in first }
    }

    /// The judgement, which needs nothing but what was seen.
    private func judge(_ view: AccountView, sizes: [String: Int]) -> [PreflightFinding] {
        let credentials = CredentialsCheck.findings(view.identity, of: account) + Self.missing(configuration)
        // Whoever is nobody is refused everything; that is one problem, not twenty.
        guard view.identity.success != nil else {
            return credentials
                + KeyCheck(configuration: configuration, environment: environment, pairs: view.keyPairs).findings
        }
        return credentials
            + PermissionCheck(configuration: configuration, view: view).findings
            + TypeCheck(configuration: configuration, view: view, region: account.region).findings
            + SubnetCheck(configuration: configuration, view: view, region: account.region).findings
            + ImageCheck(view: view).findings
            + placementGroup(view) + securityGroups(view)
            + EntranceCheck(configuration: configuration, view: view).findings
            + KeyCheck(configuration: configuration, environment: environment, pairs: view.keyPairs).findings
            + LaunchCheck(configuration: configuration, view: view).findings
            + QuotaCheck(configuration: configuration, view: view, sizes: sizes).findings
            + CostCheck(configuration: configuration, listed: view.listed).findings
    }

    /// Without what a launch needs to be told there is none, whatever else is fine.
    private static func missing(_ configuration: Configuration) -> [PreflightFinding] {
        var findings: [PreflightFinding] = []
        if configuration.instanceTypes.value.isEmpty {
            let remedy = "Set instance_types (PTP_INSTANCE_TYPES, --instance-types)."
            findings.append(.problem(.type, "instance_types", "they are not set; nothing would be launched", remedy))
        }
        if configuration.subnetIDs.value.isEmpty {
            let remedy = "Set subnet_id (PTP_SUBNET_ID, --subnet-id)."
            findings.append(.problem(.subnet, "subnet_id", "it is not set; launching on EC2 needs a subnet", remedy))
        }
        return findings
    }

    private func placementGroup(_ view: AccountView) -> [PreflightFinding] {
        guard case .existing(let given) = configuration.placementGroup.value else { return [] }
        return view.placementGroups.flatMap { named in
            switch named.look {
            case .success(let found): PlacementGroupCheck(given, found).findings
            case .failure(let error): error.unseen(.placementGroup, given)
            }
        }
    }

    private func securityGroups(_ view: AccountView) -> [PreflightFinding] {
        let given = configuration.securityGroupIDs.value
        guard !given.isEmpty else { return [] }
        let seen = view.securityGroups.filter { $0.look.success != nil }
        let unseen = view.securityGroups.flatMap { $0.look.failure?.unseen(.securityGroup, $0.name) ?? [] }
        let check = SecurityGroupCheck(
            seen.map(\.name),
            seen.flatMap { $0.look.success ?? [] },
            networks: Set(view.knownSubnets.map(\.networkID)),
            port: configuration.sshPort.value
        )
        return unseen + check.findings
    }
}
