import Orchestration
import PTP
import Shell

/// What a simulated machine says of its driver.
extension MachineView {
    private var loaded: LoadedDriver { machine.module }

    /// The file that modprobe would load.
    private var driverPath: String {
        if machine.obstacles.contains(.builtIn) { return "(builtin)" }
        return machine.isDriverBuilt ? Machine.builtDriverPath(image) : image.driverPath
    }

    var module: CommandResult {
        guard let driver = loaded.driver else {
            return .said("loaded=no\nversion=\nsource=\nphc_enable=\nfile=\(driverPath)\n")
        }
        let isTold = driver.clockSwitch == .parameter ? (loaded.isEnabled ? "1" : "0") : ""
        return .said(
            """
            loaded=yes
            version=\(driver.version ?? "")
            source=\(driver.source)
            phc_enable=\(isTold)
            file=\(driverPath)

            """
        )
    }

    var moduleFile: CommandResult {
        let driver = machine.driverOnDisk
        var text = HostText(capacity: 1536)
        text.line("filename:       ", driverPath)
        if let version = driver.version { text.line("version:        ", version) }
        text.line("license:        GPL")
        text.line("description:    Elastic Network Adapter (ENA)")
        text.line("author:         Amazon.com, Inc. or its affiliates")
        text.line("srcversion:     ", driver.source)
        for device in ["EC21", "EC20", "1EC2", "0EC2", "0051"] {
            text.line("alias:          pci:v00001D0Fd0000", device, "sv*sd*bc*sc*i*")
        }
        text.line("depends:        ", driver.clockSwitch == .none ? "" : "ptp")
        if image.architecture == .intel { text.line("retpoline:      Y") }
        if !machine.isDriverBuilt { text.line("intree:         Y") }
        text.line("name:           ena")
        text.line("vermagic:       ", image.kernel, " SMP mod_unload modversions")
        guard !driver.isFromKernelTree else { return text.result }
        text.line("parm:           debug:Debug level (0=none,...,16=all) (int)")
        text.line(
            "parm:           rx_queue_size:Rx queue size. The size should be a power of 2. Max value is 8K\n (int)"
        )
        text.line("parm:           num_io_queues:Sets number of RX/TX queues to allocate to device. (int)")
        if driver.clockSwitch == .parameter { text.line("parm:           phc_enable:Enable PHC.\n (int)") }
        return text.result
    }

    var driverInfo: CommandResult {
        guard !machine.obstacles.contains(.enclave) else {
            return .complained("netlink error: Operation not supported")
        }
        let name = machine.obstacles.contains(.xen) ? "vif" : "ena"
        let version = machine.obstacles.contains(.xen) ? "" : loaded.driver?.version ?? image.kernel
        return .said(
            """
            driver: \(name)
            version: \(version)
            firmware-version: 
            expansion-rom-version: 
            bus-info: \(machine.address)
            supports-statistics: yes
            supports-test: no
            supports-eeprom-access: no
            supports-register-dump: no
            supports-priv-flags: yes

            """
        )
    }

    var timestamping: CommandResult {
        let receives = loaded.driver?.stampsPackets == true
        var text = HostText(capacity: 256)
        text.line("Time stamping parameters for ", machine.interface, ":")
        text.line("Capabilities:\n\tsoftware-transmit")
        if receives { text.line("\thardware-receive") }
        text.line("\tsoftware-receive\n\tsoftware-system-clock")
        text.line("PTP Hardware Clock: ", machine.node.map { "\($0)" } ?? "none")
        text.line("Hardware Transmit Timestamp Modes: none")
        text.line(receives ? "Hardware Receive Filter Modes:\n\tnone\n\tall" : "Hardware Receive Filter Modes: none")
        return text.result
    }

    var devlink: CommandResult {
        guard loaded.driver?.clockSwitch == .devlink else { return .complained("kernel answers: No such device") }
        return .said(
            """
            pci/\(machine.address):
              name enable_phc type generic
                values:
                  cmode driverinit value \(loaded.isEnabled)

            """
        )
    }

    /// Counters exist only while the clock does; which ones depends on the driver, and where from on its kind.
    var counters: CommandResult {
        guard let driver = loaded.driver, loaded.hasClock else {
            return asRoot(.noSuchFile("/sys/kernel/debug/\(machine.address)/phc_stats"))
        }
        let (all, rate) = machine.reads(at: now)
        let isFaulty = machine.hardware == .faulty
        let unread = machine.hardware == .busy ? all : 0
        let tooMany = rate > 125 ? Int64(Double(all) * (rate - 125) / rate) : 0
        let late = isFaulty ? all / 50 : all / 90_000
        let failed = isFaulty ? all / 100 : unread
        let good = all - tooMany - late - failed
        let indent = driver.isFromKernelTree ? "" : "     "
        var text = HostText(capacity: 192)
        func counter(_ name: String, _ value: Int64) {
            text.write(indent)
            text.write(name)
            text.write(": ")
            text.write(value)
            text.endLine()
        }
        counter("phc_cnt", good)
        counter("phc_exp", late)
        counter("phc_skp", late + failed / 2)
        if driver.isFromKernelTree || driver.stampsPackets {
            counter("phc_err_dv", failed)
            counter("phc_err_ts", tooMany)
            if !driver.isFromKernelTree { counter("phc_err_eb", 0) }
        } else {
            counter("phc_err", failed + tooMany)
        }
        return driver.isFromKernelTree ? asRoot(text.result) : text.result
    }

    var errorBound: CommandResult {
        guard isRoot else { return .complained("sudo: a password is required") }
        guard let nanoseconds else {
            return .noSuchFile("/sys/bus/pci/devices/\(machine.address)/phc_error_bound")
        }
        return .said("\(nanoseconds)\n")
    }

    /// The driver's bound for the clock's own error, where it tells.
    var nanoseconds: Int64? {
        guard loaded.hasClock, loaded.driver?.tellsErrorBound == true else { return nil }
        return chance.whole(.errorBound, now.nanoseconds / 60_000_000_000, in: 22_000...28_000)
    }

    var packetTimestamping: CommandResult {
        guard loaded.driver?.stampsPackets == true else {
            return .noSuchFile("/sys/bus/pci/devices/\(machine.address)/hw_packet_timestamping_state")
        }
        let isOn = machine.isStampingPackets ? 1 : 0
        return .said("HW TX support: 0\nHW RX support: 1\nTX configuration: 0\nRX configuration: \(isOn)\n")
    }
}

extension Machine {
    /// Where a driver of our own goes.
    static func builtDriverPath(_ image: MachineImage) -> String { "/lib/modules/\(image.kernel)/updates/ena.ko" }
}
