import Orchestration

/// What the driver needs so that it offers its clock.
enum DriverNeed: Sendable, Equatable {
    /// It offers it, now and after a reboot.
    case nothing
    /// It has the parameter, or the file on disk has it: option and reload.
    case parameter
    /// It is part of the kernel and has the parameter: argument and reboot.
    case argument
    /// It has the parameter and it is set, but a reboot forgets it.
    case persistence
    /// It may be told by devlink, but the program is missing.
    case devlinkTool
    /// It is told by devlink.
    case devlink(address: String)
    /// It knows of no clock: another one has to be built.
    case build
    /// Nothing can be done.
    case blocked(SetupBlocker)
}

extension SetupPlanning {
    static let optionFile = "/etc/modprobe.d/ptp-verify-ena.conf"
    private static let argument = "ena.phc_enable=1"
    static let devlinkUnit = "ptp-verify-devlink"
    /// The first with activation and error bound.
    private static let oldest = Version(2, 10, 0)

    var driverNeed: DriverNeed {
        let need = needIfHardware
        switch need {
        case .nothing, .devlinkTool, .blocked: return need
        case .parameter, .argument, .persistence, .devlink, .build: return isInVain ? .blocked(.noHardware) : need
        }
    }

    /// Whether it is certain that there is no clock: nobody declares one, none is shown, and the host is ordinary.
    private var isInVain: Bool {
        guard wish.mode != .build, wish.isClockExpected == false, facts.ownClocks?.isEmpty != false else {
            return false
        }
        return facts.linkLocalStratum.map { $0 != 1 } ?? false
    }

    private var needIfHardware: DriverNeed {
        switch facts.interface {
        case .known(let interface) where interface.driver != "ena":
            return .blocked(.noENA(driver: interface.driver))
        case .missing(let absence): return .blocked(.unseen("the interface", absence))
        case .known: break
        }
        guard let module = facts.module.value else {
            return .blocked(.unseen("the driver", facts.module.absence ?? .notAsked))
        }
        if wish.mode == .build, !module.isAtLeast(wish.release.version) {
            return facts.moduleFile.value.map { $0.isAtLeast(wish.release.version) } == true ? .parameter : .build
        }
        if let isEnabled = module.isClockEnabled, module.isAtLeast(Self.oldest) {
            if isEnabled { return persistsParameter ? .nothing : .persistence }
            return module.isBuiltIn ? .argument : .parameter
        }
        if let isEnabled = facts.devlink.value?.isEnabled {
            return isEnabled && isDevlinkPersistent ? .nothing : .devlink(address: address ?? "")
        }
        if case .noSuchTool = facts.devlink.absence, let kernel = facts.kernel.value, kernel.version >= Version(6, 17) {
            return .devlinkTool
        }
        // The file on disk may be newer than what is loaded.
        return facts.moduleFile.value.map { $0.parameters.contains("phc_enable") && $0.isAtLeast(Self.oldest) } == true
            ? .parameter : .build
    }

    mutating func addDriver(_ need: DriverNeed) {
        switch need {
        case .nothing:
            if facts.ownClocks?.isEmpty == true { block(.noDevice) }
            if facts.changes.value?.leavesInitramfsBehind == true { addInitramfs() }
        case .blocked(let blocker): block(blocker)
        case .devlinkTool: break
        case .parameter: addParameter(because: "the driver's clock is switched off")
        case .persistence:
            // Only what is proven: an option that brings nothing is not worth a file.
            if facts.ownClocks?.isEmpty == true { block(.noDevice) } else { addOption() }
        case .argument:
            add(
                "kernel-argument",
                because: "the driver is part of the kernel, its clock is switched off",
                .addKernelArgument(Self.argument)
            )
            add(
                "reboot",
                because: "the kernel reads its arguments when it starts",
                needs: ["kernel-argument"],
                .reboot
            )
        case .devlink(let address): addDevlink(address)
        case .build: addBuild()
        }
    }

