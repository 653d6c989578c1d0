import Glibc
import Orchestration

/// A process that was run to its good end, and what it took.
struct Child {
    /// Why a process gives nothing to measure.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What it said.
    let words: String
    let seconds: Double
    /// Of all its threads, in the program and in the kernel for it.
    let processorSeconds: Double
    let peakMebibytes: Double

    static var ownID: Int { Int(getpid()) }
    static var ownPath: String { CommandLine.arguments[0] }

    /// Runs a command and waits for its end.
    static func run(_ arguments: String...) throws(Failure) -> Child { try run(arguments, []) }

    /// Runs a command with nothing but the given environment.
    static func run(_ arguments: [String], _ environment: [String]) throws(Failure) -> Child {
        try start(arguments, environment).end()
    }

    /// A process under way.
    struct Running: ~Copyable {
        fileprivate let command: String
        fileprivate let start: ContinuousClock.Instant
        fileprivate let processID: pid_t
        fileprivate let output: Int32

        /// Hears it out and waits for its end.
        consuming func end() throws(Failure) -> Child {
            let words = Self.everything(from: output)
            var status: Int32 = 0
            var usage = rusage()
            guard unsafe wait4(processID, &status, 0, &usage) == processID, status == 0 else {
                throw Failure(description: "\(command): ended with status \(status)")
            }
            return Child(
                words: words,
                seconds: (ContinuousClock().now - start).inSeconds,
                processorSeconds: usage.ru_utime.inSeconds + usage.ru_stime.inSeconds,
                peakMebibytes: Double(usage.ru_maxrss) / 1024
            )
        }

        private static func everything(from output: Int32) -> String {
            var text: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: 4096)
            while case let count = unsafe read(output, &piece, piece.count), count > 0 { text += piece[..<count] }
            close(output)
            return String(decoding: text, as: UTF8.self)
        }
    }

    /// Starts a command with nothing but the given environment.
    static func start(_ arguments: [String], _ environment: [String]) throws(Failure) -> Running {
        let command = arguments.joined(separator: " ")
        let (output, its) = try joinedSockets()
        let start = ContinuousClock().now
        let process = spawn(arguments, environment, output: its)
        close(its)
        do throws(Failure) {
            return Running(command: command, start: start, processID: try process.get(), output: output)
        } catch {
            close(output)
            throw error
        }
    }

    /// Two descriptors, each of which hears what is said to the other.
    static func joinedSockets() throws(Child.Failure) -> (Int32, Int32) {
        var ends: [2 of Int32] = [-1, -1]
        var span = ends.mutableSpan
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let made = unsafe span.withUnsafeMutableBufferPointer { unsafe socketpair(AF_UNIX, kind, 0, $0.baseAddress) }
        guard made == 0 else { throw Child.Failure(description: "no sockets, error \(errno)") }
        return (ends[0], ends[1])
    }

    /// Starts a process and gives its number; what it says goes nowhere, where nobody wants to hear it.
    static func spawn(
        _ arguments: [String],
        _ environment: [String],
        input: Int32? = nil,
        output: Int32? = nil
    ) -> Result<pid_t, Failure> {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        if let input { unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) }
        if let output {
            unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        } else {
            unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        }
        let words = unsafe arguments.map { unsafe strdup($0) }
        let variables = unsafe environment.map { unsafe strdup($0) }
        defer { unsafe (words + variables).forEach { unsafe free($0) } }
        var processID: pid_t = 0
        let error = unsafe posix_spawn(&processID, arguments[0], &actions, nil, words + [nil], variables + [nil])
        guard error == 0 else { return .failure(Failure(description: "\(arguments[0]): not started, error \(error)")) }
        return .success(processID)
    }
}

extension timeval {
    fileprivate var inSeconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}
