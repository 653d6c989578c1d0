import Glibc
import Orchestration

/// A process that was run to its good end, and what it took.
struct Child {
    /// Why a process gives nothing to measure.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let seconds: Double
    let peakMebibytes: Double

    static var ownID: Int { Int(getpid()) }
    static var ownPath: String { CommandLine.arguments[0] }

    /// Runs a command, without its output, and waits for its end.
    static func run(_ arguments: String...) throws(Failure) -> Child {
        let command = arguments.joined(separator: " ")
        let clock = ContinuousClock()
        let start = clock.now
        var processID: pid_t = 0
        let error = spawn(arguments, &processID)
        guard error == 0 else { throw Failure(description: "\(command): not started, error \(error)") }
        var status: Int32 = 0
        var usage = rusage()
        guard unsafe wait4(processID, &status, 0, &usage) == processID, status == 0 else {
            throw Failure(description: "\(command): ended with status \(status)")
        }
        return Child(seconds: (clock.now - start).inSeconds, peakMebibytes: Double(usage.ru_maxrss) / 1024)
    }

    private static func spawn(_ arguments: [String], _ processID: inout pid_t) -> Int32 {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        let words = unsafe arguments.map { unsafe strdup($0) }
        defer { unsafe words.forEach { unsafe free($0) } }
        return unsafe posix_spawn(&processID, arguments[0], &actions, nil, words + [nil], nil)
    }
}
