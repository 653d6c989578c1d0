package import Orchestration

/// The proof that a clock works, rung by rung; each needs the one before (DOMAIN d.1).
package struct Ladder: Sendable {
    /// The largest error that still counts as good, and how far the system clock may be off (DOMAIN d.3).
    package struct Thresholds: Sendable {
        package var totalBound = 100e-6
        package var systemTime = 10e-6

        package init() {}
    }

    /// The rungs in order.
    package enum Rung: String, Sendable, CaseIterable {
        case hardware
        case driver
        case enabled
        case device
        case advances
        case followed
        case quality

        package var title: String {
            switch self {
            case .hardware: "the host's link-local time source is of stratum 1"
            case .driver: "the interface of the default route uses the ENA driver"
            case .enabled: "the driver was told to offer its clock"
            case .device: "exactly one ENA clock is there and its symlink points to it"
            case .advances: "the clock advances and is within a second of system time"
            case .followed: "chrony follows exactly this clock"
            case .quality: "the error is bounded tightly enough"
            }
        }

        var probes: [Probe] {
            switch self {
            case .hardware: [.sources]
            case .driver: [.interface, .module]
            case .enabled: [.module, .devlink]
            case .device: [.clocks, .symlink]
            case .advances: [.reading]
            case .followed: [.sources, .tracking, .chronyConfiguration]
            case .quality: [.tracking, .errorBound]
            }
        }
    }

    private typealias Standing = (status: Check.Status, detail: String)

    private let facts: HostFacts
    private let thresholds: Thresholds
    private var standings: [Standing] = []

    package init(_ facts: HostFacts, thresholds: Thresholds = Thresholds()) {
        self.facts = facts
        self.thresholds = thresholds
        standings = Rung.allCases.map(judge)
    }

    /// How a rung stands, with what was seen.
    package func standing(_ rung: Rung) -> (status: Check.Status, detail: String) {
        // The rungs are few: a search is faster than hashing.
        standings[Rung.allCases.firstIndex(of: rung) ?? 0]
    }

    private func judge(_ rung: Rung) -> Standing {
        switch rung {
        case .hardware: hardware
        case .driver:
            facts.interface.value?.driver.map { judge($0 == "ena", "the driver is \($0)") } ?? unknown("the driver")
        case .enabled: facts.isEnabled.map { judge($0, "phc_enable is \($0 ? 1 : 0)") } ?? unknown("phc_enable")
        case .device: device
        case .advances: advances
        case .followed: followed
        case .quality: quality
        }
    }

    /// The rungs as checks, each with the questions that it rests on.
    package func checks() -> [Check] {
        Rung.allCases.map { rung in
            let (status, detail) = standing(rung)
            return Check(
                id: rung.rawValue,
                title: rung.title,
                status: status,
                detail: detail,
                evidence: rung.probes.map(\.rawValue)
            )
        }
    }

    /// What follows from the rungs (DOMAIN d.2).
    ///
    /// Absence needs positive evidence.
    package var verdict: (verdict: Verdict, reason: String) {
        let proof: [Rung] = [.device, .advances, .followed, .quality]
        if proof.allSatisfy({ standing($0).status == .held }) {
            return (.supported, "the ENA clock is there, advances, is followed and is accurate")
        }
        let hasClock = !(facts.ownClocks ?? []).isEmpty
        let isEnhanced = standing(.hardware).status == .held
        guard hasClock || isEnhanced else { return absence }
        let later = Rung.allCases.drop { $0 != .enabled }
        if let failed = later.first(where: { standing($0).status == .failed }) {
            return (.partial, "clock hardware is there, but: \(standing(failed).detail)")
        }
        let missing = later.first { standing($0).status == .notMeasured }
        return (.inconclusive, missing.map { standing($0).detail } ?? "the proof is incomplete")
    }

    private var absence: (verdict: Verdict, reason: String) {
        guard let devices = facts.clocks.value?.clocks else {
            return (.inconclusive, "the clocks of the host could not be listed")
        }
        guard !devices.contains(where: \.isENA), standing(.hardware).status == .failed else {
            return (.inconclusive, "no ENA clock was seen, but nothing proves that there is none")
        }
        guard facts.interface.value?.driver == "ena", facts.isEnabled == true else {
            return (.inconclusive, "no ENA clock was seen, but the driver was not ready to offer one")
        }
        return (.unsupported, "the driver is ready, there is no ENA clock, and the time source is an ordinary one")
    }
}

// MARK: - Single rungs

extension Ladder {
    private func judge(_ holds: Bool, _ detail: String) -> (Check.Status, String) { (holds ? .held : .failed, detail) }

    private func unknown(_ what: String) -> (Check.Status, String) { (.notMeasured, "\(what) could not be read") }

