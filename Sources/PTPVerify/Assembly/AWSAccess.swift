package import AWS
import Orchestration

/// The way to AWS that environment and shared files describe, as every tool of AWS finds it.
package struct AWSAccess: Sendable {
    /// The region, and what named it.
    package let region: AWSRegion
    /// What signs calls.
    package let credentials: CachedCredentials
    /// How calls are made.
    package let caller: AWSCaller
    /// How patient they are.
    package let retries: AWSRetries
    private let endpoints: @Sendable (_ region: String) throws(AWSSettingError) -> AWSEndpoints

    /// Finds the region and the endpoints, and prepares the search for credentials; nothing is called yet, unless the
    /// region is that of the instance this runs on.
    ///
    /// - Parameters:
    ///   - region: the tool's own setting.
    ///   - profile: the tool's own setting.
    /// - Throws: `CredentialError` or `AWSSettingError`.
    package init(
        region given: String?,
        profile: String?,
        environment: [String: String],
        observer: (any CallObserver)? = nil
    ) async throws {
        let surroundings = Surroundings.system()
        let certificates = environment["AWS_CA_BUNDLE"].flatMap { $0.isEmpty ? nil : $0 }
        // A transport starts nothing before its first request, so that one that only reads files costs nothing.
        let files = AWSSurroundings.system(environment, CurlTransport(certificates: certificates), surroundings)
        let settings = try AWSProfileSettings.find(profile: profile, in: files)
        let transport = CurlTransport(certificates: certificates ?? settings["ca_bundle"].map(files.expanded))
        let aws = AWSSurroundings.system(environment, transport, surroundings)
        region = try await AWSRegion.find(given: given, profile: profile, in: aws)
        let sts = STSClient(
            region: region.name,
            environment: environment,
            profile: settings,
            transport: transport,
            clock: surroundings.clock,
            observer: observer
        )
        let chain = CredentialChain(profile: profile, in: aws, sts: sts)
        credentials = CachedCredentials(chain, clock: surroundings.clock)
        let endpoints = { @Sendable (region: String) throws(AWSSettingError) in
            try AWSEndpoints(region: region, environment: environment, profile: settings)
        }
        caller = AWSCaller(
            try endpoints(region.name),
            credentials: credentials,
            transport: transport,
            clock: surroundings.clock,
            observer: observer,
            userAgent: "ptp-verify/\(ToolVersion.current)"
        )
        self.endpoints = endpoints
        retries = try AWSRetries(environment: environment, profile: settings)
    }

    /// How calls are made to what answers in another region only.
    func caller(in region: String) throws(AWSSettingError) -> AWSCaller {
        caller.calling(try endpoints(region))
    }
}
