import Glibc
import Orchestration

/// A process that was run to its good end, and what it took.
struct Child {
    /// Why a process gives nothing to measure.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let seconds: Double
    /// Of all its threads, in the program and in the kernel for it.
    let processorSeconds: Double
    let peakMebibytes: Double

    static var ownID: Int { Int(getpid()) }
    static var ownPath: String { CommandLine.arguments[0] }

    /// Runs a command, without its output, and waits for its end.
    static func run(_ arguments: String...) throws(Failure) -> Child { try run(arguments, []) }

    /// Runs a command with nothing but the given environment.
    static func run(_ arguments: [String], _ environment: [String]) throws(Failure) -> Child {
        let command = arguments.joined(separator: " ")
        let clock = ContinuousClock()
        let start = clock.now
        let processID = try spawn(arguments, environment).get()
        var status: Int32 = 0
        var usage = rusage()
        guard unsafe wait4(processID, &status, 0, &usage) == processID, status == 0 else {
            throw Failure(description: "\(command): ended with status \(status)")
        }
        return Child(
            seconds: (clock.now - start).inSeconds,
            processorSeconds: usage.ru_utime.inSeconds + usage.ru_stime.inSeconds,
            peakMebibytes: Double(usage.ru_maxrss) / 1024
        )
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
