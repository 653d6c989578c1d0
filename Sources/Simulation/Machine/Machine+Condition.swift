import Orchestration

extension Machine {
    private static let optionPath = "/etc/modprobe.d/ena.conf"
    /// From Amazon's tree, built without the clock, as images of mid-2023 had it.
    private static let old = Driver.amazon("2.8.3g", withClock: false)

    /// Brings everything about that is so before the machine starts.
    mutating func prepare(for condition: SimulatedClock, at start: Timestamp) {
        switch condition {
        case .fresh, .slewing, .competingDaemon, .crashingDaemon: break
        case .dyingChrony: obstacles = .dyingChrony
        case .losesSymlink:
            configure()
            obstacles = .losesSymlink
        case .container:
            configure()
            obstacles = .noNodes
            otherClock = .none
            replaceInChrony(MachineImage.chronyLine, by: "")
        case .enclave: makeEnclave()
        case .losesClock: hardware = .vanishing
        case .working, .unstable, .falseticker, .stopped, .atomicTime, .busyClock, .countersRising:
            configure()
            hardware = Self.hardware(condition)
        case .noSymlink, .wrongClock, .notSelected, .secondRefclock, .overRead, .chronyDown:
            configure()
            spoilChrony(condition)
        case .absent: hardware = .none
        case .fatalDriver:
            hardware = .none
            replaceDriver(.amazon("2.12.0g"))
        case .otherClockOnly, .missingDevice:
            hardware = .none
            if condition == .otherClockOnly { otherClock = .hypervisor }
            addToChrony(
                condition == .otherClockOnly ? "refclock PHC /dev/ptp0 poll 0 prefer\n" : MachineImage.chronyLine
            )
        case .badDirective: addToChrony("refclock PHC /dev/ptp_ena poll 0 delay 0.000010 prefered\n")
        case .disabled: files[Self.optionPath] = "options ena phc_enable=0\n"
        case .wrongParameter: files[Self.optionPath] = "options ena enable_phc=1\n"
        case .staleInitramfs:
            replaceDriver(.amazon("2.16.1g"))
            files[Self.optionPath] = "options ena phc_enable=1\n"
        case .oldDriver, .packageLock, .notReloaded, .secureBoot, .buildFails, .noHeaders, .noInternet, .fullDisk,
            .builtIn:
            replaceDriver(Self.old)
            obstacles = Self.obstacles(condition)
            if condition == .packageLock { packagesLockedUntil = start + .seconds(90) }
        case .builtInSwitch:
            replaceDriver(.amazon("2.16.1g"))
            obstacles = .builtIn
        case .xen: (hardware, obstacles) = (.none, .xen)
        case .forgetful: obstacles = .otherInitramfs
        case .sudoPassword: obstacles = .password
        }
    }

    /// Brings everything about that is so after the first start only.
    mutating func finish(_ condition: SimulatedClock, at start: Timestamp) {
        switch condition {
        case .staleInitramfs: load(DriverStart(driverOnDisk), at: start)
        case .notReloaded:
            driverBefore = driverOnDisk
            driverOnDisk = .amazon("2.16.1g")
            isDriverBuilt = true
        case .slewing: error = 814_000_000
        // The first event comes when everything is up.
        case .losesSymlink: hasSymlink = false
        case .competingDaemon: daemons[.ntpd] = Daemons.State(isThere: true, isEnabled: true, isRunning: true)
        case .crashingDaemon:
            daemons[.ptp4l] = Daemons.State(isThere: true, isEnabled: true, isRunning: true, crashes: true)
        default: break
        }
    }

    private static func hardware(_ condition: SimulatedClock) -> ClockHardware {
        switch condition {
        case .falseticker: .shifted
        case .atomicTime: .atomic
        case .stopped: .stopped
        case .unstable: .noisy
        case .busyClock: .busy
        case .countersRising: .faulty
        default: .sound
        }
    }

    private static func obstacles(_ condition: SimulatedClock) -> Obstacles {
        switch condition {
        case .secureBoot: .secureBoot
        case .buildFails: .compilerErrors
        case .noHeaders: .noHeaders
        case .noInternet: .noInternet
        case .fullDisk: .fullDisk
        case .builtIn: .builtIn
        default: []
        }
    }

    /// Sets everything up as somebody would who knows how.
    private mutating func configure() {
        if driverOnDisk.clockSwitch == .none { replaceDriver(.amazon("2.16.1g")) }
        if driverOnDisk.clockSwitch == .devlink {
            files["/etc/systemd/system/ena-phc.service"] = Self.devlinkUnit
            enabledUnits.append("ena-phc.service")
        } else {
            files[Self.optionPath] = "options ena phc_enable=1\n"
        }
        if !image.hasSymlinkRule { files["/etc/udev/rules.d/53-ptp-ena.rules"] = MachineImage.symlinkRule }
        addToChrony(MachineImage.chronyLine)
    }

    private static let devlinkUnit = """
        [Unit]
        Before=network-pre.target chronyd.service chrony.service
        [Service]
        Type=oneshot
        ExecStart=/usr/sbin/devlink dev param set pci/0000:00:05.0 name enable_phc value true cmode driverinit
        ExecStart=/usr/sbin/devlink dev reload pci/0000:00:05.0
        [Install]
        WantedBy=multi-user.target

        """

    private mutating func spoilChrony(_ condition: SimulatedClock) {
        let path = image.chronyPath
        switch condition {
        case .noSymlink:
            for rule in [MachineImage.ruleOfImage, "/etc/udev/rules.d/53-ptp-ena.rules"] { files[rule] = nil }
            otherClock = .none
            replaceInChrony("/dev/ptp_ena", by: "/dev/ptp0")
        case .wrongClock:
            otherClock = .hypervisor
            replaceInChrony("/dev/ptp_ena", by: "/dev/ptp_kvm")
        case .notSelected: replaceInChrony("0.000010 prefer", by: "0.000010")
        case .secondRefclock: files[path, default: ""] += MachineImage.chronyLine
        case .overRead: replaceInChrony("poll 0", by: "poll -3 dpoll -3")
        case .chronyDown: chrony.isEnabled = false
        default: break
        }
    }

    /// Only what the hypervisor gives: its own clock, which chrony reads, and no network.
    private mutating func makeEnclave() {
        (hardware, otherClock, obstacles) = (.none, .hypervisor, .enclave)
        if image.comesWithoutChrony { installChronyFiles() }
        files[image.chronyPath] = "refclock PHC /dev/ptp0 poll 2\nmakestep 1.0 3\n"
    }

    private mutating func replaceDriver(_ driver: Driver) {
        driverOnDisk = driver
        driverBefore = driver
        initramfs.driver = driver
    }

    private mutating func addToChrony(_ line: String) {
        if image.comesWithoutChrony { installChronyFiles() }
        files[image.chronyPath, default: ""] += line
    }

    /// chrony comes with its files, and whom it replaces goes.
    mutating func installChronyFiles() {
        tools.formUnion(Tools("chronyd", "chronyc"))
        for file in image.filesOfChrony.files { files[file.path] = file.content }
        daemons[.timesyncd] = Daemons.State()
    }

    private mutating func replaceInChrony(_ text: String, by other: String) {
        let lines = (files[image.chronyPath] ?? "").split(separator: text, omittingEmptySubsequences: false)
        files[image.chronyPath] = lines.joined(separator: other)
    }
}
