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
        add("udev", because: "\(Self.symlink) \(found)", .triggerUdev)
    }

    mutating func addChrony(_ clocks: [ClockDevice]) {
        // Where chrony is only being installed, its configuration is not known yet.
        guard tools.contains("chronyd") else { return }
        guard let files = facts.chronyFiles.value,
            let placement = ChronyPlacement(files, main: distribution.chronyFile)
        else { return block(.noChronyFile(distribution.chronyFile)) }
        let before = steps.count
        addConfiguration(placement, clocks)
        let isChanged = steps.count > before
        let unit = chronyUnit
        let reason = restartReason(unit, isChanged: isChanged)
        if let reason { add("chrony", because: reason, .restartChrony(unit: unit)) }
        // Only once chrony is known to run: until then they keep the time.
        stopRivals()
        if reason == nil { addStep() }
    }

    private mutating func addConfiguration(_ placement: ChronyPlacement, _ clocks: [ClockDevice]) {
        let right = placement.clocks.filter { isRight($0.parameter, clocks) }
        // Whatever else names a PTP clock: another device, or the same one again.
        let wrong = placement.clocks.filter { $0 != right.first }
        for file in Set(wrong.map(\.file)).sorted() {
            let lines = wrong.filter { $0.file == file }
            let devices = Set(lines.map(\.parameter)).sorted().joined(separator: ", ")
            add(
                "chrony-other-clocks",
                because: "\(file) names \(devices), which is another clock or named already",
                .silence(path: file, lines: lines.map(\.line).sorted())
            )
        }
        let effective = facts.chronyConfiguration.value?.referenceClocks.filter { $0.driver == "PHC" } ?? []
        let isNamed = !right.isEmpty || effective.contains { isRight($0.parameter, clocks) }
        silenceDoubled(placement, adding: isNamed ? nil : placement.place)
        if !isNamed { addDirective(placement.place) }
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

    private mutating func addDirective(_ place: ChronyPlacement.Place) {
        let reason = "chrony is not told of the clock"
        switch place {
        case .own(let path):
            add("chrony-clock", because: reason, .write(path: path, content: "\(Self.directive)\n"))
        case .inside(let path):
            add("chrony-clock", because: reason, .insert(path: path, content: Self.directive))
        }
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
            add("stop-\(rival)", because: "\(rival) disciplines a clock as well", .stop(unit: "\(rival).service"))
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
        add(
            "packet-timestamping",
            because: "\(interface.name) can stamp what it receives, and does not",
            .stampPackets(interface: interface.name)
        )
    }
}
