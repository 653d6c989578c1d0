import Foundation

/// A process of ours, with its output in files so that no pipe can fill up.
struct Child: Sendable {
    /// What is left of a process that ended.
    struct End: Sendable {
        /// The exit code; that of a process killed by a signal is the signal's number, negative.
        let code: Int
        let output: String
        let complaints: String

        /// Everything it said; Swift Testing speaks on the error stream.
        var words: String { output + complaints }
    }

    let id: Int32
    private let process: Process
    private let ended: AsyncStream<Void>
    private let outputPath: String

    init(_ executable: String, _ arguments: [String], _ environment: [String: String], in directory: String) throws {
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
    func end() async -> End {
        for await _ in ended {}
        let code = Int(process.terminationStatus)
        return End(
            code: process.terminationReason == .uncaughtSignal ? -code : code,
            output: Self.text(outputPath),
            complaints: Self.text(outputPath + ".error")
        )
    }

    var isRunning: Bool { process.isRunning }

    func send(_ signal: Int32) { kill(id, signal) }

    private static func file(_ path: String) throws -> FileHandle {
        try Data().write(to: URL(fileURLWithPath: path))
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    private static func text(_ path: String) -> String {
        String(decoding: (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data(), as: UTF8.self)
    }
}
