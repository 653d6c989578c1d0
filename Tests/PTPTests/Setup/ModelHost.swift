import PTP
import Shell

/// A host as far as set-up is concerned: what it answers, and what the steps do to it.
struct ModelHost {
    /// What its driver came with.
    enum Driver: Equatable {
        /// Amazon's, with the parameter `phc_enable`.
        case amazon(version: String)
        /// The kernel's own, which knows of no clock.
        case stock
        /// The kernel's own from 6.17 on.
        case devlink
        /// With the parameter, but part of the kernel.
        case builtIn
    }

    var release: String
    var kernel = "6.1.0"
    var tools: Set<String> = ["systemd-run", "systemctl", "udevadm", "chronyd", "chronyc", "ethtool", "tar", "curl"]
    var driver: Driver
    var interfaceDriver = "ena"
    var isEnabled = false
    var hasHardware = true
    var stratum = 1
    var hasSecureBoot = false
    var isRoot = true
    var hasHeaders = false
    var missingCompiler: String?
    var freeKilobytes = 5_000_000
    var cloudInit = "done"
    /// The driver on disk that a reload would load, where it is another.
    var built: String?
    var argument: String?
    var files: [String: String]
    var unit = "chronyd"
    var active: Set<String> = []
    var enabled: Set<String> = []
    var hasSymlink = false
    /// The lines that chrony read when it started.
    var clockRows = 0
    var systemTime = 0.5
    var isReceiving = false
    var boots = 1
    var hasRescueTimer = false
    /// What it remembers of us.
    var changes: [String] = []
    /// Whether the initramfs from which it starts has the option, and the driver that was built.
    var initramfs = (hasOption: false, built: String?.none)

    init(_ release: String, driver: Driver, files: [String: String], unit: String, tools: Set<String>) {
        self.release = release
        self.driver = driver
        self.files = files
        self.unit = unit
        self.tools.formUnion(tools)
        active = [unit]
    }

    private var hasClock: Bool { hasHardware && isEnabled && interfaceDriver == "ena" }
}

// MARK: - What it answers

extension ModelHost {
    var facts: HostFacts {
        var facts = HostFacts()
        for (probe, text) in answers { facts.read(CommandResult(exitStatus: 0, output: text), of: probe) }
        for (probe, complaint) in complaints {
            let status = complaint.contains("not found") ? 127 : 1
            facts.read(CommandResult(exitStatus: status, output: "", errorOutput: complaint), of: probe)
        }
        return facts
    }

    private var complaints: [Probe: String] {
        var complaints: [Probe: String] = [:]
        if driver == .devlink {
            if !tools.contains("devlink") { complaints[.devlink] = "sh: 1: devlink: not found" }
        } else {
            complaints[.devlink] = "devlink answers: Invalid argument"
        }
        if !hasSymlink { complaints[.symlink] = "/dev/ptp_ena: No such file" }
        if !tools.contains("chronyd") { complaints[.sources] = "sh: 1: chronyc: not found" }
        if changes.isEmpty { complaints[.changes] = "cat: /var/lib/ptp-verify/changes: No such file or directory" }
        return complaints
    }

    private var answers: [Probe: String] {
        var answers = system
        if !changes.isEmpty { answers[.changes] = changes.map { "\($0)\n" }.joined() }
        answers[.clocks] = "ptp0 KVM virtual PTP\n" + (hasClock ? "ptp1 ena-ptp-05\n" : "")
        if hasSymlink { answers[.symlink] = "/dev/ptp1\n" }
        if driver == .devlink, tools.contains("devlink") {
            answers[.devlink] = """
                pci/0000:00:05.0:
                  name enable_phc type generic
                    values:
                      cmode driverinit value \(isEnabled)

                """
        }
        answers[.packetTimestamping] =
            "HW TX support: 0\nHW RX support: 1\nTX configuration: 0\nRX configuration: \(isReceiving ? 1 : 0)\n"
        if tools.contains("chronyd") {
            answers[.chronyFiles] = files.filter { $0.key.contains("chrony") }.sorted { $0.key < $1.key }
                .map { "# file: \($0.key)\n\($0.value)\n" }.joined()
            answers[.sources] = sources
            let isFollowed = clockRows > 0
            answers[.tracking] =
                "\(isFollowed ? "50484330,PHC0" : "A9FEA97B,169.254.169.123"),1,1788638747.3,\(systemTime)"
                + ",0,0,6.6,0.0,0.019,0.00001,0.0000013,1.0,Normal\n"
        }
        return answers
    }

