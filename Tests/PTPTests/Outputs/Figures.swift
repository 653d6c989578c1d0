import PTP

/// Every figure that facts hold, by name: what tests compare with what they expect.
struct Figures {
    private(set) var values: [String: String] = [:]

    init(_ facts: HostFacts) {
        if let tracking = facts.tracking.value { note(tracking) }
        for (index, row) in (facts.sources.value?.rows ?? []).enumerated() { note(row, "source\(index)") }
        for (index, row) in (facts.statistics.value?.rows ?? []).enumerated() { note(row, "stats\(index)") }
        if let part = facts.trackingExcerpt.value {
            values["part.name"] = part.name
            values["part.system"] = part.systemTime.map { "\($0)" }
            values["part.last"] = part.lastOffset.map { "\($0)" }
            values["part.rms"] = part.rmsOffset.map { "\($0)" }
        }
        noteDriver(facts)
        noteHost(facts)
    }

    private mutating func note(_ tracking: ChronyTracking) {
        values["id"] = String(tracking.referenceID, radix: 16)
        values["name"] = tracking.name
        values["stratum"] = "\(tracking.stratum)"
        values["time"] = "\(tracking.referenceTime)"
        values["system"] = "\(tracking.systemTime)"
        values["last"] = "\(tracking.lastOffset)"
        values["rms"] = "\(tracking.rmsOffset)"
        values["frequency"] = "\(tracking.frequency)"
        values["residual"] = "\(tracking.residualFrequency)"
        values["skew"] = "\(tracking.skew)"
        values["delay"] = "\(tracking.rootDelay)"
        values["dispersion"] = "\(tracking.rootDispersion)"
        values["interval"] = "\(tracking.updateInterval)"
        values["leap"] = tracking.leapStatus
    }

    private mutating func note(_ row: ChronySource, _ name: String) {
        values["\(name).mode"] = String(Character(row.mode.rawValue))
        values["\(name).state"] = String(Character(row.state.rawValue))
        values["\(name).name"] = row.name
        values["\(name).stratum"] = "\(row.stratum)"
        values["\(name).poll"] = "\(row.poll)"
        values["\(name).reach"] = String(row.reach, radix: 8)
        values["\(name).age"] = row.lastSample.map { "\($0)" } ?? "never"
        values["\(name).adjusted"] = "\(row.adjustedOffset)"
        values["\(name).measured"] = "\(row.measuredOffset)"
        values["\(name).error"] = "\(row.estimatedError)"
    }

    private mutating func note(_ row: ChronySourceStatistics, _ name: String) {
        values["\(name).name"] = row.name
        values["\(name).points"] = "\(row.samples)"
        values["\(name).runs"] = "\(row.runs)"
        values["\(name).span"] = "\(row.span)"
        values["\(name).frequency"] = "\(row.frequency)"
        values["\(name).skew"] = "\(row.frequencySkew)"
        values["\(name).offset"] = "\(row.offset)"
        values["\(name).deviation"] = "\(row.deviation)"
    }

    private mutating func noteDriver(_ facts: HostFacts) {
        values["driver"] = facts.driverInfo.value?.driver
        values["driver.version"] = facts.driverInfo.value?.version.map(Self.text)
        values["driver.bus"] = facts.driverInfo.value?.busAddress
        values["module.path"] = facts.moduleFile.value?.path
        values["module.version"] = facts.moduleFile.value?.version.map(Self.text)
        values["module.source"] = facts.moduleFile.value?.sourceVersion
        values["module.intree"] = facts.moduleFile.value?.isInTree.map { "\($0)" }
        values["module.parameters"] = facts.moduleFile.value?.parameters.joined(separator: "+")
        values["stamping.interface"] = facts.timestamping.value?.interface
        values["stamping.clock"] = facts.timestamping.value.map { $0.clockIndex.map { "\($0)" } ?? "none" }
        values["stamping.can"] = facts.timestamping.value?.capabilities.joined(separator: "+")
        values["stamping.tx"] = facts.timestamping.value?.transmitModes.joined(separator: "+")
        values["stamping.rx"] = facts.timestamping.value?.receiveFilters.joined(separator: "+")
        values["clocks"] = facts.clocks.value?.clocks.map { "\($0.node)=\($0.name)" }.joined(separator: "+")
        values["nodes"] = facts.nodes.value?.nodes.map { $0.path + ($0.target.map { ">\($0)" } ?? "") }
            .joined(separator: "+")
    }

    private mutating func noteHost(_ facts: HostFacts) {
        values["kernel"] = facts.kernel.value?.release
        values["kernel.version"] = facts.kernel.value.map { "\($0.version)" }
        values["kernel.architecture"] = facts.kernel.value?.architecture
        values["os"] = facts.system.value?.id
        values["os.version"] = facts.system.value?.version
        for unit in facts.units.value?.units ?? [] {
            values["unit.\(unit.name)"] = "\(unit.load)+\(unit.active)+\(unit.sub)+\(unit.file)"
        }
    }

    private static func text(_ version: DriverVersion) -> String {
        switch version {
        case .amazon(let version): "amazon:\(version)"
        case .kernelTree(let version): "tree:\(version)"
        case .kernelRelease(let release): "kernel:\(release)"
        }
    }

    /// Whether a figure has the expected value: numbers may be written in more than one way.
    func holds(_ name: String, _ expected: String) -> Bool {
        guard let value = values[name] else { return false }
        if value == expected { return true }
        guard let number = Double(value), let wanted = Double(expected) else { return false }
        return number == wanted
    }
}
