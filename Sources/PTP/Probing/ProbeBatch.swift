import Orchestration
package import Shell

/// Several questions in one round trip: a script that asks them all, and frames each answer.
package struct ProbeBatch: Sendable, Equatable {
    /// Everything there is to ask.
    package static let all = ProbeBatch(Probe.allCases)
    /// What changes while chrony settles.
    package static let following = ProbeBatch([.sources, .tracking])
    /// What has changed while the samples were taken.
    package static let measured = ProbeBatch([
        .counters, .clocks, .symlink, .errorBound, .sources, .statistics, .tracking, .chronyLog, .kernelLog,
    ])

    /// All that are ever asked.
    package static let known = [all, following, measured]

    private static let mark = "@@ptp-verify"

    /// The lines around an answer.
    private struct Frame: Sendable, Equatable {
        let begin: [UInt8]
        let complaint: [UInt8]
        let end: [UInt8]
        /// All that follows an answer where there is nothing to complain of.
        let silence: [UInt8]

        init(_ probe: Probe) {
            begin = Array("\(mark) begin \(probe.rawValue)\n".utf8)
            complaint = Array("\n\(mark) complaint \(probe.rawValue)\n".utf8)
            end = Array("\n\(mark) end \(probe.rawValue) ".utf8)
            silence = complaint + end + Array("0\n".utf8)
        }
    }

    /// The questions in their order.
    package let probes: [Probe]
    /// The script.
    package let command: Command
    private let frames: [Frame]

    package init(_ probes: some Sequence<Probe>) {
        let probes = Array(probes)
        self.probes = probes
        frames = probes.map(Frame.init)
        command = Command(Self.script(probes), timeout: .seconds(60 + Self.mostSeconds))
    }

    /// How long a question may take: one that hangs must not cost the answers to all others.
    private static let mostSeconds = 15

    /// Each question runs in a shell of its own, so that none disturbs the others; what it prints goes straight
    /// through, what it complains of is caught and follows.
    private static func script(_ probes: [Probe]) -> String {
        let definition = """
            \(Probe.prelude)
            \(Probe.surroundings)
            prelude=\(Probe.prelude.shellQuoted)
            ask() {
              printf '\(mark) begin %s\\n' "$1"
              { complaint=$(timeout \(mostSeconds) sh -c "$prelude
            $2" 2>&1 >&3 </dev/null); status=$?; } 3>&1
              [ $status -ne 124 ] || complaint="no answer within \(mostSeconds) s $complaint"
              printf '\\n\(mark) complaint %s\\n%s\\n\(mark) end %s %s\\n' "$1" "$complaint" "$1" "$status"
            }

            """
        return definition + probes.map { "ask \($0.rawValue) \($0.text.shellQuoted)\n" }.joined()
    }

    /// The questions that a script asks; `nil` where it is none of ours.
    package init?(commandText text: String) {
        let mark = "ask "
        let probes = text.split(separator: "\n").compactMap { line in
            line.hasPrefix(mark) ? Probe(rawValue: String(line.dropFirst(mark.count).prefix { $0 != " " })) : nil
        }
        guard !probes.isEmpty else { return nil }
        self.init(probes)
        guard command.text == text else { return nil }
    }

    /// What a host answers when it runs the script: for hosts that are simulated.
    package func frame(_ answer: (Probe) -> CommandResult) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(probes.count * 512)
        for (probe, frame) in zip(probes, frames) {
            let result = answer(probe)
            output += frame.begin
            output += result.outputBytes
            if result.isSuccess, result.errorBytes.isEmpty {
                output += frame.silence
                continue
            }
            output += frame.complaint
            output += result.errorBytes
            output += frame.end
            output += String(result.exitStatus ?? 255).utf8
            output.append(UInt8(ascii: "\n"))
        }
        return output
    }

    /// Cuts the answers out of what the script printed.
    ///
    /// A question whose answer is not whole has none.
    package func answers(in output: [UInt8]) -> [(probe: Probe, result: CommandResult)] {
        let text = output.span
        var place = 0
        var answers: [(probe: Probe, result: CommandResult)] = []
        answers.reserveCapacity(probes.count)
        for (probe, frame) in zip(probes, frames) {
            guard text.range(before: frame.begin, from: &place) != nil,
                let printed = text.range(before: frame.complaint, from: &place),
                let complaint = text.range(before: frame.end, from: &place),
                let line = text.range(before: [UInt8(ascii: "\n")], from: &place),
                let status = Int(text.text(line))
            else { return answers }
            let result = CommandResult(
                .exited(status),
                output: Array(output[printed]),
                errorOutput: Array(output[complaint])
            )
            answers.append((probe, result))
        }
        return answers
    }
}

extension Span<UInt8> {
    /// What stands before the next `mark`, from `place` on, which moves behind the mark; `nil` when there is none.
    fileprivate func range(before mark: [UInt8], from place: inout Int) -> Range<Int>? {
        let start = place
        var found = start
        while true {
            found = first(mark[0], from: found, to: count)
            if found == count { return nil }
            if commonLength(from: found, to: count, with: mark.span, from: 0) == mark.count { break }
            found += 1
        }
        place = found + mark.count
        return start..<found
    }
}
