import Glibc
public import Orchestration

/// Runs commands in the shell of the system: the only place that starts processes.
///
/// A command gets no input, as nobody is there to type; what it says to standard error goes where this process's goes,
/// and is never taken in. It leads a process group of its own, which is killed as a whole.
public struct SystemProcesses: Sendable {
    /// Credentials are a few hundred bytes.
    static let outputLimit = 1 << 20

    private let environment: [String: String]
    private let clock: any RunClock

    /// Runs commands with these variables.
    public init(environment: [String: String], clock: any RunClock) {
        self.environment = environment
        self.clock = clock
    }

    /// Runs a command of `/bin/sh`; at the end of the limit, or of the task, it is killed.
    ///
    /// It looks again and again, each time a little later, so that no thread of the pool is blocked.
    public func run(_ command: String, within limit: Duration) async -> ProcessOutcome {
        var child: ChildProcess
        do {
            child = try ChildProcess(command, environment: environment)
        } catch {
            return .notStarted(reason: error.reason)
        }
        let start = clock.now
        var output: [UInt8] = []
        var pause: Duration = .milliseconds(1)
        while true {
            // Asked before the rest is read: what a process said it said before its end.
            let end = child.end()
            child.read(into: &output, limit: Self.outputLimit)
            if output.count > Self.outputLimit { return .tooMuchOutput }
            if let end { return end.outcome(output) }
            guard clock.now - start < limit else { return .timedOut }
            do {
                try await clock.sleep(for: pause)
            } catch {
                return .cancelled
            }
            pause = min(pause * 2, .milliseconds(50))
        }
    }
}

/// A process that lives no longer than this value.
private struct ChildProcess: ~Copyable {
    struct SpawnError: Error {
        let reason: String

        init(_ code: Int32) { reason = unsafe String(cString: unsafe strerror(code)) }
    }

    /// How a process ended, as wait(2) tells it.
    struct End {
        let status: Int32

        func outcome(_ output: [UInt8]) -> ProcessOutcome {
            let signal = status & 0x7F
            return signal == 0 ? .exited(status: status >> 8 & 0xFF, output: Secret(output)) : .signalled(signal)
        }
    }

    private let process: pid_t
    private let pipe: Int32
    /// Its number may be another's then.
    private var hasEnded = false

    init(_ command: String, environment: [String: String]) throws(SpawnError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe Glibc.pipe(&ends) == 0 else { throw SpawnError(errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var process: pid_t = 0
        let code = Self.spawn(command, environment, output: ends[1], &process)
        close(ends[1])
        guard code == 0 else {
            close(ends[0])
            throw SpawnError(code)
        }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        self.process = process
        pipe = ends[0]
    }

    deinit {
        close(pipe)
        guard !hasEnded else { return }
        kill(-process, SIGKILL)
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    /// How it ended; `nil` while it runs.
    mutating func end() -> End? {
        var status: Int32 = 0
        let result = unsafe waitpid(process, &status, WNOHANG)
        // Where somebody else waited for it, only what it said can tell whether it went well.
        hasEnded = result == process || (result < 0 && errno == ECHILD)
        return hasEnded ? End(status: status) : nil
    }

    /// Takes what is there to read, and at most a little more than anybody wants.
    func read(into output: inout [UInt8], limit: Int) {
        while output.count <= limit {
            let piece = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                let result = unsafe Glibc.read(pipe, buffer.baseAddress, 65_536)
                count = max(result, 0)
            }
            guard !piece.isEmpty else { return }
            output += piece
        }
    }
}

// MARK: - Starting

extension ChildProcess {
    private static func spawn(
        _ command: String,
        _ environment: [String: String],
        output: Int32,
        _ process: inout pid_t
    ) -> Int32 {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)

        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // This process may ignore or block signals that a shell's commands rely on.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        let variables = environment.map { "\($0.key)=\($0.value)" }
        return unsafe withCStrings(["sh", "-c", command]) { arguments in
            unsafe withCStrings(variables) { variables in
                unsafe posix_spawn(&process, "/bin/sh", &actions, &attributes, arguments, variables)
            }
        }
    }

    /// Lends texts in the form of C: pointers, and none at the end.
    @unsafe private static func withCStrings<Result>(
        _ texts: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = unsafe texts.map { unsafe strdup($0) }
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe body(pointers + [nil])
    }
}
