import Foundation

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
    private let process: Process
    private let ended: AsyncStream<Void>
    private let outputPath: String

    /// Starts a process with nothing but the given environment.
    package init(_ executable: String, _ arguments: [String], _ environment: [String: String], in directory: String)
        throws
    {
        let (ended, end) = AsyncStream<Void>.makeStream()
        outputPath = "\(directory)/.output-\(UUID().uuidString)"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.file(outputPath)
        process.standardError = try Self.file(outputPath + ".error")
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        id = process.processIdentifier
        self.process = process
        self.ended = ended
    }

    /// Waits for its end.
    package func end() async -> End {
        for await _ in ended {}
        let code = Int(process.terminationStatus)
        return End(
            code: process.terminationReason == .uncaughtSignal ? -code : code,
            output: Self.text(outputPath),
            complaints: Self.text(outputPath + ".error")
        )
    }

    /// Whether it has not ended yet.
    package var isRunning: Bool { process.isRunning }

    /// Sends it a signal.
    package func send(_ signal: Int32) { kill(id, signal) }

    /// Everything it said so far.
    package var wordsSoFar: String { Self.text(outputPath) + Self.text(outputPath + ".error") }

    private static func file(_ path: String) throws -> FileHandle {
        try Data().write(to: URL(fileURLWithPath: path))
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
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
