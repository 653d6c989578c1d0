public import Shell
import Synchronization

/// Decides who is the host that we mean.
///
/// There is no way to accept anybody.
public protocol HostKeyTrust: Sendable {
    /// The kinds of key to ask a host for first: those by which it is known.
    func preferredKinds(of endpoint: ShellEndpoint) -> [HostKey.Kind]
    /// Judges a host by its key, before anything is proven to it.
    func judge(_ key: HostKey, of endpoint: ShellEndpoint) async -> HostKeyVerdict
}

/// What a host's key is worth.
public enum HostKeyVerdict: Sendable, Equatable {
    /// It is the host that we mean, because of this.
    case trusted(because: String)
    /// It is not, or nobody knows.
    case refused(because: String)
}

/// Trusts the hosts that have one of the given fingerprints.
public struct PinnedHostKeys: HostKeyTrust {
    private let fingerprints: Set<String>

    /// Pins fingerprints as OpenSSH writes them: `SHA256:…`.
    public init(_ fingerprints: some Collection<String>) { self.fingerprints = Set(fingerprints) }

    public func preferredKinds(of endpoint: ShellEndpoint) -> [HostKey.Kind] { [] }

    public func judge(_ key: HostKey, of endpoint: ShellEndpoint) -> HostKeyVerdict {
        if fingerprints.contains(key.fingerprint) { return .trusted(because: "its fingerprint was given") }
        return .refused(because: "\(key.fingerprint) is not among the fingerprints that were given")
    }
}

/// Trusts what a `known_hosts` file says, and maybe hosts of which it says nothing.
public struct FiledHostKeys: HostKeyTrust {
    private let known: KnownHosts
    private let newcomers: AcceptedHostKeys?

    /// Goes by a file.
    ///
    /// - Parameter newcomers: what becomes of hosts that are not in it; refused when `nil`.
    public init(_ known: KnownHosts, newcomers: AcceptedHostKeys? = nil) {
        self.known = known
        self.newcomers = newcomers
    }

    public func preferredKinds(of endpoint: ShellEndpoint) -> [HostKey.Kind] {
        let kinds = known.keys(of: endpoint.host, port: endpoint.port).map(\.kind)
        return kinds.isEmpty ? newcomers?.preferredKinds(of: endpoint) ?? [] : kinds
    }

    public func judge(_ key: HostKey, of endpoint: ShellEndpoint) -> HostKeyVerdict {
        if known.isRevoked(key, of: endpoint.host, port: endpoint.port) {
            return .refused(because: "\(known.path) says that this key is revoked")
        }
        let keys = known.keys(of: endpoint.host, port: endpoint.port)
        if keys.contains(key) { return .trusted(because: "it is in \(known.path)") }
        guard keys.isEmpty else {
            let others = keys.map { "\($0.kind.rawValue) \($0.fingerprint)" }.joined(separator: ", ")
            return .refused(because: "\(known.path) has another key for it: \(others)")
        }
        return newcomers?.judge(key, of: endpoint) ?? .refused(because: "\(known.path) does not know it")
    }
}

/// Accepts whoever answers first, and from then on nobody else in his place.
///
/// The first key of every host is remembered as long as this lives, which is a run.
public final class AcceptedHostKeys: HostKeyTrust {
    private struct Place: Hashable {
        let host: String
        let port: Int
        let hostID: String?

        init(_ endpoint: ShellEndpoint) { (host, port, hostID) = (endpoint.host, endpoint.port, endpoint.hostID) }
    }

    private let accepted = Mutex<[Place: HostKey]>([:])

    /// Nobody is known yet.
    public init() {}

    public func preferredKinds(of endpoint: ShellEndpoint) -> [HostKey.Kind] {
        accepted.withLock { $0[Place(endpoint)] }.map { [$0.kind] } ?? []
    }

    public func judge(_ key: HostKey, of endpoint: ShellEndpoint) -> HostKeyVerdict {
        accepted.withLock { accepted in
            let place = Place(endpoint)
            guard let first = accepted[place] else {
                accepted[place] = key
                return .trusted(because: "accepted as new and recorded: nobody vouches for it")
            }
            guard first != key else { return .trusted(because: "the same as when it was accepted as new in this run") }
            return .refused(because: "it is \(key.fingerprint) now, but was \(first.fingerprint) earlier in this run")
        }
    }
}
