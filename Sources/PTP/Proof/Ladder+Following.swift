import Orchestration

/// Rung 6: chrony follows the ENA's clock and no other.
extension Ladder {
    var followed: Standing {
        guard let sources = facts.sources.value?.rows else { return withoutSources }
        let clocks = sources.filter(\.isPTPClock)
        let selected = sources.filter { $0.state == .selected }
        if clocks.isEmpty, selected.isEmpty, facts.tracking.absence == .notAsked {
            return .unknown("no source is selected among these, which may be only some")
        }
        if clocks.isEmpty, let other = selected.first(where: facts.mayBeRenamedClock) {
            return .unknown("chrony follows \(other.name), which may be a PTP clock under another name")
        }
        guard clocks.count == 1 else { return .judged(false, "chrony has \(clocks.count) PHC reference clocks") }
        let clock = clocks[0]
        guard clock.state == .selected else {
            return .judged(false, "chrony has \(clock.name) in state \"\(clock.state.rawValue)\"")
        }
        guard selected.count == 1 else { return .judged(false, "chrony has selected \(selected.count) sources") }
        guard let tracking = facts.tracking.value else {
            // What it reads may be known all the same.
            let origin = origin(of: clock)
            return origin.status == .failed
                ? origin : .unknown("chrony's tracking is not known", because: facts.tracking.absence)
        }
        guard tracking.follows(clock), tracking.stratum == clock.stratum + 1 else {
            let source = "\(tracking.name.isEmpty ? "nothing" : tracking.name) at stratum \(tracking.stratum)"
            return .judged(false, "tracking follows \(source), leap status \(tracking.leapStatus)")
        }
        return origin(of: clock)
    }

    /// Whether the reference clock is the ENA's: its name alone says nothing, `ptp_kvm` is a PHC0 too.
    private func origin(of clock: ChronySource) -> Standing {
        guard let directives = facts.clockDirectives else {
            return .unknown(
                "which device \(clock.name) reads is not known",
                because: facts.chronyConfiguration.absence ?? facts.chronyFiles.absence
            )
        }
        let paths = directives.map(\.parameter)
        guard paths.count == 1 else {
            return .judged(false, "\(clock.name) is selected, and \(paths.count) PHC reference clocks are configured")
        }
        guard let isOwn = facts.isOwnClock(paths[0]) else {
            return .unknown("whose clock \(paths[0]) is, is not known", because: facts.clocks.absence)
        }
        return .judged(
            isOwn,
            "\(clock.name) is selected and reads \(paths[0])\(isOwn ? "" : ", which is not the ENA's")"
        )
    }

    private var withoutSources: Standing {
        if let unit = facts.chronyUnit, !unit.isActive {
            return .judged(false, "\(unit.name) is \(unit.active)")
        }
        guard let tracking = facts.tracking.value else {
            return .unknown("chrony's sources are not known", because: facts.sources.absence)
        }
        guard tracking.isPTPClock else {
            return .judged(false, "tracking follows \(tracking.name.isEmpty ? "nothing" : tracking.name)")
        }
        return .unknown(
            "tracking follows \(tracking.name), and chrony's sources are not known",
            because: facts.sources.absence
        )
    }
}

extension ChronySource {
    /// Whether it is a reference clock of chrony's driver for PTP clocks, whoever's clock that is.
    var isPTPClock: Bool { mode == .referenceClock && name.utf8.starts(with: "PHC".utf8) }
}

extension ChronyTracking {
    /// Whether time comes from a PTP clock, whoever's.
    var isPTPClock: Bool { isSynchronised && referenceID >> 8 == 0x50_48_43 }
}

extension HostFacts {
    /// Whether a reference clock may be one of chrony's driver for PTP clocks that was given another name (`refid`).
    fileprivate func mayBeRenamedClock(_ row: ChronySource) -> Bool {
        guard row.mode == .referenceClock else { return false }
        return clockDirectives?.contains { $0.options["refid"] == row.name } ?? true
    }

    /// chrony's unit, by either of its names.
    var chronyUnit: UnitState? {
        let units = ["chronyd", "chrony"].compactMap { self.units.value?[$0] }.filter(\.isThere)
        return units.first(where: \.isActive) ?? units.first
    }

    /// Whether what chrony was told to read is the ENA's clock; `nil` where that cannot be told.
    func isOwnClock(_ parameter: String) -> Bool? {
        guard let own = ownClocks else { return nil }
        // The path may be followed by options of the driver, as in `/dev/ptp0:extpps`.
        let path = parameter.split(separator: ":").first.map(String.init) ?? parameter
        // From chrony 4.7 on it may be an interface, whose clock ethtool knows.
        if !path.utf8.starts(with: "/".utf8) {
            guard path == interface.value?.name else { return nil }
            guard let index = timestamping.value?.clockIndex else { return nil }
            return own.contains { $0.node == "ptp\(index)" }
        }
        guard let target = target(of: path) else { return nil }
        return own.contains { "/dev/\($0.node)" == target }
    }

    /// What a path below `/dev` comes to; `nil` where a symlink could not be looked at.
    private func target(of path: String) -> String? {
        let known = path == "/dev/ptp_ena" ? symlink.value?.text : nil
        if let known { return known }
        if let target = nodes.value?.nodes.first(where: { $0.path == path })?.target {
            return target.utf8.starts(with: "/".utf8) ? target : "/dev/\(target)"
        }
        guard path == "/dev/ptp_ena", let absence = symlink.absence else { return path }
        // A symlink that is not there comes to nothing.
        if case .notThere = absence { return path }
        return nil
    }
}
