public import Orchestration

/// The Security Token Service over the network, in the name of whoever takes on a role.
public struct STSClient: STSCalls {
    private let environment: [String: String]
    private let profile: [String: String]
    private let region: String
    private let transport: any HTTPTransport
    private let clock: any RunClock
    private let observer: (any CallObserver)?

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - region: the region to call where a role names none.
    ///   - profile: as `AWSEndpoints` takes it.
    public init(
        region: String,
        environment: [String: String],
        profile: [String: String] = [:],
        transport: any HTTPTransport,
        clock: any RunClock,
        observer: (any CallObserver)? = nil
    ) {
        self.region = region
        self.environment = environment
        self.profile = profile
        self.transport = transport
        self.clock = clock
        self.observer = observer
    }

    public func assumeRole(
        _ role: AssumedRole,
        with credentials: AWSCredentials
    ) async throws(AWSError) -> IssuedCredentials {
        let request = STSRequest.assumeRole(role)
        return try await caller(for: role, request.action, FixedCredentials(held: credentials)).call(request)
    }

    public func assumeRole(
        _ role: AssumedRole,
        withWebIdentity token: Secret
    ) async throws(AWSError) -> IssuedCredentials {
        let request = STSRequest.assumeRole(role, webIdentity: token)
        return try await caller(for: role, request.action, FixedCredentials(held: nil)).call(request)
    }

    private func caller(
        for role: AssumedRole,
        _ action: AWSAction,
        _ credentials: FixedCredentials
    ) throws(AWSError) -> AWSCaller {
        let endpoints: AWSEndpoints
        do {
            endpoints = try AWSEndpoints(region: role.region ?? region, environment: environment, profile: profile)
        } catch {
            throw AWSError(code: "ValidationError", message: "\(error)", action: action.rawValue)
        }
        return AWSCaller(endpoints, credentials: credentials, transport: transport, clock: clock, observer: observer)
    }
}

/// Credentials that are at hand, or none for calls that are not signed.
private struct FixedCredentials: CredentialProvider {
    let held: AWSCredentials?

    func credentials() async throws(CredentialError) -> AWSCredentials {
        guard let held else {
            throw CredentialError(attempt: "sign a call", happened: "it is not to be signed", next: "Report a defect.")
        }
        return held
    }
}