    private var system: [Probe: String] {
        let version: String =
            switch driver {
            case .amazon(let version): version
            case .builtIn: "2.16.1g"
            case .stock, .devlink: ""
            }
        let hasParameter = !version.isEmpty
        let file = driver == .builtIn ? "(builtin)" : "/lib/modules/\(kernel)/ena.ko"
        return [
            .system: release, .kernel: "Linux \(kernel) x86_64\n",
            .access: "user=u\nroot=\(isRoot ? "yes" : "no\ncomplaint=sudo: a password is required")\n"
                + tools.sorted().map { "\($0)=/usr/bin/\($0)\n" }.joined(),
            .cloudInit: "status: \(cloudInit)\n", .secureBoot: "SecureBoot \(hasSecureBoot ? "enabled" : "disabled")\n",
            .interface: "name=ens5\ndriver=\(interfaceDriver)\naddress=0000:00:05.0\n",
            .module:
                "loaded=yes\nversion=\(version)\nsource=AB\n"
                + "phc_enable=\(hasParameter ? isEnabled ? "1" : "0" : "")\nfile=\(file)\n",
            .moduleFile: built.map {
                "filename: /lib/modules/updates/ena.ko\nversion: \($0)\nparm: phc_enable:Enable PHC. (int)\n"
            }
                ?? "filename: \(file)\n"
                + (hasParameter ? "version: \(version)\nparm: phc_enable:Enable PHC. (int)\n" : "license: GPL\n"),
            .persisted: persisted,
            .build: "headers=\(hasHeaders ? "yes" : "no")\nptp=y\nfree/usr=\(freeKilobytes)\nmemory=4000000\n"
                + (missingCompiler.map { "compiler=\($0)\n" } ?? ""),
            .units: units,
        ]
    }

    private var persisted: String {
        files.filter { $0.key.contains("modprobe.d") || $0.key.contains("rules.d") || $0.key.hasSuffix(".service") }
            .sorted { $0.key < $1.key }
            .flatMap { file in file.value.split(separator: "\n").map { "\(file.key):\($0)\n" } }
            .filter { $0.contains("options ena") || $0.contains("ena-ptp") || $0.contains("Exec") }.joined()
            + "kernel-arguments: ro \(boots > 1 ? argument ?? "" : "")\n"
    }

    private var units: String {
        [unit, "ntpd", "systemd-timesyncd", "ptp4l", "ptp-verify-devlink"].map { name in
            """
            Id=\(name).service
            LoadState=loaded
            ActiveState=\(active.contains(name) ? "active" : "inactive")
            SubState=x
            UnitFileState=\(enabled.contains(name) ? "enabled" : "disabled")

            """
        }.joined(separator: "\n") + (hasRescueTimer ? Self.timer : "")
    }

    private static let timer =
        "\nId=ptp-verify-rescue.timer\nLoadState=loaded\nActiveState=active\nSubState=waiting\n"
        + "UnitFileState=transient\n"

    private var sources: String {
        (0..<clockRows).map { "#,\($0 == 0 ? "*" : "+"),PHC\($0),0,0,377,0,0.000000184,0.000000198,0.000005032\n" }
            .joined()
            + "^,-,169.254.169.123,\(stratum),4,377,8,-0.000018000,-0.000018000,0.000115000\n"
    }
}

// MARK: - What steps do to it

