import Orchestration

/// The tool: from arguments to an exit code.
///
/// All it has of the world was handed to it.
package struct Tool: Sendable {
    let console: Console
    let environment: [String: String]

    package init(console: Console, environment: [String: String]) {
        self.console = console
        self.environment = environment
    }

    /// Does what the arguments say.
    package func run(_ arguments: [String]) async -> Int {
        do {
            return try await dispatch(arguments)
        } catch let problems as ConfigurationProblems {
            let count = problems.all.count
            console.complain("The configuration has \(count == 1 ? "a problem" : "\(count) problems"):\n\(problems)")
        } catch {
            console.complain("\(error)")
        }
        return ExitCode.usage
    }

    private func dispatch(_ arguments: [String]) async throws -> Int {
        if let family = Help.family(of: arguments) {
            console.write(family)
            return ExitCode.success
        }
        switch arguments.first {
        case nil:
            console.complain(Help.general)
            return ExitCode.usage
        case "--help"?, "-h"?, "help"?: return try help(Array(arguments.dropFirst()))
        case "--version"?:
            console.write("ptp-verify \(ToolVersion.current)")
            return ExitCode.success
        case .some: break
        }
        let invocation = try Invocation(arguments)
        guard !invocation.wantsHelp else { return try help(invocation.command.words) }
        return try await invocation.command.perform(invocation, self)
    }

    private func help(_ words: [String]) throws -> Int {
        console.write(words.isEmpty ? Help.general : Help.of(try Invocation(words).command))
        return ExitCode.success
    }
}

// MARK: - What commands need

extension Tool {
    /// The configuration that is in force for a call, as far as its command needs it.
    func configuration(_ invocation: Invocation) throws -> Configuration {
        try Configuration.resolve(
            arguments: invocation.settings,
            environment: environment,
            home: environment["HOME"],
            isInteractive: console.person != nil,
            scope: invocation.command.settings,
            files: .real
        ).get()
    }

    /// The directory of the run that a call names.
    func directory(_ invocation: Invocation) throws -> RunDirectory {
        try RunDirectory.find(invocation.subject, in: configuration(invocation).reportDirectory.value)
    }

    /// Reads a journal, and says what is odd about it.
    func history(of directory: RunDirectory) async throws -> RunHistory {
        let (history, reader) = try await directory.read()
        complain(of: reader.oddities, in: directory)
        return history
    }

    /// Says what is odd about a journal.
    func complain(of oddities: JournalReader.Oddities, in directory: RunDirectory) {
        for oddity in oddities.inWords { console.complain("\(directory.journalPath): \(oddity)") }
    }
}

extension JournalReader.Oddities {
    /// The lines in the middle that say nothing any more; `nil` where all do.
    var damage: String? {
        guard !damagedLines.isEmpty else { return nil }
        let lines = damagedLines.prefix(10).map(String.init).joined(separator: ", ")
        return "line \(lines)" + (damagedLines.count > 10 ? " and more" : "")
    }

    var inWords: [String] {
        var words: [String] = []
        if hasTornEnd { words.append("the last line is torn and does not count") }
        if let damage { words.append("damaged and left out: \(damage)") }
        if unknownLines > 0 { words.append("\(unknownLines) lines are of kinds that this version does not know") }
        return words
    }
}
