import Orchestration

/// A driver with the options that count when it is loaded.
struct DriverStart: Sendable, Equatable {
    var driver: Driver
    /// Whether the options tell it to offer its clock; `nil` where they say nothing of it.
    var isTold: Bool?
    /// Whether the options name a parameter that no driver has.
    var hasUnknownParameter = false

    init(_ driver: Driver) { self.driver = driver }

    /// The driver with the options of modprobe's files.
    init(_ driver: Driver, _ files: FileTree) {
        self.driver = driver
        for file in files.forModprobe {
            for line in file.content.lines { read(line) }
        }
    }

    private mutating func read(_ line: Substring) {
        let words = line.words
        guard words.count > 2, words[0] == "options", words[1] == "ena" else { return }
        for option in words[2...] {
            let parts = option.split(separator: "=")
            switch parts.first {
            case "phc_enable": isTold = parts.count == 2 && ["1", "y", "Y"].contains(parts[1])
            case "enable_phc": hasUnknownParameter = true
            default: break
            }
        }
    }
}

/// The driver as it is loaded.
struct LoadedDriver: Sendable, Equatable {
    /// What became of the last attempt to load it.
    enum Outcome: UInt8, Sendable {
        case good
        /// It was not signed by anybody whom the kernel trusts.
        case rejected
        /// It could not start its clock, and gave up.
        case clockFailed
    }

    /// `nil` where none is loaded.
    var driver: Driver?
    var isEnabled = false
    var hasClock = false
    var ignoredParameter = false
    var outcome = Outcome.good
    var since: Timestamp
    /// Who opened the clock of an earlier one holds nothing any more.
    var generation = 0

    init(at now: Timestamp) { since = now }
}

extension Machine {
    /// Loads a driver; one that fails leaves the machine without its network.
    mutating func load(_ start: DriverStart, at now: Timestamp) {
        let driver = start.driver
        module.since = now
        module.generation += 1
        module.hasClock = false
        chrony.keepCount(0)
        module.isEnabled = driver.clockSwitch == .parameter && start.isTold == true
        module.ignoredParameter = start.hasUnknownParameter || (driver.clockSwitch != .parameter && start.isTold != nil)
        isStampingPackets = false
        if !obstacles.isDisjoint(with: [.xen, .enclave]) {
            module.driver = nil
        } else if isForeign(driver), refusesForeignModules {
            module.driver = nil
            module.outcome = .rejected
        } else if module.isEnabled, driver.diesWithoutClock, !canStartClock {
            module.driver = nil
            module.outcome = .clockFailed
        } else {
            module.driver = driver
            module.outcome = .good
            module.hasClock = module.isEnabled && canStartClock
        }
        hasSymlink = makesSymlink
    }

    /// Whether udev makes the symlink when a clock comes.
    var makesSymlink: Bool { module.hasClock && hasSymlinkRule && !obstacles.contains(.noNodes) }

    /// Whether it was built there, so that nobody whom the kernel trusts has signed it.
    private func isForeign(_ driver: Driver) -> Bool { isDriverBuilt && driver == driverOnDisk }

    private var refusesForeignModules: Bool {
        guard !obstacles.contains(.secureBoot) else { return true }
        return image.distribution == .sles15
            && !files.below("/etc/modprobe.d", suffix: ".conf").contains {
                $0.content.has("allow_unsupported_modules 1")
            }
    }

    var canStartClock: Bool { hardware != .none }

    /// Unloads the driver and loads what modprobe would load now; where that costs the clock, then without it.
    mutating func reload(isTold: Bool?, at now: Timestamp) {
        cutByReload(at: now)
        var start = DriverStart(driverOnDisk, files)
        start.isTold = isTold ?? start.isTold
        load(start, at: now)
        reloadStatus = 0
        guard module.driver == nil else { return }
        let outcome = module.outcome
        let option = setAside(Self.optionPath)
        start.isTold = false
        load(start, at: now)
        let driver = module.driver == nil && setAsideDriver()
        if driver { load(DriverStart(driverOnDisk, files), at: now) }
        if option || driver { initramfs = DriverStart(driverOnDisk, files) }
        module.outcome = outcome
        reloadStatus = 1
    }

    /// What the reload does by itself at its end: chrony opens the new clock, and a network that works needs no rescue.
    mutating func endReload(isReading: Bool, at now: Timestamp) {
        if isReading, module.hasClock { startChrony(at: now) }
        if reloadStatus == 0 { agenda.removeAll { $0.what == .rescue } }
    }

    private static let optionPath = "/etc/modprobe.d/ptp-verify-ena.conf"

    /// What is ours goes out of the way, and the machine starts anew.
    mutating func rescue(at now: Timestamp) {
        let unit = setAside("/etc/systemd/system/ptp-verify-devlink.service")
        let option = setAside(Self.optionPath)
        let driver = setAsideDriver()
        if unit || option || driver { initramfs = DriverStart(driverOnDisk, files) }
        reboot(at: now)
    }

    /// Moves a file of ours away, and says whether there was one.
    private mutating func setAside(_ path: String) -> Bool {
        guard files[path] != nil, changes.contains("created \(path)") else { return false }
        files[path] = nil
        return true
    }

    private mutating func setAsideDriver() -> Bool {
        guard isDriverBuilt else { return false }
        isDriverBuilt = false
        driverOnDisk = driverBefore
        return true
    }

    /// Without its driver nobody reaches the machine.
    mutating func cutByReload(at now: Timestamp) {
        cut(at: now, for: chance.milliseconds(.convergence, Int64(cuts) + 100, in: 6_000...10_000))
    }

    /// Starts the driver of newer kernels anew.
    mutating func restartDevice(isTold: Bool, at now: Timestamp) {
        module.since = now
        module.generation += 1
        chrony.keepCount(0)
        module.isEnabled = isTold && canStartClock
        module.hasClock = module.isEnabled
        hasSymlink = makesSymlink
    }

    /// Whether a unit of ours asks newer drivers for their clock at every boot.
    var switchesDevlinkAtBoot: Bool {
        !obstacles.contains(.otherInitramfs)
            && enabledUnits.contains { files["/etc/systemd/system/\($0)", default: ""].has("enable_phc") }
    }

    /// Whether udev has a rule that makes the symlink.
    var hasSymlinkRule: Bool {
        ["/etc/udev/rules.d", "/usr/lib/udev/rules.d"].contains { folder in
            files.below(folder, suffix: ".rules").contains { $0.content.has("ptp_ena") }
        }
    }

    var interface: String { obstacles.contains(.xen) ? "enX0" : image.interface(isBehindBridge: isBehindBridge) }

    /// Where the interface is on the PCI bus.
    var address: String { obstacles.contains(.xen) ? "vif-0" : isBehindBridge ? "0000:27:00.0" : "0000:00:05.0" }

    /// The number of the clock's node, if it has one.
    var node: Int? { module.hasClock ? (otherClock == .none ? 0 : 1 - otherNode) : nil }
}