    private var hardware: (Check.Status, String) {
        guard let stratum = facts.linkLocalStratum else {
            return unknown("the stratum of \(HostFacts.linkLocalSources[0])")
        }
        let detail = "\(HostFacts.linkLocalSources[0]) is of stratum \(stratum)"
        // Enhanced hosts show 1, ordinary ones 3; what lies between proves neither.
        return stratum == 2 ? (.notMeasured, detail) : judge(stratum == 1, detail)
    }

    private var device: (Check.Status, String) {
        guard let devices = facts.clocks.value?.clocks else { return unknown("the list of PTP clocks") }
        let own = devices.filter(\.isENA)
        guard own.count == 1 else {
            let names = devices.map(\.name).joined(separator: ", ")
            return judge(false, "\(own.count) ENA clocks among: \(names.isEmpty ? "no clocks" : names)")
        }
        let target = facts.symlink.value?.text ?? "nothing"
        return judge(
            target == "/dev/\(own[0].node)",
            "\(own[0].name) is \(own[0].node), /dev/ptp_ena is \(target)"
        )
    }

    private var advances: (Check.Status, String) {
        guard let reading = facts.reading.value else { return unknown("the clock") }
        // The numbers come from a host that may say anything.
        let (drift, isAbsurd) = reading.clockElapsed.subtractingReportingOverflow(reading.systemElapsed)
        let tolerance = 100_000_000
        let advances = reading.clockElapsed > tolerance && !isAbsurd && drift.magnitude <= tolerance
        return judge(
            advances && reading.offset.magnitude < 1_000_000_000,
            "advanced \(reading.clockElapsed) ns in \(reading.systemElapsed) ns, \(reading.offset) ns off system time"
        )
    }

    private var followed: (Check.Status, String) {
        guard let sources = facts.sources.value?.rows, let tracking = facts.tracking.value else {
            return unknown("chrony's sources")
        }
        let clocks = sources.filter { $0.mode == .referenceClock && $0.name.hasPrefix("PHC") }
        guard clocks.count == 1 else { return judge(false, "chrony has \(clocks.count) PHC reference clocks") }
        guard clocks[0].state == .selected else {
            return judge(false, "chrony has \(clocks[0].name) in state \"\(clocks[0].state.rawValue)\"")
        }
        guard tracking.follows(clocks[0]) else {
            return judge(false, "tracking follows \(tracking.referenceID), leap status \(tracking.leapStatus)")
        }
        guard let paths = facts.clockDirectives?.map(\.parameter) else { return unknown("chrony's configuration") }
        let own = facts.ownClocks?.first.map { "/dev/\($0.node)" }
        let isOwn =
            paths.count == 1 && (paths[0] == own || paths[0] == "/dev/ptp_ena" && facts.symlink.value?.text == own)
        return judge(isOwn && own != nil, "\(clocks[0].name) is selected and reads \(paths.joined(separator: ", "))")
    }

    private var quality: (Check.Status, String) {
        guard let tracking = facts.tracking.value else { return unknown("chrony's tracking") }
        guard let bound = totalBound else { return unknown("phc_error_bound") }
        let isGood = bound <= thresholds.totalBound && abs(tracking.systemTime) <= thresholds.systemTime
        return judge(
            isGood,
            "error at most \(Self.nanoseconds(bound)) ns, system time \(Self.nanoseconds(tracking.systemTime)) ns off"
        )
    }

    private static func nanoseconds(_ seconds: Double) -> Int { Int((seconds * 1e9).rounded()) }

    /// |system time| + root delay / 2 + root dispersion + the clock's own bound, in seconds.
    ///
    /// A bound of 0 is no bound.
    package var totalBound: Double? {
        guard let tracking = facts.tracking.value, let own = facts.errorBound.value?.nanoseconds, own > 0 else {
            return nil
        }
        return abs(tracking.systemTime) + tracking.rootDelay / 2 + tracking.rootDispersion + Double(own) * 1e-9
    }

    /// The measured figures; what was not measured is not among them.
    package var figures: [Figure] {
        var figures: [Figure] = []
        if let tracking = facts.tracking.value {
            figures.append(Figure("system_time", tracking.systemTime, unit: "s"))
            figures.append(Figure("root_delay", tracking.rootDelay, unit: "s"))
            figures.append(Figure("root_dispersion", tracking.rootDispersion, unit: "s"))
        }
        if let own = facts.errorBound.value?.nanoseconds {
            figures.append(Figure("phc_error_bound", Double(own) * 1e-9, unit: "s"))
        }
        if let totalBound { figures.append(Figure("total_error_bound", totalBound, unit: "s")) }
        return figures
    }
}