    private mutating func addParameter(because reason: String) {
        guard tools.contains("systemd-run") else { return block(.nothingRunsDetached) }
        add("reload", because: reason, needs: ["build", "foreign-modules"], .reloadDriver)
        // The option comes once the clock is there: what costs the network would cost it at every start.
        addRescueEnd(after: "reload")
    }

    private mutating func addRescueEnd(after reload: String) {
        add(
            Self.rescueEnd,
            because: "the reload has to be over before anything else",
            needs: [reload],
            .endRescue
        )
    }

    /// The option, and the initramfs even where the option is there: it may have been made before.
    private mutating func addOption() {
        if let overrule { return block(.overruled(String(overrule))) }
        if !persistsParameter {
            add(
                "driver-option",
                because: "no file switches the driver's clock on when the host starts",
                .write(path: Self.optionFile, content: "options ena phc_enable=1\n")
            )
        }
        addInitramfs()
    }

    private mutating func addInitramfs() {
        guard let tool = InitramfsTool.choice(tools) else { return }
        add(
            "initramfs",
            because: "the driver may be loaded from the initramfs, with the options there",
            needs: ["driver-option"],
            .rebuildInitramfs(with: tool)
        )
    }

    private mutating func addDevlink(_ address: String) {
        guard tools.contains("systemd-run") else { return block(.nothingRunsDetached) }
        if facts.devlink.value?.isEnabled != true {
            add("devlink", because: "the driver's clock is switched off", .switchDevlink(address: address))
            return addRescueEnd(after: "devlink")
        }
        if facts.ownClocks?.isEmpty == true { return block(.noDevice) }
        let unit = "\(Self.devlinkUnit).service"
        if !isDevlinkUnitWritten(for: address) {
            add(
                "devlink-unit",
                because: "devlink forgets at every start that the driver's clock is wanted",
                .write(path: Self.devlinkUnitPath, content: Self.devlinkUnit(for: address))
            )
        }
        if facts.units.value?[Self.devlinkUnit]?.file != "enabled" {
            add(
                "devlink-at-start",
                because: "\(unit) does not start with the host",
                needs: ["devlink-unit"],
                .enable(unit: unit)
            )
        }
    }
}

// MARK: - Building

extension SetupPlanning {
    /// Kilobytes that headers, compiler and sources need.
    private static let room = ["/usr": 400_000, "/var": 300_000, "/boot": 60_000]

    private mutating func addBuild() {
        if let blocker = buildBlocker { return block(blocker) }
        let reason =
            facts.knowsClock == false ? "the driver knows of no clock" : "the driver is older than \(wish.release.tag)"
        // Before the build: who finds the driver built later asks for no more than a reload.
        if !distribution.allowsForeignModules {
            add(
                "foreign-modules",
                because: "the kernel of \(distribution.name) refuses modules from elsewhere",
                .write(path: "/etc/modprobe.d/ptp-verify-foreign.conf", content: "allow_unsupported_modules 1\n")
            )
        }
        add(
            "build",
            because: reason,
            needs: ["packages", "foreign-modules"],
            .buildDriver(release: wish.release, bundle: wish.bundle)
        )
        addParameter(because: "the driver that was built is not loaded yet")
    }

    private var buildBlocker: SetupBlocker? {
        if facts.module.value?.isBuiltIn == true { return .builtIn }
        if facts.secureBoot.value?.isEnabled == true { return .secureBoot }
        if facts.secureBoot.value?.areSignaturesEnforced == true { return .enforcedSignatures }
        if !tools.contains("systemd-run") { return .nothingRunsDetached }
        if wish.mode != .build, facts.hasHardware(expected: wish.isClockExpected) == false { return .noHardware }
        guard let means = facts.build.value else { return nil }
        for (directory, least) in Self.room.sorted(by: { $0.key < $1.key }) {
            if let free = means.free[directory], free < least { return .noRoom(directory: directory, kilobytes: free) }
        }
        return nil
    }
}

// MARK: - What follows from the facts

