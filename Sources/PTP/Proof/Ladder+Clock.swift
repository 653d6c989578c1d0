/// Rungs 4 and 5: the device, and that it goes.
extension Ladder {
    var device: Standing {
        guard let clocks = facts.clocks.value?.clocks, let own = facts.ownClocks else {
            return .unknown("the PTP clocks are not known", because: facts.clocks.absence)
        }
        guard !own.isEmpty else {
            let names = clocks.map { "\($0.node) \"\($0.name)\"" }.joined(separator: ", ")
            return .judged(false, "no ENA clock among: \(names.isEmpty ? "no clocks" : names)")
        }
        let index = facts.timestamping.value?.clockIndex
        let named = index.flatMap { index in own.first { $0.node == "ptp\(index)" } }
        if let index, named == nil {
            return .judged(false, "\(own[0].node) is \"\(own[0].name)\", but the interface names ptp\(index)")
        }
        guard own.count > 1, named == nil else { return node(of: named ?? own[0], among: own) }
        return clockByAddress(among: own)
    }

    /// Where the interface does not name its clock, its place on the PCI bus tells.
    private func clockByAddress(among own: [ClockDevice]) -> Standing {
        let names = own.map { "\($0.node) \"\($0.name)\"" }.joined(separator: ", ")
        guard let address = facts.interface.value?.address, own.allSatisfy({ $0.address != nil }) else {
            return .unknown("\(own.count) ENA clocks, and nothing tells which is the interface's: \(names)")
        }
        guard let clock = own.first(where: { $0.address == address }) else {
            return .judged(false, "\(own.count) ENA clocks, and none is at the interface's \(address): \(names)")
        }
        return node(of: clock, among: own)
    }

    /// The clock's node and the symlink to it.
    private func node(of clock: ClockDevice, among own: [ClockDevice]) -> Standing {
        let name = "\(clock.node) is \"\(clock.name)\""
        if let nodes = facts.nodes.value?.nodes, !nodes.contains(where: { $0.path == "/dev/\(clock.node)" }) {
            return .judged(false, "\(name), but there is no /dev/\(clock.node)")
        }
        if case .missing(.notThere) = facts.nodes {
            return .judged(false, "\(name), but there is no /dev/\(clock.node)")
        }
        switch facts.symlink {
        case .known(let target):
            return .judged(own.contains { "/dev/\($0.node)" == target.text }, "\(name), /dev/ptp_ena is \(target.text)")
        case .missing(.notThere): return .judged(false, "\(name), but there is no /dev/ptp_ena")
        case .missing(let absence): return .unknown("\(name), but what /dev/ptp_ena is, is not known", because: absence)
        }
    }

    var advances: Standing {
        guard let reading = facts.reading.value else {
            return .unknown("the clock could not be read", because: facts.reading.absence)
        }
        // The numbers come from a host that may say anything.
        let (drift, isAbsurd) = reading.clockElapsed.subtractingReportingOverflow(reading.systemElapsed)
        let tolerance = thresholds.advanceTolerance
        let advances = reading.clockElapsed > tolerance && !isAbsurd && drift.magnitude <= tolerance.magnitude
        let isNear = reading.offset.magnitude < thresholds.clockOffset.magnitude
        let atomic = reading.isAtomicTime ? ", as far as atomic time is from UTC" : ""
        return .judged(
            advances && isNear,
            """
            advanced \(reading.clockElapsed) ns in \(reading.systemElapsed) ns, \
            \(reading.offset) ns off system time\(atomic)
            """
        )
    }
}

extension ClockReading {
    /// Whether the clock is off as far as atomic time (TAI) is from UTC: 37 seconds since 2017.
    var isAtomicTime: Bool { (36_500_000_000...37_500_000_000).contains(offset.magnitude) }
}
