package import Orchestration
package import Shell

/// What was seen on a host: the raw outputs as evidence, and what they say.
///
/// The evidence is complete: a record made from it again says the same.
package struct HostRecord: Sendable, Equatable {
    /// The outputs in the order of the first questions, each with the command as it was run and the moment.
    package private(set) var evidence: [Evidence] = []
    /// What they say.
    package private(set) var situation = Situation()

    private static let stepPrefix = "step-"
    private static let countersBefore = "counters-before"
    private static let afterReboot = "after-reboot"
    private static let afterRebootPrefix = "\(afterReboot)-"
    fileprivate static let complaintMark = "[stderr] "
    fileprivate static let cutMark = "\n[cut]\n"
    /// Enough for everything but logs gone wild.
    private static let limit = 1 << 17
    /// Samples of some hours, of which none may be missing.
    private static let limitOfSamples = 1 << 22

    /// Nothing was asked yet.
    package init(_ launch: Situation.Launch = Situation.Launch()) { situation.launch = launch }

    /// Reads a record again.
    package init(_ evidence: [Evidence], _ launch: Situation.Launch = Situation.Launch()) {
        situation.launch = launch
        for item in evidence { keep(item) }
    }

    package var facts: HostFacts { situation.facts }

    /// Notes how the host proved who it is.
    package mutating func note(_ identity: HostIdentity, at moment: Timestamp) {
        keep(Evidence(id: "host-key", command: "ssh", exitStatus: 0, output: "\(identity)\n", at: moment))
    }

    /// Keeps an answer; a later one to the same question replaces it.
    ///
    /// - Parameter isAfterReboot: whether the proof was there before, which then stays as it is.
    package mutating func note(
        _ probe: Probe,
        _ result: CommandResult,
        at moment: Timestamp,
        isAfterReboot: Bool = false
    ) {
        let id = isAfterReboot ? Self.idAfterReboot(probe) : probe.rawValue
        keep(Self.evidence(id, probe.command, result, at: moment), result)
    }

    /// What the evidence of a question is called that was asked after the reboot.
    static func idAfterReboot(_ probe: Probe) -> String { afterRebootPrefix + probe.rawValue }

    /// Keeps how the look after the reboot ended.
    mutating func note(_ end: AfterReboot.End, at moment: Timestamp) {
        let command = Command("# ptp-verify: what is to be set up after a reboot")
        keep(Self.evidence(Self.afterReboot, command, end.result, at: moment), end.result)
    }

    /// Keeps the samples.
    package mutating func note(_ sampling: Sampling, _ result: CommandResult, at moment: Timestamp) {
        keep(Self.evidence(Sampling.id, sampling.command, result, at: moment), result)
    }

    /// Keeps what became of a step.
    package mutating func note(_ step: SetupStep, _ command: Command, _ result: CommandResult, at moment: Timestamp) {
        let number = situation.steps.count + 1
        keep(Self.evidence("\(Self.stepPrefix)\(number)-\(step.id)", command, result, at: moment), result)
    }

    /// From now on, counters count.
    package mutating func beginCounting() {
        guard let last = evidence.first(where: { $0.id == Probe.counters.rawValue }) else { return }
        keep(
            Evidence(
                id: Self.countersBefore,
                command: last.command,
                exitStatus: last.exitStatus,
                output: last.output,
                at: last.at
            )
        )
    }

    private mutating func keep(_ item: Evidence) { keep(item, Self.result(of: item)) }

    private mutating func keep(_ item: Evidence, _ result: CommandResult) {
        let place = evidence.firstIndex { $0.id == item.id }
        if let probe = Probe(rawValue: item.id) {
            // What is said again is known, and most is said again.
            let isKnown = place.map { evidence[$0].says(the: item) } ?? false
            if !isKnown { situation.facts.read(result, of: probe) }
        } else if item.id == Sampling.id {
            situation.samples = Answer(result)
        } else if item.id == Self.countersBefore {
            situation.countersBefore = Answer(result)
        } else if item.id == Self.afterReboot {
            situation.afterReboot = situation.afterReboot ?? AfterReboot()
            situation.afterReboot?.read(result)
        } else if item.id.hasPrefix(Self.afterRebootPrefix) {
            guard let probe = Probe(rawValue: String(item.id.dropFirst(Self.afterRebootPrefix.count))) else { return }
            situation.afterReboot = situation.afterReboot ?? AfterReboot()
            situation.afterReboot?.facts.read(result, of: probe)
        } else if item.id.hasPrefix(Self.stepPrefix) {
            let name = item.id.dropFirst(Self.stepPrefix.count).drop { $0 != "-" }.dropFirst()
            situation.steps.append(StepOutcome(id: String(name), exitStatus: item.exitStatus, output: item.output))
        }
        if let place {
            evidence[place] = item
        } else {
            evidence.append(item)
        }
    }

    private static func evidence(
        _ id: String,
        _ command: Command,
        _ result: CommandResult,
        at moment: Timestamp
    ) -> Evidence {
        let limit = id == Sampling.id ? limitOfSamples : limit
        var output = cut(result.output, at: limit)
        if !result.errorBytes.isEmpty {
            if !output.isEmpty, !output.utf8.reversed().starts(with: "\n".utf8) { output += "\n" }
            output += complaintMark + cut(result.errorOutput, at: limit)
        }
        return Evidence(id: id, command: command.text, exitStatus: result.exitStatus, output: output, at: moment)
    }

    private static func result(of item: Evidence) -> CommandResult {
        let text = Array(item.output.utf8)
        let place = text.span.startOfLine(complaintMark) ?? text.count
        return CommandResult(
            item.exitStatus.map { .exited($0) } ?? .killed(signal: "TERM"),
            output: Array(text[..<place]),
            errorOutput: Array(text[place...].dropFirst(complaintMark.utf8.count))
        )
    }

    private static func cut(_ text: String, at limit: Int) -> String {
        text.utf8.count <= limit ? text : "\(text.prefix(limit / 2))\(cutMark)\(text.suffix(limit / 2))"
    }
}

extension StepOutcome {
    /// The last thing that it said; where it failed, that is mostly why.
    package var complaint: Substring {
        let line = output.split(whereSeparator: \.isNewline).last ?? ""
        return line.hasPrefix(HostRecord.complaintMark) ? line.dropFirst(HostRecord.complaintMark.count) : line
    }
}

extension Evidence {
    /// Whether it says what a later one says; only whole outputs can be compared.
    fileprivate func says(the later: Evidence) -> Bool {
        exitStatus == later.exitStatus && output == later.output && !output.holds(HostRecord.cutMark)
    }
}

extension Span<UInt8> {
    /// Where the first line starts that begins with `mark`.
    fileprivate func startOfLine(_ mark: String) -> Int? {
        let mark = Array(mark.utf8)
        var start = 0
        while start < count {
            if commonLength(from: start, to: count, with: mark.span, from: 0) == mark.count { return start }
            start = first(UInt8(ascii: "\n"), from: start, to: count) + 1
        }
        return nil
    }
}
