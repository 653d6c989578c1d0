package import Orchestration

/// A simulated machine with an interface, a driver, files and daemons, as a value.
///
/// It has no clock of its own: every question and every deed comes with its moment, and what falls due in between
/// is made up for first.
package struct Machine: Sendable, Equatable {
    /// Another PTP clock than that of the interface.
    enum OtherClock: UInt8, Sendable {
        case none
        /// `ptp_kvm`, which any machine under that hypervisor can have.
        case hypervisor
        /// `vmclock`.
        case vmclock
    }

    /// What falls due later.
    enum Appointment: Sendable, Equatable {
        /// The driver is unloaded and loaded, and told so.
        case reload(isTold: Bool?)
        /// The driver of newer kernels starts anew.
        case restartDevice(isTold: Bool)
        case reboot
        /// The host starts anew unless somebody says in time that all is well.
        case rescue
    }

    package let image: MachineImage
    /// Such as `c7i.large`.
    let type: String
    let chance: Chance

    // Hardware.
    var hardware = ClockHardware.sound
    var otherClock = OtherClock.none
    let isBehindBridge: Bool
    var obstacles: Obstacles = []

    // On disk.
    package internal(set) var files: FileTree
    var driverOnDisk: Driver
    var isDriverBuilt = false
    /// What modprobe loads once a driver that was built is gone.
    var driverBefore: Driver
    var initramfs: DriverStart
    var tools: Tools
    /// What we changed there, as the lines of our own file.
    var changes: [String] = []
    /// Those of them that are undone.
    var undone: Set<String> = []
    /// What files of others held before we changed them.
    var originals = FileTree()
    /// What files held when we wrote them last.
    var written = FileTree()
    /// Files that we wrote as a whole.
    var whole: Set<String> = []
    /// Units from files that are not the distribution's, which start with the machine.
    var enabledUnits: [String] = []
    /// What the kernel is told from its next start on.
    var kernelArguments: [String] = []

    // Running.
    package internal(set) var boots = 1
    package internal(set) var bootedAt: Timestamp
    /// When the first boot is over.
    var settledAt: Timestamp
    /// Until when somebody else installs packages.
    var packagesLockedUntil: Timestamp
    var module: LoadedDriver
    /// The node of the other clock.
    var otherNode = 0
    var hasSymlink = false
    /// What the kernel was told at its last start.
    var bootArguments: [String] = []
    /// How the reload that runs by itself went; `nil` before its end.
    var reloadStatus: Int?
    /// Whether there is anything to say of a reload.
    var hasReloaded = false
    /// The change that is undone by the reload, once that went well.
    var undoneByReload: String?
    var isStampingPackets = false
    var daemons: Daemons
    var chrony = ChronyDaemon()
    /// How far the system clock was off when it was first looked at, and still is if nobody stepped it; nanoseconds.
    var error: Int64 = 0

    // To come.
    var agenda: [Appointed] = []
    /// How often all connections were cut.
    package internal(set) var cuts = 0
    /// Until when nobody is answered.
    var silentUntil: Timestamp

    struct Appointed: Sendable, Equatable {
        let at: Timestamp
        let what: Appointment
    }

    /// A machine whose kernel starts at that moment for the first time.
    package init(_ image: MachineImage, _ condition: SimulatedClock, seed: UInt64, at start: Timestamp) {
        self.init(image, "c7i.large", condition, chance: Chance(seed: seed), at: start)
    }

    init(_ image: MachineImage, _ type: String, _ condition: SimulatedClock, chance: Chance, at start: Timestamp) {
        self.image = image
        self.type = type
        self.chance = chance
        isBehindBridge = chance.bits(.topology, 1) % 4 == 0
        switch chance.bits(.topology, 2) % 16 {
        case 0...3: otherClock = .hypervisor
        case 4: otherClock = .vmclock
        default: break
        }
        files = image.files
        driverOnDisk = image.driver
        driverBefore = image.driver
        initramfs = DriverStart(image.driver)
        tools = image.tools
        bootedAt = start
        settledAt = start + chance.milliseconds(.login, 1, in: 8_000...16_000)
        packagesLockedUntil = start
        silentUntil = start
        module = LoadedDriver(at: start)
        daemons = Daemons(image)
        prepare(for: condition, at: start)
        initramfs = DriverStart(initramfs.driver, files)
        startUp(at: start)
        finish(condition, at: start)
    }

    /// Whether anybody who knocks is answered.
    package func isReachable(at now: Timestamp) -> Bool { now >= silentUntil && hasNetwork }

    /// When whoever knocks will be answered again; `nil` where nobody knows.
    var answersAgain: Timestamp? { hasNetwork ? silentUntil : nil }

    /// A machine of an older kind needs no ENA, and nobody reaches an enclave through one.
    var hasNetwork: Bool { !obstacles.isDisjoint(with: [.xen, .enclave]) || module.driver != nil }

    // MARK: - Time

    /// Makes up for what fell due until that moment.
    package mutating func advance(to now: Timestamp) {
        while let next = agenda.min(by: { $0.at < $1.at }), next.at <= now {
            agenda.removeAll { $0 == next }
            switch next.what {
            case .reload(let isTold):
                let isReading = !chrony.clocks.isEmpty
                reload(isTold: isTold, at: next.at)
                endReload(isReading: isReading, at: next.at)
            case .restartDevice(let isTold):
                let isReading = !chrony.clocks.isEmpty
                cutByReload(at: next.at)
                restartDevice(isTold: isTold, at: next.at)
                reloadStatus = 0
                endReload(isReading: isReading, at: next.at)
            case .reboot: reboot(at: next.at)
            case .rescue: rescue(at: next.at)
            }
        }
    }

    /// The same machine later.
    package func advanced(to now: Timestamp) -> Machine {
        guard agenda.contains(where: { $0.at <= now }) else { return self }
        var later = self
        later.advance(to: now)
        return later
    }

    /// Cuts all connections, for a while.
    mutating func cut(at now: Timestamp, for silence: Duration) {
        cuts += 1
        silentUntil = max(silentUntil, now + silence)
    }

    /// Starts anew: what was only in memory is gone.
    package mutating func reboot(at now: Timestamp) {
        agenda.removeAll()
        boots += 1
        let boot = chance.milliseconds(.boot, Int64(boots), in: 9_000...20_000)
        bootedAt = now + boot
        cut(at: now, for: boot + chance.milliseconds(.login, Int64(boots) + 1, in: 2_000...6_000))
        chrony.stop(at: now)
        (hasReloaded, reloadStatus, undoneByReload) = (false, nil, nil)
        for file in files.below("/run/chrony.d") where image.files[file.path] == nil { files[file.path] = nil }
        startUp(at: bootedAt)
    }

    /// What happens at every start: the driver comes from the initramfs, with the options that are in there.
    private mutating func startUp(at now: Timestamp) {
        bootArguments = kernelArguments
        var start = initramfs
        if bootArguments.contains("ena.phc_enable=1") { start.isTold = true }
        load(start, at: now)
        if switchesDevlinkAtBoot, module.driver?.clockSwitch == .devlink { restartDevice(isTold: true, at: now) }
        otherNode = otherClock != .none && module.hasClock && chance.bits(.topology, 3) & 1 == 0 ? 1 : 0
        hasSymlink = makesSymlink
        daemons.startUp()
        chrony.stop(at: now)
        if chrony.isEnabled, tools.contains(.chronyd) { startChrony(at: now + .seconds(2)) }
    }
}
