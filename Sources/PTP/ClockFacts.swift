package import Orchestration
package import Shell

/// What a host said about its clock.
///
/// What it did not say is `nil`, never zero.
package struct ClockFacts: Sendable, Equatable {
    /// A PTP clock that the kernel knows.
    package struct Device: Sendable, Equatable {
        /// Its node below `/dev`, such as `ptp0`.
        package let node: String
        /// What its driver calls it, such as `ena-ptp-05`.
        package let clockName: String

        /// Whether it is the clock of an ENA: `ptp_kvm`, Hyper-V and others are PTP clocks too and prove nothing.
        package let isENA: Bool

        package init(node: String, clockName: String) {
            self.node = node
            self.clockName = clockName
            let name = clockName.utf8
            isENA =
                name.starts(with: "ena-ptp-".utf8) && name.count == "ena-ptp-".utf8.count + 2
                && name.suffix(2).allSatisfy { "0123456789abcdef".utf8.contains($0) }
        }
    }

    /// Two readings of the clock, a second apart, in nanoseconds.
    package struct Reading: Sendable, Equatable {
        package let clockElapsed: Int
        package let systemElapsed: Int
        package let offset: Int
    }

    package var driver: String?
    package var isEnabled: Bool?
    package var devices: [Device]?
    package var symlinkTarget: String?
    package var reading: Reading?
    package var sources: [ChronySource]?
    package var tracking: ChronyTracking?
    package var errorBoundNanoseconds: Int?
    package var referenceClocks: [String]?

    /// Nothing is known.
    package init() {}

    /// Reads an answer; a failed command leaves what it should have told unknown.
    package mutating func read(_ result: CommandResult, of probe: Probe) {
        let output = result.isSuccess ? result.output : nil
        switch probe {
        case .driver: driver = output.flatMap(Self.line)
        case .enabled: isEnabled = output.flatMap(Self.line).flatMap { $0 == "1" ? true : $0 == "0" ? false : nil }
        case .devices: devices = output.flatMap(Self.devices)
        case .symlink: symlinkTarget = output.flatMap(Self.line)
        case .reading: reading = output.flatMap(Self.reading)
        case .sources: sources = output.flatMap(ChronySource.rows)
        case .tracking: tracking = output.flatMap(ChronyTracking.init)
        case .errorBound: errorBoundNanoseconds = output.flatMap(Self.line).flatMap { Int($0) }
        case .referenceClock: referenceClocks = output.map(Self.lines)
        }
    }

    /// EC2's own time source: of stratum 1 on hosts with a clock to offer, of 3 on ordinary ones.
    static let linkLocalSource = "169.254.169.123"

    /// The stratum of EC2's own time source, once it has answered.
    var linkLocalStratum: Int? {
        sources?.first { $0.name == Self.linkLocalSource }.flatMap { $0.stratum > 0 ? $0.stratum : nil }
    }

    /// Whether the host has not yet shown whether it is an enhanced one.
    package var isHardwareUnknown: Bool { linkLocalStratum == nil }

    /// The single line that a command printed.
    private static func line(_ output: String) -> String? {
        let text = output.utf8Span.span
        return text.onlyLine.map { text.text($0) }
    }

    private static func lines(_ output: String) -> [String] {
        let text = output.utf8Span.span
        var lines: [String] = []
        var place = 0
        while let line = text.nextLine(from: &place) { lines.append(text.text(line)) }
        return lines
    }

    private static func devices(_ output: String) -> [Device]? {
        let text = output.utf8Span.span
        var devices: [Device] = []
        var place = 0
        while let line = text.nextLine(from: &place) {
            let space = text.first(UInt8(ascii: " "), from: line.lowerBound, to: line.upperBound)
            let node = text.text(line.lowerBound..<space)
            guard space + 1 < line.upperBound, node.hasPrefix("ptp") else { return nil }
            devices.append(Device(node: node, clockName: text.text((space + 1)..<line.upperBound)))
        }
        return devices
    }

    private static func reading(_ output: String) -> Reading? {
        let text = output.utf8Span.span
        guard let line = text.onlyLine, let words: InlineArray<3, _> = text.pieces(of: line, endedBy: " "),
            let clockElapsed = Int(text.text(words[0])), let systemElapsed = Int(text.text(words[1])),
            let offset = Int(text.text(words[2]))
        else { return nil }
        return Reading(clockElapsed: clockElapsed, systemElapsed: systemElapsed, offset: offset)
    }
}

/// What a host answered, question by question: the raw answers, and what they say.
package struct ProbeOutputs: Sendable, Equatable {
    /// The answers in the order of the first questions, each with the command as it was run and the moment.
    package private(set) var evidence: [Evidence] = []
    /// What they say.
    package private(set) var facts = ClockFacts()

    /// Nothing was asked yet.
    package init() {}

    /// Notes how the host proved who it is.
    package mutating func note(_ identity: HostIdentity, at moment: Timestamp) {
        evidence.append(
            Evidence(id: "host-key", command: "ssh", exitStatus: 0, output: "\(identity)\n", at: moment)
        )
    }

    /// Keeps an answer; a later one to the same question replaces it.
    package mutating func note(_ probe: Probe, _ result: CommandResult, at moment: Timestamp) {
        facts.read(result, of: probe)
        let output = result.errorOutput.isEmpty ? result.output : "\(result.output)[stderr] \(result.errorOutput)"
        let answer = Evidence(
            id: probe.rawValue,
            command: probe.command.text,
            exitStatus: result.exitStatus,
            output: Self.cut(output),
            at: moment
        )
        if let place = evidence.firstIndex(where: { $0.id == probe.rawValue }) {
            evidence[place] = answer
        } else {
            evidence.append(answer)
        }
    }

    private static func cut(_ text: String) -> String {
        let limit = 4096
        return text.utf8.count <= limit ? text : String(text.prefix(limit)) + "[cut]"
    }
}
