import AWS
import Orchestration

extension EC2Account {
    /// How often what is only looked at is asked for: somebody waits for it.
    private static let patience = 4

    /// What is looked at before a launch, the way that calls of the run go.
    ///
    /// - Throws: `CredentialError` where there are no credentials.
    init(_ access: AWSAccess, _ client: EC2Client) async throws {
        let (region, retries, surroundings) = (
            access.region.name, AWSRetries(attempts: Self.patience), Surroundings.system()
        )
        let list = PriceList(try access.caller(in: PriceList.region))
        self.init(
            client,
            region: region,
            credentials: try await access.credentials.credentials().source,
            retries: retries,
            surroundings: surroundings
        ) { configuration in
            await ListedPrices.ask(configuration, region: region) { type in
                try await retries.call(in: surroundings) { try await list.hourlyPrice(of: type, in: region) }
            }
        }
    }

    /// The account that a configuration and its surroundings name.
    ///
    /// - Throws: `CredentialError` or `AWSSettingError`.
    init(_ configuration: Configuration, environment: [String: String]) async throws {
        let access = try await AWSAccess(
            region: configuration.region.value,
            profile: configuration.profile.value,
            environment: environment
        )
        try await self.init(access, EC2Client(access.caller))
    }
}
