import Foundation
import Glibc
import Synchronization

/// A process of ours, with its output in files so that no pipe can fill up.
package struct Child: Sendable {
    /// What is left of a process that ended.
    package struct End: Sendable {
        /// The exit code; that of a process killed by a signal is the signal's number, negative.
        package let code: Int
        /// What it said on the output stream.
        package let output: String
        /// What it said on the error stream.
        package let complaints: String

        /// Everything it said; Swift Testing speaks on the error stream.
        package var words: String { output + complaints }
    }

    /// The number of the process.
    package let id: Int32
    private let fate: Fate
    private let ended: AsyncStream<Void>
    private let outputPath: String

    /// What became of the process; the thread that waits for it knows.
    private final class Fate: Sendable { let status = Mutex<Int32?>(nil) }

    /// Starts a process with nothing but the given environment.
    ///
    /// Not by Foundation: it takes a program that closes what it inherits, as sshd does, for one that has ended, and
    /// then notices the end of no other before that of this one.
    package init(_ executable: String, _ arguments: [String], _ environment: [String: String], in directory: String)
        throws
    {
        outputPath = "\(directory)/.output-\(UUID().uuidString)"
        let variables = environment.map { "\($0.key)=\($0.value)" }
        id = try Self.spawn([executable] + arguments, variables, in: directory, output: outputPath)
        let (ended, end) = AsyncStream<Void>.makeStream()
        self.ended = ended
        let (id, fate) = (id, Fate())
        self.fate = fate
        Thread.detachNewThread {
            var status: Int32 = 0
            while unsafe waitpid(id, &status, 0) < 0, errno == EINTR {}
            fate.status.withLock { $0 = status }
            end.finish()
        }
    }

    /// Waits for its end.
    package func end() async -> End {
        for await _ in ended {}
        let status = fate.status.withLock { $0 } ?? 0
        let signal = status & 0x7F
        return End(
            code: Int(signal == 0 ? status >> 8 & 0xFF : -signal),
            output: Self.text(outputPath),
            complaints: Self.text(outputPath + ".error")
        )
    }

    /// Whether it has not ended yet.
    package var isRunning: Bool { fate.status.withLock { $0 == nil } }

    /// Sends it a signal, unless it has ended.
    package func send(_ signal: Int32) { if isRunning { kill(id, signal) } }

    /// Everything it said so far.
    package var wordsSoFar: String { Self.text(outputPath) + Self.text(outputPath + ".error") }

    /// Starts a program as if nobody had started it: a group of its own, no signal blocked.
    private static func spawn(_ words: [String], _ variables: [String], in directory: String, output: String) throws
        -> Int32
    {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o644)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, output + ".error", O_WRONLY | O_CREAT, 0o644)
        unsafe closeEverythingElse(&actions)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        var id: pid_t = 0
        // The call that would change the directory is not in the module of glibc.
        let changer = "/usr/bin/env"
        let error = unsafe withStrings([changer, "-C", directory] + words) { words in
            unsafe withStrings(variables) { unsafe posix_spawn(&id, changer, &actions, &attributes, words, $0) }
        }
        guard error == 0 else { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .EINVAL) }
        return id
    }

    /// A program that keeps a socket of ours open keeps whoever is at its other end waiting.
    ///
    /// The call is not in the module of glibc, which has it since 2.34.
    private static func closeEverythingElse(_ actions: inout posix_spawn_file_actions_t) {
        typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
        guard let found = unsafe dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return }
        let closeFrom = unsafe unsafeBitCast(found, to: CloseFrom.self)
        _ = unsafe closeFrom(&actions, 3)
    }

    private static func withStrings<Result>(
        _ strings: [String],
        _ use: ([UnsafeMutablePointer<CChar>?]) throws -> Result
    ) rethrows -> Result {
        let copies = unsafe strings.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        return try unsafe use(copies + [nil])
    }

    private static func text(_ path: String) -> String {
        String(decoding: (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data(), as: UTF8.self)
    }
}

extension Child {
    /// What a program that did not live to say something said instead.
    package struct Silence: Error, CustomStringConvertible {
        package let description: String
    }

    /// Waits, as long as the program lives, until it says something; the part in parentheses of what it says.
    package func says(_ pattern: Regex<(Substring, Substring)>) async throws -> String {
        while true {
            // First alive, then the words: what a program says last counts, too.
            let isRunning = isRunning
            let words = wordsSoFar
            if let match = words.firstMatch(of: pattern) { return String(match.1) }
            guard isRunning else { throw Silence(description: "the program ended and only said: \(words)") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
