/// What is left once the clock's device is there: its name, and chrony.
extension SetupPlanning {
    static let symlink = "/dev/ptp_ena"
    static let directive = "refclock PHC \(symlink) poll 0 delay 0.000010 prefer"
    private static let rulesFile = "/etc/udev/rules.d/53-ptp-verify-ena.rules"
    /// As AWS's guide has it; should others claim the name too, ours wins.
    private static let rules = """
        SUBSYSTEM=="ptp", ATTR{clock_name}=="ena-ptp-*", SYMLINK+="ptp_ena", OPTIONS+="link_priority=100"

        """
    /// They discipline the system clock as well, or what they discipline must not be.
    static let rivals = ["ntpd", "ntp", "ntpsec", "openntpd", "systemd-timesyncd", "ptp4l", "phc2sys"]

    mutating func addSymlink(_ clocks: [ClockDevice]) {
        let target = facts.symlink.value.map { $0.text.split(separator: "/").last.map(String.init) ?? "" }
        if let target, clocks.contains(where: { $0.node == target }) { return }
        let found = target.map { "points to \($0)" } ?? "is missing"
        if !persisted(Self.rulesFile).contains(where: { $0.path == Self.rulesFile }) {
            add(
                "udev-rule",
                because: "\(Self.symlink) \(found)",
                .write(path: Self.rulesFile, content: Self.rules)
            )
        }
        add("udev", because: "\(Self.symlink) \(found)", needs: ["udev-rule"], .triggerUdev)
    }

    mutating func addChrony(_ clocks: [ClockDevice]) {
        // Where chrony is only being installed, its configuration is not known yet.
        guard tools.contains("chronyd") else { return }
        guard let files = facts.chronyFiles.value,
            let placement = ChronyPlacement(files, main: distribution.chronyFile)
        else { return block(.noChronyFile(distribution.chronyFile)) }
        let before = steps.count
        let link = addConfiguration(placement, clocks)
        let isChanged = steps.count > before
        let unit = chronyUnit
        let reason = restartReason(unit, isChanged: isChanged)
        if let reason {
            let needs = link.union(["chrony-other-clocks", "chrony-harm", "chrony-include", "chrony-clock"])
            add("chrony", because: reason, needs: needs, .restartChrony(unit: unit))
        }
        // Only once chrony is known to run: until then they keep the time.
        stopRivals()
        if reason == nil { addStep() }
    }

    /// Sees to it that the clock is named once, in a line that does no harm.
    ///
    /// - Returns: the steps that make the name by which chrony will know the clock.
    private mutating func addConfiguration(_ placement: ChronyPlacement, _ clocks: [ClockDevice]) -> Set<String> {
        let right = placement.clocks.filter { isRight($0.parameter, clocks) }
        let kept = right.first { facts.harm(of: $0.line) == nil }
        // What chrony reads from where nobody looked is left alone.
        let effective = facts.chronyConfiguration.value?.referenceClocks.filter { $0.driver == "PHC" } ?? []
        let isNamed = kept != nil || effective.count { isRight($0.parameter, clocks) } > right.count
        let isByLink = kept.map { $0.parameter.hasPrefix(Self.symlink) } ?? true
        let link: Set<String> = isByLink ? ["udev"] : []
        silenceHarmful(right.filter { facts.harm(of: $0.line) != nil }, needs: isNamed ? [] : link)
        // Whatever else names a PTP clock: another device, or the same one again.
        let others = placement.clocks.filter { clock in
            clock != kept && !(right.contains(clock) && facts.harm(of: clock.line) != nil)
        }
        for (file, clocks) in Self.byFile(others) {
            let devices = Set(clocks.map(\.parameter)).sorted().joined(separator: ", ")
            add(
                "chrony-other-clocks",
                because: "\(file) names \(devices), which is another clock or named already",
                .silence(path: file, lines: clocks.map(\.number).sorted())
            )
        }
        silenceDoubled(placement, adding: isNamed ? nil : placement.place)
        if !isNamed { addDirective(placement, needs: link) }
        return link
    }