extension ModelHost {
    mutating func apply(_ step: SetupStep) {
        // What a command says is done is what is done.
        switch SetupStep.Action(commandText: step.command.text) ?? step.action {
        case .awaitCloudInit: cloudInit = "done"
        case .install(let packages, _):
            for package in packages {
                switch package {
                case "chrony": install()
                case "linuxptp": tools.insert("hwstamp_ctl")
                case "iproute", "iproute2": tools.insert("devlink")
                case let name where name.contains("devel") || name.contains("headers"): hasHeaders = true
                default: tools.insert(package)
                }
            }
        case .write(let path, let content, _):
            if files[path] == nil { remember("created \(path)") }
            if path.contains("/modprobe.d/") { changes.removeAll { $0 == "initramfs" } }
            files[path] = content
        case .insert(let path, let content): files[path, default: ""] += "\n\(content)\n"
        case .silence(let path, let lines):
            let old = (files[path] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
            files[path] = old.enumerated().map { lines.contains($0 + 1) ? "# \($1)" : "\($1)" }.joined(separator: "\n")
        case .buildDriver(let release, _):
            remember("created /lib/modules/\(kernel)/updates/ena.ko")
            changes.removeAll { $0 == "initramfs" }
            built = "\(release.version.map { "\($0)" } ?? "")g"
        case .reloadDriver:
            remember("switched module 0")
            reload()
        case .switchDevlink(let address):
            remember("switched \(address) 0")
            reload()
        case .addKernelArgument(let text): argument = text
        case .reboot: reboot()
        case .rebuildInitramfs:
            initramfs = (hasOption, built)
            remember("initramfs")
        case .enable(let unit): enabled.insert(String(unit.dropLast(".service".count)))
        case .triggerUdev: hasSymlink = files.contains { $0.key.contains("rules.d") && $0.value.contains("ena-ptp") }
        case .stop(let unit): active.remove(String(unit.dropLast(".service".count)))
        case .restartChrony(let unit):
            active.insert(unit)
            clockRows = clocksRead
        case .stepClock: systemTime = 0
        case .stampPackets: isReceiving = true
        case .endRescue: hasRescueTimer = false
        case .putBack, .remove, .putBackUnit, .removeKernelArgument, .switchBack,
            .endStamping, .uninstall, .forget:
            break
        }
    }

    /// How many PTP clocks chrony comes to, reading line by line.
    private var clocksRead: Int {
        func clocks(_ path: String) -> Int {
            (files[path] ?? "").split(separator: "\n").count { $0.hasPrefix("refclock PHC") }
        }
        let main = unit == "chrony" ? "/etc/chrony/chrony.conf" : "/etc/chrony.conf"
        let reading = (files[main] ?? "").split(separator: "\n").map { $0.split(separator: " ") }
        return clocks(main)
            + reading.filter { ["confdir", "include"].contains($0.first) }.map { words in
                let directory = words[1].split(separator: "*")[0]
                return files.keys.filter { $0.hasPrefix(directory) && $0.hasSuffix(".conf") }.map(clocks).reduce(0, +)
            }.reduce(0, +)
    }

    private mutating func remember(_ change: String) {
        if !changes.contains(change) { changes.append(change) }
    }

    private var hasOption: Bool {
        files.contains { $0.key.contains("modprobe.d") && $0.value.contains("phc_enable=1") }
    }

    /// Starts it anew, with what is in its initramfs.
    mutating func reboot() {
        boots += 1
        hasRescueTimer = false
        let isBuilt = initramfs.built != nil || built == nil
        switch driver {
        case .devlink: isEnabled = enabled.contains("ptp-verify-devlink")
        case .builtIn: isEnabled = argument != nil
        case .amazon, .stock: isEnabled = initramfs.hasOption && isBuilt
        }
    }

    private mutating func install() {
        tools.formUnion(["chronyd", "chronyc"])
        files[unit == "chrony" ? "/etc/chrony/chrony.conf" : "/etc/chrony.conf"] = "pool pool.ntp.org iburst\n"
        active.insert(unit)
    }

    private mutating func reload() {
        if let built {
            driver = .amazon(version: built)
        }
        isEnabled = true
        hasRescueTimer = true
    }
}
