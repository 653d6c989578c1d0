/// What is wrong with the driver, or with its switch.
extension Rule {
    static let driver = [
        Rule(
            "F22",
            .driver,
            "the kernel fell over in the driver's clock, as drivers before 2.13.1 make kernels from 6.2 on do",
            remedy: "Use an ENA driver from 2.13.1 on."
        ) { scene in
            guard let quotes = scene.quotes(.kernel, .console, with: "NULL pointer") else { return nil }
            let isOld = scene.facts.amazonVersion.map { $0 < Version(2, 13, 1) } ?? false
            let calls = scene.quotes(.kernel, .console, withAny: ["ptp_clock_adj", "adjfreq", "adjfine"])
            return isOld || calls != nil ? quotes + (calls ?? []) : nil
        },
        Rule(
            "F47",
            .driver,
            "the network device was reset, and its clock goes with it",
            remedy: "Run the case again; if it happens again, stop and start the instance to get another host."
        ) { $0.quotes(.kernel, .console, with: "Keep alive watchdog timeout") },
        Rule(
            "F14",
            .driver,
            "another kernel was booted than the driver was built for, so the driver without the clock is back",
            remedy: "Build the driver for the running kernel, or boot the kernel that it was built for (`uname -r`)."
        ) { scene in
            if let quotes = scene.quotes(.kernel, .console, with: "ena: unknown parameter 'phc_enable' ignored") {
                return quotes
            }
            guard scene.facts.knowsClock == false, let kernel = scene.facts.kernel.value?.release else { return nil }
            let built = scene.facts.changes.value?.changes.compactMap(\.builtDriver) ?? []
            guard !built.isEmpty, !built.contains(where: { $0.contains("/\(kernel)/") }) else { return nil }
            return ["kernel: \(kernel)"] + built.map { "changes: \($0)" }
        },
        Rule(
            "F13",
            .driver,
            "the driver on disk is another than the one that is loaded",
            remedy: "Reload the driver or reboot, and see which file `modinfo -n ena` names."
        ) { scene in
            guard !scene.ladder.held(.device), let file = scene.facts.moduleFile.value,
                let module = scene.facts.module.value,
                module.isLoaded
            else { return nil }
            let isOther =
                isDifferent(file.sourceVersion, module.sourceVersion) || isDifferent(file.version, module.version)
            let onDisk = file.version?.text ?? file.sourceVersion ?? "without a version"
            let loaded = module.version?.text ?? module.sourceVersion ?? "without a version"
            return isOther ? ["modinfo: \(onDisk)", "module: \(loaded)"] : nil
        },
        Rule(
            "F07",
            .driver,
            "the ENA driver is older than 2.10.0, the first that offers the clock",
            remedy: "Update the kernel package and reboot, or use a newer image."
        ) { scene in
            guard scene.mayHideClock, let version = scene.facts.amazonVersion, version < Scene.firstWithClock else {
                return scene.witness { $0.isOld(before: Scene.firstWithClock) }
            }
            return scene.details(.driver, .device)
        },
        Rule(
            "F08",
            .driver,
            "the ENA driver is new enough for the clock, but was built without it",
            remedy: "Build it again with `ENA_PHC_INCLUDE=1 make`; with DKMS the variable has to stand in dkms.conf."
        ) { scene in
            guard scene.mayHideClock, scene.facts.knowsClock == false, let version = scene.facts.amazonVersion,
                version >= Scene.firstWithClock
            else { return scene.fileBuiltWithoutClock }
            return scene.details(.driver, .device)
        },
        Rule(
            "F06",
            .driver,
            "the ENA driver is the kernel's own, of an age that does not know the clock",
            remedy: """
                Use an ENA driver from 2.10.0 on built with ENA_PHC_INCLUDE=1 (`driver: build`), \
                or a kernel from 6.17 on.
                """
        ) { scene in
            guard scene.mayHideClock, scene.ladder.failed(.driver), scene.facts.isInTree == true else {
                return scene.witness(where: \.isOfOldKernel)
            }
            return scene.details(.driver, .hardware, .device)
        },
    ]

    /// Whether both are known and differ.
    private static func isDifferent<Value: Equatable>(_ one: Value?, _ other: Value?) -> Bool {
        guard let one, let other else { return false }
        return one != other
    }

    static let enabling = [
        Rule(
            "F10",
            .enabling,
            "the driver was given enable_phc, which is the name of devlink's parameter and not of the module's",
            remedy: """
                Write `options ena phc_enable=1` into /etc/modprobe.d/ena.conf, without enable_phc, \
                and reload the driver.
                """
        ) { scene in
            if let quotes = scene.quotes(.kernel, .console, with: "unknown parameter 'enable_phc' ignored") {
                return quotes
            }
            return scene.facts.module.value?.isClockEnabled == true
                ? nil : scene.quotes(.persisted, with: "options ena", "enable_phc=")
        },
        Rule(
            "F12",
            .enabling,
            """
            the option for the clock is written down, but the driver was loaded without it, \
            as out of an old initramfs
            """,
            remedy: """
                Make the initramfs anew (`sudo dracut -f` or `sudo update-initramfs -u`) and reboot; where the driver \
                is built into the kernel, give it the argument ena.phc_enable=1.
                """
        ) { scene in
            guard scene.facts.module.value?.isClockEnabled == false else { return nil }
            return scene.quotes(.persisted, with: "phc_enable=1").map { $0 + scene.details(.enabled) }
        },
        Rule(
            "F09",
            .enabling,
            "the ENA driver was not told to offer its clock",
            remedyBy: { scene in
                guard scene.facts.module.value?.isClockEnabled == nil,
                    let address = scene.facts.interface.value?.address
                else {
                    return
                        "echo 'options ena phc_enable=1' | sudo tee /etc/modprobe.d/ena.conf, then reload the driver."
                }
                return """
                    sudo devlink dev param set pci/\(address) name enable_phc value true cmode driverinit && \
                    sudo devlink dev reload pci/\(address)
                    """
            },
        ) { $0.facts.isEnabled == false ? $0.details(.enabled) : nil },
        Rule(
            "F44",
            .enabling,
            "the interface can stamp what it receives and names no clock: stamping does not need the clock switched on",
            remedy: "See whether the clock is switched on (phc_enable or enable_phc), and switch it on if it is not.",
            weight: .note
        ) { scene in
            // Where the switch is known there is nothing to look for: it is on, or other rules say what to do.
            guard scene.facts.isEnabled == nil, let stamps = scene.facts.timestamping.value, stamps.clockIndex == nil,
                !scene.showsClock,
                stamps.capabilities.contains("hardware-receive"), !stamps.capabilities.contains("hardware-transmit")
            else { return nil }
            return ["ethtool-t: hardware-receive, no PTP hardware clock"]
        },
    ]
}

extension HostChanges.Change {
    /// The driver that we built, for the kernel that its path names.
    fileprivate var builtDriver: String? {
        switch self {
        case .created(let path), .changed(let path): path.contains("/ena.ko") ? path : nil
        default: nil
        }
    }
}
