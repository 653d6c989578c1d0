package import Orchestration

/// What a host said about its clock. What it did not say is `nil`, never zero.
package struct ClockFacts: Sendable, Equatable {
    /// A PTP clock that the kernel knows.
    package struct Device: Sendable, Equatable {
        /// Its node below `/dev`, such as `ptp0`.
        package let node: String
        /// What its driver calls it, such as `ena-ptp-05`.
        package let clockName: String

        /// Whether it is the clock of an ENA: `ptp_kvm`, Hyper-V and others are PTP clocks too and prove nothing.
        package var isENA: Bool {
            let digits = clockName.dropFirst("ena-ptp-".count)
            return clockName.hasPrefix("ena-ptp-") && digits.count == 2
                && digits.allSatisfy { $0.isHexDigit && !$0.isUppercase }
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

    /// Reads what the probes brought.
    package init(_ outputs: ProbeOutputs) {
        driver = outputs.line(.driver)
        isEnabled = outputs.line(.enabled).flatMap { ["1": true, "0": false][$0] }
        devices = outputs.lines(.devices).flatMap(Self.devices)
        symlinkTarget = outputs.line(.symlink)
        reading = outputs.line(.reading).flatMap(Self.reading)
        sources = outputs.output(.sources).flatMap(ChronySource.rows)
        tracking = outputs.output(.tracking).flatMap(ChronyTracking.init)
        errorBoundNanoseconds = outputs.line(.errorBound).flatMap { Int($0) }
        referenceClocks = outputs.lines(.referenceClock)
    }

    private static func devices(_ lines: [String]) -> [Device]? {
        var devices: [Device] = []
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2, words[0].hasPrefix("ptp") else { return nil }
            devices.append(Device(node: String(words[0]), clockName: String(words[1])))
        }
        return devices
    }

    private static func reading(_ line: String) -> Reading? {
        let words = line.split(separator: " ")
        let numbers = words.compactMap { Int($0) }
        guard words.count == 3, numbers.count == 3 else { return nil }
        return Reading(clockElapsed: numbers[0], systemElapsed: numbers[1], offset: numbers[2])
    }
}

/// What a host answered, question by question.
package struct ProbeOutputs: Sendable, Equatable {
    /// The answers in the order of the first questions, each with the command as it was run and the moment.
    package private(set) var evidence: [Evidence] = []
    private var outputs: [Probe: String] = [:]

    /// Nothing was asked yet.
    package init() {}

    /// Keeps an answer; a later one to the same question replaces it.
    package mutating func note(_ probe: Probe, _ result: CommandResult, at moment: Timestamp) {
        let complaint = result.errorOutput.isEmpty ? "" : "[stderr] " + result.errorOutput
        let answer = Evidence(
            id: probe.rawValue,
            command: probe.command.text,
            exitStatus: result.exitStatus,
            output: Self.cut(result.output + complaint),
            at: moment
        )
        if let place = evidence.firstIndex(where: { $0.id == probe.rawValue }) {
            evidence[place] = answer
        } else {
            evidence.append(answer)
        }
        outputs[probe] = result.isSuccess ? result.output : nil
    }

    /// What a successful command printed.
    func output(_ probe: Probe) -> String? { outputs[probe] }

    func lines(_ probe: Probe) -> [String]? {
        output(probe)?.utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.map { String(Substring($0)) }
    }

    /// The single line that a successful command printed.
    func line(_ probe: Probe) -> String? {
        guard let lines = lines(probe), lines.count == 1 else { return nil }
        return lines[0]
    }

    private static func cut(_ text: String) -> String {
        let limit = 4096
        return text.utf8.count <= limit ? text : String(text.prefix(limit)) + "[cut]"
    }
}
