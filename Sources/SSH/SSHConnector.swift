import Glibc
public import Orchestration
public import Shell
import Synchronization

/// Reaches hosts by SSH, over libssh2.
///
/// A few threads of its own carry all sessions, however many.
public final class SSHConnector: ShellConnector {
    /// How long the steps of connecting may take.
    public struct Limits: Sendable {
        /// Until a TCP connection stands.
        ///
        /// Short, because the question is then asked again: a host that boots answers no
        /// sooner than it is asked, and the system itself asks ever more seldom.
        public var reaching = Duration.seconds(2)
        /// From there until commands can be run.
        public var opening = Duration.seconds(20)

        /// The usual limits.
        public init() {}
    }

    /// How one gets into a host.
    public struct Way: Sendable {
        /// What proves who we are.
        public let login: Login
        /// Who judges who the host is.
        public let trust: any HostKeyTrust

        /// Describes a way.
        public init(login: Login, trust: any HostKeyTrust) {
            self.login = login
            self.trust = trust
        }
    }

    private let limits: Limits
    private let surroundings: Surroundings
    private let way: @Sendable (ShellEndpoint) -> Way?
    private let threads = SessionThreads()

    /// Logs in everywhere by the same means.
    public convenience init(
        as login: Login,
        trusting trust: any HostKeyTrust,
        limits: Limits = Limits(),
        in surroundings: Surroundings
    ) {
        let way = Way(login: login, trust: trust)
        self.init(limits: limits, in: surroundings) { _ in way }
    }

    /// Logs in to each host in its own way.
    ///
    /// Nothing is started before the first connection.
    ///
    /// - Parameter way: the way to a host; where there is none, nobody is connected to.
    public init(
        limits: Limits = Limits(),
        in surroundings: Surroundings,
        way: @escaping @Sendable (ShellEndpoint) -> Way?
    ) {
        self.limits = limits
        self.surroundings = surroundings
        self.way = way
    }

    deinit { threads.stop() }

    public func withShell<Result: Sendable>(
        to endpoint: ShellEndpoint,
        _ body: (any RemoteShell) async throws -> Result
    ) async throws -> Result {
        guard let way = way(endpoint) else {
            throw ShellError(.unable, "\(endpoint): it is not said how to log in there")
        }
        let thread = try thread(to: endpoint)
        let session = try await withTaskExecutorPreference(thread) {
            try await connect(to: endpoint, way.trust.preferredKinds(of: endpoint), on: thread)
        }
        do {
            let deadline = surroundings.clock.now + limits.opening
            let identity = try await withTaskExecutorPreference(thread) {
                try await session.open(trusting: way.trust, as: way.login, until: deadline)
            }
            let result = try await body(SSHShell(identity: identity, session: session))
            await session.close()
            return result
        } catch {
            await session.close()
            throw error
        }
    }

    private func thread(to endpoint: ShellEndpoint) throws(ShellError) -> SessionThread {
        guard let thread = threads.next(on: surroundings.clock) else {
            throw SocketError(number: errno).shellError(reaching: "\(endpoint)")
        }
        return thread
    }

    private func connect(
        to endpoint: ShellEndpoint,
        _ kinds: [HostKey.Kind],
        on thread: SessionThread
    ) async throws(ShellError) -> SSHSession {
        let socket = try await Socket.connected(to: endpoint, within: limits.reaching, on: thread, surroundings.clock)
        guard let handle = LibSSH2Session(socket, hostKeyKinds: kinds) else {
            throw ShellError(.unable, "\(endpoint): libssh2 could not begin a session: no memory")
        }
        return SSHSession(handle, to: endpoint, on: thread, in: surroundings)
    }
}

/// A shell as it is lent.
private struct SSHShell: RemoteShell {
    let identity: HostIdentity?
    let session: SSHSession

    init(identity: HostIdentity, session: SSHSession) {
        self.identity = identity
        self.session = session
    }

    func run(_ command: Command) async throws(ShellError) -> CommandResult { try await session.run(command) }
}

extension Socket {
    /// Connects to an endpoint by whichever of its addresses answers first in their order.
    fileprivate static func connected(
        to endpoint: ShellEndpoint,
        within limit: Duration,
        on thread: SessionThread,
        _ clock: any RunClock
    ) async throws(ShellError) -> Socket {
        let place = "\(endpoint)"
        let addresses = try await NetworkAddress.of(
            endpoint.host,
            port: endpoint.port,
            on: thread,
            until: clock.now + max(limit, .seconds(5))
        )
        var failure = ShellError(.unreachable, "\(place): its name has no address")
        for address in addresses {
            do throws(ShellError) {
                return try await connected(to: address, place, until: clock.now + limit, on: thread)
            } catch {
                if error.kind == .cancelled { throw error }
                failure = error
            }
        }
        throw failure
    }

    private static func connected(
        to address: NetworkAddress,
        _ place: String,
        until deadline: Timestamp,
        on thread: SessionThread
    ) async throws(ShellError) -> Socket {
        let socket: Socket
        do throws(SocketError) { socket = try connecting(to: address) } catch {
            throw error.shellError(reaching: place)
        }
        switch await thread.wait(for: .writing, of: socket.descriptor, until: deadline) {
        case .ready: break
        case .late: throw ShellError(.timedOut, "\(place): no answer in time")
        case .cancelled: throw .cancelled(place)
        }
        let error = socket.connectionError
        guard error == 0 else { throw SocketError(number: error).shellError(reaching: place) }
        return socket
    }
}

/// The threads of a connector: as many as there are processors, but few; each started when it is first needed.
private final class SessionThreads: Sendable {
    private struct State {
        var threads: [SessionThread] = []
        var next = 0
    }

    private let state = Mutex(State())

    /// The thread for the next session; `nil`, with the reason in `errno`, when none can be started.
    func next(on clock: any RunClock) -> SessionThread? {
        let most = max(1, min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        return state.withLock { state in
            state.next += 1
            guard state.threads.count < most else { return state.threads[state.next % most] }
            if let started = SessionThread.start(on: clock) {
                state.threads.append(started)
                return started
            }
            return state.threads.first
        }
    }

    func stop() {
        for thread in state.withLock({ $0.threads }) { thread.stop() }
    }
}
