/// What the tool says about itself.
package enum Help {
    package static let general = """
        ptp-verify proves, instance by instance and with evidence, whether PTP hardware clocks work.
        It launches instances on EC2, logs in to them, looks, and leaves nothing running; or it shows all that on a
        simulated fleet, for which nothing is needed.

        Usage: ptp-verify COMMAND [RUN] [options]

        Commands:
        \(commands)
        RUN is the name of a run, the path of its directory, or nothing for the newest run.
        `ptp-verify COMMAND --help` tells more; `ptp-verify --version` tells the version.

        Examples:
        \(examples(ToolCommand.introduction.flatMap { $0.examples.prefix(1) }))
        Settings come from options, from the environment (PTP_…), or from the file that PTP_CONFIG names, the first
        of them that says something; `ptp-verify config explain` shows them all.

        \(exitCodes)
        """

    private static let exitCodes = """
        Exit codes:
          0        all as expected
          1        some case is not as expected, or a report could not be written
          2        usage or configuration: nothing was done
          3        something may still be running, or a host not be as it was: see `ptp-verify sweep`
          4        nothing contradicts the expectations, but not everything could be observed
                   (0 with --inconclusive skip, where inconclusive cases do not count)
          129 130 143  stopped by SIGHUP, SIGINT or SIGTERM, after orderly cleanup
        """

    /// The help of one command.
    package static func of(_ command: ToolCommand) -> String {
        var parts = ["Usage: \(command.usage)", "", capitalized(command.summary) + "."]
        if !command.details.isEmpty { parts += command.details.split(separator: "\n").map(String.init) }
        if command.subject == .run || command.subject == .runs {
            parts += ["", "RUN is the name of a run, the path of its directory, or nothing for the newest run."]
        }
        parts += ["", "Examples:", examples(command.examples), "Options:"]
        parts += command.flags.map { "  \($0.option)\n      \($0.summary)" }
        parts += command.parameters.map { "  \($0.option) \($0.placeholder)\n      \($0.summary)" }
        parts.append(Configuration.help(of: command.settings.rows))
        return parts.joined(separator: "\n")
    }

    /// The commands that share a first word, where help is asked for that word; `nil` for all other calls.
    static func family(of arguments: [String]) -> String? {
        let words = arguments.filter { !["help", "--help", "-h"].contains($0) }
        guard words.count == 1, words.count < arguments.count else { return nil }
        let family = ToolCommand.table.filter { $0.words.count > 1 && $0.words[0] == words[0] }
        guard !family.isEmpty else { return nil }
        return "\(listed(family))\n`ptp-verify COMMAND --help` tells more."
    }

    private static var commands: String { listed(ToolCommand.table) }

    private static func listed(_ commands: [ToolCommand]) -> String {
        let width = commands.map(\.name.count).max() ?? 0
        return commands.map { "  \(padded($0.name, to: width))  \($0.summary)\n" }.joined()
    }

    private static func examples(_ examples: [ToolCommand.Example]) -> String {
        examples.map { "  \($0.line)\n      \($0.meaning)\n" }.joined()
    }

    private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

/// Fills a text up with blanks.
package func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}
