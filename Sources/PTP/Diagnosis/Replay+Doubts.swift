import Orchestration

/// What speaks against a clock that chrony is shown to follow.
extension Ladder {
    /// How far EC2's own source may be off beyond the error that chrony grants it, in seconds.
    private static let networkTolerance = 0.01

    /// Words by which logs and other texts tell of a hypervisor's PTP clock.
    private static let foreignWords = ["ptp_kvm", "kvm virtual ptp", "ptp_hyperv", "ptp_vmw", "vmclock"]

    /// Why the row of the clock is not that of a clock in good use; `nil` where it is, or where there is no row.
    var doubtAboutUse: String? {
        guard let clock = facts.sources.value?.rows.first(where: \.isPTPClock) else { return nil }
        if clock.reach == 0 { return "its reach is 0, so its last eight readings failed" }
        guard clock.isFresh(within: thresholds.lastSampleInPolls) else {
            return "its last sample is \(clock.lastSample.map { "\($0) s old" } ?? "missing")"
        }
        let (offset, limit) = (abs(clock.adjustedOffset), thresholds.systemTimeMaximum)
        // A number that is none is not within any limit.
        return offset <= limit
            ? nil : "system time is \(inWords(seconds: offset)) off, more than \(inWords(seconds: limit))"
    }

    /// Why it may be another clock than the ENA's, or an ENA's that is not there; `nil` where nothing says so.
    var doubtAboutOrigin: String? {
        if failed(.hardware) { return "\(standing(.hardware).detail), as on ordinary hosts" }
        return distanceFromNetwork ?? foreignClock
    }

    /// EC2's own source, where it and the clock cannot both be right: atomic time is 37 s from UTC.
    private var distanceFromNetwork: String? {
        let rows = facts.sources.value?.rows ?? []
        let far = rows.first { row in
            HostFacts.linkLocalSources.contains(row.name) && row.reach != 0
                && !(abs(row.adjustedOffset) - row.estimatedError <= Self.networkTolerance)
        }
        return far.map { "\($0.name) is \(inWords(seconds: abs($0.adjustedOffset))) off" }
    }

    /// Where a PTP clock shows that is not an ENA's, unless chrony is known to read the ENA's.
    private var foreignClock: String? {
        let paths = facts.clockDirectives?.map(\.parameter) ?? []
        if !paths.isEmpty, paths.allSatisfy({ facts.isOwnClock($0) == true }) { return nil }
        if let path = paths.first(where: { Self.isForeign($0) || facts.isOwnClock($0) == false }) {
            return "chrony is told to read \(path)"
        }
        if let clock = facts.clocks.value?.clocks.first(where: { !$0.isENA }) {
            return "\(clock.node) is \"\(clock.name)\""
        }
        let texts =
            [facts.moduleFile.value?.path].compactMap(\.self) + (facts.nodes.value?.nodes.map(\.path) ?? [])
            + (facts.kernelLog.value?.lines ?? []) + (facts.chronyLog.value?.lines ?? [])
            + (facts.linuxptpLog.value?.lines ?? []) + situation.others
        return texts.lazy.flatMap { $0.split(whereSeparator: \.isNewline) }.first(where: Self.isForeign)
            .map { "it says \"\($0.prefix(200))\"" }
    }

    private static func isForeign(_ text: some StringProtocol) -> Bool {
        foreignWords.contains { text.holdsIgnoringCase($0) }
    }
}
