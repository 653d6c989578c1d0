/// Several questions in one round trip: a script that asks them all, and frames each answer.
package struct ProbeBatch: Sendable, Equatable {
    /// Everything there is to ask.
    package static let all = ProbeBatch(Probe.allCases)
    /// What changes while chrony settles.
    package static let following = ProbeBatch([.sources, .tracking])

    private static let mark = "@@ptp-verify"

    /// The questions in their order.
    package let probes: [Probe]
    /// The script.
    package let command: Command

    package init(_ probes: [Probe]) {
        self.probes = probes
        command = Command(Self.script(probes), timeout: .seconds(60))
    }

    /// Each question runs in a shell of its own, so that none disturbs the others; what it prints goes straight through, what
    /// it complains of is caught and follows.
    private static func script(_ probes: [Probe]) -> String {
        let definition = """
            ask() {
              printf '\(mark) begin %s\\n' "$1"
              { complaint=$(LC_ALL=C sh -c "$2" 2>&1 >&3 </dev/null); status=$?; } 3>&1
              printf '\\n\(mark) complaint %s\\n%s\\n\(mark) end %s %s\\n' "$1" "$complaint" "$1" "$status"
            }

            """
        return definition + probes.map { "ask \($0.rawValue) \(quoted($0.command.text))\n" }.joined()
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// What a host answers when it runs the script: for hosts that are simulated.
    package func frame(_ answer: (Probe) -> CommandResult) -> String {
        var output = ""
        for probe in probes {
            let result = answer(probe)
            output += "\(Self.mark) begin \(probe.rawValue)\n\(result.output)\n\(Self.mark) complaint \(probe.rawValue)\n"
            output += "\(result.errorOutput)\n\(Self.mark) end \(probe.rawValue) \(result.exitStatus ?? 255)\n"
        }
        return output
    }

    /// Cuts the answers out of what the script printed. A question whose answer is not whole has none.
    package func answers(in output: String) -> [(probe: Probe, result: CommandResult)] {
        var answers: [(Probe, CommandResult)] = []
        var rest = Substring(output).utf8
        for probe in probes {
            guard Self.cut(&rest, before: "\(Self.mark) begin \(probe.rawValue)\n") != nil,
                let printed = Self.cut(&rest, before: "\n\(Self.mark) complaint \(probe.rawValue)\n"),
                let complaint = Self.cut(&rest, before: "\n\(Self.mark) end \(probe.rawValue) "),
                let status = Self.cut(&rest, before: "\n").flatMap({ Int($0) })
            else { return answers }
            answers.append((probe, CommandResult(exitStatus: status, output: printed, errorOutput: complaint)))
        }
        return answers
    }

    /// Takes everything before the next `mark`, and the mark; `nil` when there is none.
    private static func cut(_ rest: inout Substring.UTF8View, before mark: String) -> String? {
        let mark = mark.utf8
        guard let first = mark.first else { return nil }
        var place = rest.startIndex
        while let candidate = rest[place...].firstIndex(of: first) {
            if rest[candidate...].starts(with: mark) {
                defer { rest = rest[rest.index(candidate, offsetBy: mark.count)...] }
                return String(Substring(rest[..<candidate]))
            }
            place = rest.index(after: candidate)
        }
        return nil
    }
}
