/// Several questions in one round trip: a script that asks them all, and frames each answer.
package struct ProbeBatch: Sendable, Equatable {
    /// Everything there is to ask.
    package static let all = ProbeBatch(Probe.allCases)
    /// What changes while chrony settles.
    package static let following = ProbeBatch([.sources, .tracking])

    private static let mark = "@@ptp-verify"

    /// The lines around an answer.
    private struct Frame: Sendable, Equatable {
        let begin: [UInt8]
        let complaint: [UInt8]
        let end: [UInt8]

        init(_ probe: Probe) {
            begin = Array("\(mark) begin \(probe.rawValue)\n".utf8)
            complaint = Array("\n\(mark) complaint \(probe.rawValue)\n".utf8)
            end = Array("\n\(mark) end \(probe.rawValue) ".utf8)
        }
    }

    /// The questions in their order.
    package let probes: [Probe]
    /// The script.
    package let command: Command
    private let frames: [Frame]

    package init(_ probes: [Probe]) {
        self.probes = probes
        frames = probes.map(Frame.init)
        command = Command(Self.script(probes), timeout: .seconds(60))
    }

    /// Each question runs in a shell of its own, so that none disturbs the others; what it prints goes straight
    /// through, what it complains of is caught and follows.
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
        var output: [UInt8] = []
        output.reserveCapacity(2048)
        for (probe, frame) in zip(probes, frames) {
            let result = answer(probe)
            output += frame.begin
            output += result.output.utf8
            output += frame.complaint
            output += result.errorOutput.utf8
            output += frame.end
            output += "\(result.exitStatus ?? 255)\n".utf8
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Cuts the answers out of what the script printed.
    ///
    /// A question whose answer is not whole has none.
    package func answers(in output: String) -> [(probe: Probe, result: CommandResult)] {
        var answers: [(Probe, CommandResult)] = []
        var rest = Array(output.utf8)[...]
        for (probe, frame) in zip(probes, frames) {
            guard Self.cut(&rest, before: frame.begin) != nil,
                let printed = Self.cut(&rest, before: frame.complaint),
                let complaint = Self.cut(&rest, before: frame.end),
                let status = Self.cut(&rest, before: [UInt8(ascii: "\n")]).flatMap({ Int($0) })
            else { return answers }
            answers.append((probe, CommandResult(exitStatus: status, output: printed, errorOutput: complaint)))
        }
        return answers
    }

    /// Takes everything before the next `mark`, and the mark; `nil` when there is none.
    private static func cut(_ rest: inout ArraySlice<UInt8>, before mark: [UInt8]) -> String? {
        var place = rest.startIndex
        let last = rest.endIndex - mark.count
        while place <= last {
            var length = 0
            while length < mark.count, rest[place + length] == mark[length] { length += 1 }
            if length == mark.count {
                defer { rest = rest[(place + length)...] }
                return String(decoding: rest[rest.startIndex..<place], as: UTF8.self)
            }
            place += 1
        }
        return nil
    }
}
