import AWS
import Orchestration
import SSH
import Shell

/// The way to the EC2 of the account and the region that a configuration and its surroundings name.
struct EC2Site: Sendable {
    /// The name of the environment in plans and reports.
    static let environment = "ec2"

    /// Launches there, and ends what was launched.
    let provisioner: EC2Provisioner
    /// What is launched into.
    let fleet: Fleet
    /// The region, the account and in whose name calls are made, as they were found out, and who stands in for EC2.
    let facts: [RunPlan.EffectiveValue]
    /// What was called.
    let audit: AuditLog
    /// What is looked at before a launch.
    let account: EC2Account

    /// Finds region and credentials, and asks AWS whose they are: what cannot work fails before anything is launched.
    ///
    /// - Throws: `CredentialError`, `AWSSettingError` or `RunError`; nothing has changed then.
    ///
    /// - Parameter wayIn: how to get into instances; not needed where none is launched.
    init(_ configuration: Configuration, environment: [String: String], wayIn: WayIn? = nil) async throws {
        let surroundings = Surroundings.system()
        let audit = AuditLog()
        let access = try await AWSAccess(
            region: configuration.region.value,
            profile: configuration.profile.value,
            environment: environment,
            observer: audit
        )
        let region = access.region
        let retries = access.retries
        let admitted = configuration.sshFrom.value
        let client = EC2Client(access.caller, admitting: admitted.isEmpty ? .seenByAWS : .networks(admitted))
        let identity = try await Self.identity(client, retries, surroundings)
        let own: [RunPlan.EffectiveValue] = [
            .init(key: CloudName.regionKey, value: region.name, source: region.source),
            .init(key: CloudName.accountKey, value: identity.account, source: identity.arn),
        ]
        facts = own + Self.foreignEndpoint(access.caller.endpoints)
        self.audit = audit
        account = try await EC2Account(access, client)
        var settings = EC2Provisioner.Settings(configuration, otherwise: "")
        settings.region = region.name
        settings.owner = identity.arn
        settings.authorizedKey = wayIn?.key.authorizedKey
        settings.hostKey = wayIn?.hostKey.map { .init(privateFile: $0.privateFile, publicLine: $0.authorizedKey) }
        let connector: any ShellConnector
        if let wayIn {
            let trust = try wayIn.trust(configuration, environment: environment, on: surroundings.clock) { id in
                try await client.consoleOutput(of: id)
            }
            connector = SSHConnector(as: wayIn.login, trusting: trust, in: surroundings)
        } else {
            connector = NoShell()
        }
        provisioner = EC2Provisioner(
            settings,
            api: client,
            connector: connector,
            surroundings: surroundings,
            retries: retries
        )
        fleet = Fleet(
            Self.environment,
            provisioner,
            PTPExecutor(configuration, connector: connector, surroundings: surroundings),
            in: surroundings
        )
    }

    private static func foreignEndpoint(_ endpoints: AWSEndpoints) -> [RunPlan.EffectiveValue] {
        guard let address = endpoints.foreignAddress(of: .ec2) else { return [] }
        return [.init(key: RunPlan.foreignEndpointFact, value: "\(address)", source: "the settings of AWS's tools")]
    }

    /// Asks for the prices that a configuration lacks.
    func listedPrices(_ configuration: Configuration) async -> ListedPrices {
        await account.listedPrices(configuration)
    }

    private static func identity(
        _ client: EC2Client,
        _ retries: AWSRetries,
        _ surroundings: Surroundings
    ) async throws -> CallerIdentity {
        do {
            return try await retries.call(in: surroundings) { try await client.callerIdentity() }
        } catch let error as AWSError {
            // Nobody was asked: what is wrong is what the search for credentials says.
            if let missing = error.missingCredentials { throw missing }
            throw RunError(error, attempt: "ask AWS whose credentials these are")
        }
    }
}