    /// Lines that name the right clock in a way with which it cannot be used, or not be used well.
    private mutating func silenceHarmful(_ clocks: [ChronyPlacement.Clock], needs: Set<String>) {
        for (file, clocks) in Self.byFile(clocks) {
            let harm = clocks.compactMap { facts.harm(of: $0.line) }
            add(
                "chrony-harm",
                because: "\(file) names the clock, but \(harm.joined(separator: ", and "))",
                needs: needs,
                .silence(path: file, lines: clocks.map(\.number).sorted())
            )
        }
    }

    private static func byFile(
        _ clocks: [ChronyPlacement.Clock]
    ) -> [(file: String, clocks: [ChronyPlacement.Clock])] {
        Set(clocks.map(\.file)).sorted().map { file in (file, clocks.filter { $0.file == file }) }
    }

    private mutating func silenceDoubled(_ placement: ChronyPlacement, adding place: ChronyPlacement.Place?) {
        var path: String?
        if case .own(let own) = place { path = own }
        for line in placement.doubled(adding: path) {
            add(
                "chrony-include",
                because: "\(line.patterns.joined(separator: " ")) would be read twice",
                .silence(path: line.file, lines: [line.line])
            )
        }
    }

    private mutating func addDirective(_ placement: ChronyPlacement, needs: Set<String>) {
        let action: SetupStep.Action =
            switch placement.place {
            // A file of that name that says something is somebody else's, or was made so.
            case .own(let path) where placement.isThere(path): .insert(path: path, content: Self.directive)
            case .own(let path): .write(path: path, content: "\(Self.directive)\n")
            case .inside(let path): .insert(path: path, content: Self.directive)
            }
        add(
            "chrony-clock",
            because: "chrony is not told of the clock",
            needs: needs.union(["chrony-other-clocks", "chrony-harm", "chrony-include"]),
            action
        )
    }

    /// Whether chrony's parameter is an ENA's clock: by its symlink, by its node, or by its interface.
    private func isRight(_ parameter: String, _ clocks: [ClockDevice]) -> Bool {
        let device = parameter.prefix { $0 != ":" }
        return device == Self.symlink || clocks.contains { device == "/dev/\($0.node)" }
            || device == facts.interface.value?.name ?? ""
    }

    private var chronyUnit: String {
        let usual = distribution.chronyUnit
        guard let units = facts.units.value, units[usual]?.isThere != true else { return usual }
        return ["chronyd", "chrony"].first { units[$0]?.isThere == true } ?? usual
    }

    private mutating func stopRivals() {
        for rival in Self.rivals where facts.units.value?[rival]?.isActive == true {
            add(
                "stop-\(rival)",
                because: "\(rival) disciplines a clock as well",
                needs: ["chrony"],
                .stop(unit: "\(rival).service")
            )
        }
    }

    /// Why chrony has to read its configuration, if it has to.
    private func restartReason(_ unit: String, isChanged: Bool) -> String? {
        if isChanged { return "its configuration is changed" }
        if let state = facts.units.value?[unit], !state.isActive { return "\(unit) is \(state.active)" }
        if case .failed = facts.sources.absence { return "chrony does not answer" }
        guard let sources = facts.sources.value else { return nil }
        let clocks = sources.rows.filter { $0.mode == .referenceClock && $0.name.hasPrefix("PHC") }
        return clocks.count == 1 ? nil : "chrony has \(clocks.count) PTP clocks among its sources, not 1"
    }

    /// chrony steps only in its first updates and only what is off by more than a second; the rest takes it hours.
    private mutating func addStep() {
        guard let tracking = facts.tracking.value,
            let selected = facts.sources.value?.rows.first(where: { $0.state == .selected }),
            selected.mode == .referenceClock, tracking.follows(selected), abs(tracking.systemTime) > wish.stepBeyond
        else { return }
        add("step", because: "the system clock is \(tracking.systemTime) s away from the clock", .stepClock)
    }

    mutating func addPacketTimestamping() {
        guard wish.packetTimestamping, let interface = facts.interface.value,
            let state = facts.packetTimestamping.value, state.canReceive, !state.isReceiving
        else { return }
        install("linuxptp", [distribution.package(of: "hwstamp_ctl")].filter { _ in !tools.contains("hwstamp_ctl") })
        add(
            "packet-timestamping",
            because: "\(interface.name) can stamp what it receives, and does not",
            needs: ["linuxptp"],
            .stampPackets(interface: interface.name)
        )
    }
}