extension SetupPlanning {
    static let devlinkUnitPath = "/etc/systemd/system/\(devlinkUnit).service"

    private var address: String? { facts.interface.value?.address }

    /// The lines of `PATH: TEXT` with a word in them.
    func persisted(_ word: String) -> [(path: Substring, text: Substring)] {
        (facts.persisted.value?.lines ?? []).compactMap { line in
            guard line.holds(word), let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            return (line[..<colon], line[line.index(after: colon)...])
        }
    }

    private var persistsParameter: Bool { ["1", "Y"].contains(persistedParameter?.value) }

    /// What the driver will be told at the next start, and where: the last word counts, and the kernel has it.
    private var persistedParameter: (path: Substring, value: Substring)? {
        var last: (Substring, Substring)?
        for (path, text) in persisted("phc_enable") {
            let words = text.split { $0 == " " || $0 == "\t" }
            let isArgument = path == "kernel-arguments"
            guard isArgument || words.prefix(2) == ["options", "ena"] else { continue }
            let name = isArgument ? "ena.phc_enable=" : "phc_enable="
            if let word = words.last(where: { $0.hasPrefix(name) }) { last = (path, word.dropFirst(name.count)) }
        }
        return last
    }

    /// Who has the last word against ours, if somebody has.
    private var overrule: Substring? {
        guard !persistsParameter, let (path, _) = persistedParameter, path != Self.optionFile,
            persisted("phc_enable").contains(where: { $0.path == Self.optionFile })
        else { return nil }
        return path
    }

    private var isDevlinkPersistent: Bool {
        isDevlinkUnitWritten(for: address ?? "") && facts.units.value?[Self.devlinkUnit]?.file == "enabled"
    }

    private func isDevlinkUnitWritten(for address: String) -> Bool {
        persisted("param set pci/\(address) ").contains { $0.path == Self.devlinkUnitPath }
    }

    /// Before network and chrony, because the reload takes the interface away and brings it back.
    private static func devlinkUnit(for address: String) -> String {
        """
        [Unit]
        Description=Let the ENA offer its PTP hardware clock
        DefaultDependencies=no
        After=systemd-udevd.service local-fs.target
        Wants=network-pre.target
        Before=network-pre.target chronyd.service chrony.service
        Conflicts=shutdown.target

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        TimeoutStartSec=30
        ExecStartPre=-/bin/sh -c 'udevadm settle --timeout=20'
        ExecStart=/bin/sh -c 'devlink dev param set pci/\(address) name enable_phc value true cmode driverinit && \
        devlink dev reload pci/\(address)'

        [Install]
        WantedBy=multi-user.target

        """
    }
}

extension HostChanges {
    /// Whether what we changed belongs into an initramfs that was not made anew since.
    fileprivate var leavesInitramfsBehind: Bool {
        guard !changes.contains(.initramfs) else { return false }
        return changes.contains { change in
            switch change {
            case .created(let path), .changed(let path): path.contains("/modprobe.d/") || path.hasSuffix("/ena.ko")
            case .switched(let by, let was): by == "module" && !was
            case .unit, .installed, .removed, .argument, .stamping, .initramfs: false
            }
        }
    }
}

extension LoadedModule {
    /// Whether it is Amazon's, from then on: only that driver numbers what it can do.
    fileprivate func isAtLeast(_ oldest: Version?) -> Bool { version.isAtLeast(oldest) }
}

extension ModuleFile {
    fileprivate func isAtLeast(_ oldest: Version?) -> Bool { version.isAtLeast(oldest) }
}

extension DriverVersion? {
    fileprivate func isAtLeast(_ oldest: Version?) -> Bool {
        guard case .amazon(let version) = self, let oldest else { return false }
        return version >= oldest
    }
}

extension HostFacts {
    /// Whether there may be a clock in the hardware: `nil` when nothing speaks for or against it.
    fileprivate func hasHardware(expected: Bool?) -> Bool? {
        if let stratum = linkLocalStratum { return stratum == 1 || expected == true }
        return expected
    }
}
