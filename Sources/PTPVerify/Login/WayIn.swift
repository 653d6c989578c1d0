import Files
import Orchestration
import SSH
import Shell

/// How a run gets into its instances: what proves to them who we are, and to us who they are.
struct WayIn: Sendable {
    private static let usualKnownHosts = ".ssh/known_hosts"
    private static let longest = 4 << 20

    /// What instances learn about us.
    let key: LoginKey
    /// What we log in with.
    let login: Login
    /// What instances are given as their own key, if we know better than to ask them for it.
    let hostKey: ThrowAwayKey?

    /// The way in that a configuration asks for; what cannot work fails here, before anything is launched.
    init(_ configuration: Configuration, environment: [String: String]) throws {
        key = try LoginKey(configuration)
        login = try key.login(configuration, environment: environment)
        hostKey = configuration.hostKeys.value == .injected ? ThrowAwayKey(comment: "ptp-verify host") : nil
    }

    /// The judge of the instances that are launched.
    ///
    /// - Parameter console: what an instance has printed.
    func trust(
        _ configuration: Configuration,
        environment: [String: String],
        on clock: any RunClock,
        console: @escaping @Sendable (_ instanceID: String) async throws -> String?
    ) throws -> any HostKeyTrust {
        if let hostKey { return PinnedHostKeys([hostKey.fingerprint], because: "it was made for this run") }
        if configuration.hostKeys.value == .auto { return ConsoleHostKeys(on: clock, console: console) }
        return try Self.trust(configuration, environment: environment)
    }

    /// The judge of hosts that somebody else made.
    static func trust(_ configuration: Configuration, environment: [String: String]) throws -> any HostKeyTrust {
        switch configuration.hostKeys.value {
        case .auto: FiledHostKeys(try knownHosts(configuration, environment), newcomers: AcceptedHostKeys())
        case .knownHosts: FiledHostKeys(try knownHosts(configuration, environment))
        case .acceptNew: AcceptedHostKeys()
        case .pinned(let fingerprints): PinnedHostKeys(fingerprints)
        case .injected:
            throw RunError(
                .configuration,
                attempt: "make sure who a host is",
                happened: "host_keys is injected, which works only for instances that are launched",
                next: "Set host_keys to known-hosts, accept-new, or the fingerprints of the hosts."
            )
        }
    }

    /// The file with the known hosts; nobody is known where nobody named one and the usual one is missing.
    private static func knownHosts(_ configuration: Configuration, _ environment: [String: String]) throws -> KnownHosts
    {
        let path = configuration.knownHosts.value ?? environment["HOME"].map { "\($0)/\(usualKnownHosts)" }
        guard let path else { return KnownHosts("", path: "known_hosts") }
        if configuration.knownHosts.value == nil, Files.permissions(of: path) == nil {
            return KnownHosts("", path: path)
        }
        return KnownHosts(String(decoding: try Files.read(path, limit: longest), as: UTF8.self), path: path)
    }
}
