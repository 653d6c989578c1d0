/// What is wrong with the clock's device.
extension Rule {
    static let device = [
        Rule(
            "F21",
            .device,
            "the driver shows a clock after all: the clocks were listed before it was reloaded",
            remedy: "Look again: `cat /sys/class/ptp/*/clock_name`."
        ) { scene in
            // Where samples were taken, the clocks were listed last of all.
            guard scene.showsNoClock, scene.situation.samples.value == nil else { return nil }
            let names = scene.quotes(.kernel, with: "ena-ptp-") ?? []
            let index = scene.facts.timestamping.value?.clockIndex
            let isNamed =
                index != nil && scene.facts.clocks.value?.clocks.contains { $0.node == "ptp\(index ?? 0)" } == false
            return names + (isNamed ? ["ethtool-t: PTP hardware clock \(index ?? 0)"] : [])
        },
        Rule(
            "hidden-clock",
            .device,
            "the hardware is there and the driver was told to offer its clock, but it shows none",
            remedy: "Read what the driver says (`sudo dmesg | grep -i ena`), and reload it or reboot."
        ) { scene in
            guard scene.showsNoClock, scene.ladder.held(.hardware), scene.facts.isEnabled == true else { return nil }
            return scene.details(.hardware, .enabled, .device)
        },
        Rule(
            "F45",
            .device,
            "this is a container or an enclave, which is not given the ENA's clock",
            remedy: "Pass the device in (`--device /dev/ptp_ena`), or verify the instance itself."
        ) { scene in
            // Where there is no node at all, `ls` complains.
            let isBare = if case .missing(.notThere) = scene.facts.nodes { true } else { false }
            if let nodes = scene.facts.nodes.value?.nodes ?? (isBare ? [] : nil),
                let clock = scene.facts.ownClocks?.first,
                !nodes.contains(where: { $0.path == "/dev/\(clock.node)" })
            {
                return ["clocks: \(clock.node) \(clock.name)", "nodes: no /dev/\(clock.node)"]
            }
            let isVirtual = scene.facts.clocks.value?.clocks.contains {
                $0.name.contains("kvm") || $0.name.contains("KVM")
            }
            guard scene.showsNoClock, isVirtual == true, scene.facts.module.value?.isLoaded == false,
                scene.facts.interface.value.map({ $0.driver == nil }) == true
            else { return nil }
            return scene.details(.device) + ["module: no ENA driver, and no network device"]
        },
        Rule(
            "F23",
            .device,
            "there is a PTP clock, but it is not the ENA's: the hypervisor's clock proves nothing about EC2's",
            remedy: "Look for a clock_name of the form ena-ptp-*; only that is the ENA's."
        ) { scene in
            guard scene.showsNoClock, let clocks = scene.facts.clocks.value?.clocks, !clocks.isEmpty else { return nil }
            return clocks.map { "clocks: \($0.node) \($0.name)" }
        },
        Rule(
            "F24",
            .device,
            "there are several PTP clocks, and another than the ENA's is read",
            remedy: """
                Let chrony read /dev/ptp_ena, never a number: \
                `refclock PHC /dev/ptp_ena poll 0 delay 0.000010 prefer`.
                """
        ) { scene in
            if scene.facts.reading.value?.isAtomicTime == true { return scene.details(.advances) }
            guard let clocks = scene.facts.clocks.value?.clocks, scene.showsClock else { return nil }
            let wrong = (scene.facts.clockDirectives ?? []).filter { directive in
                scene.facts.isOwnClock(directive.parameter) == false
                    && clocks.contains {
                        directive.parameter.hasPrefix("/dev/\($0.node)")
                            || directive.parameter == "/dev/ptp_kvm"
                            // A symlink that is gone leads to no clock at all.
                            || directive.parameter == "/dev/ptp_ena" && scene.facts.symlink.value != nil
                    }
            }
            guard !wrong.isEmpty else { return nil }
            return wrong.map { "chrony reads \($0.parameter)" } + clocks.map { "clocks: \($0.node) \($0.name)" }
        },
        Rule(
            "F26",
            .device,
            """
            the rule for /dev/ptp_ena is there and the symlink is gone: \
            systemd of RHEL 9 loses it after a change event
            """,
            remedy: "Update systemd, run `sudo udevadm trigger`, or let chrony read the node itself."
        ) { $0.isLosingSymlink ? $0.details(.device) + ($0.quotes(.persisted, with: "ena-ptp-") ?? []) : nil },
        Rule(
            "F25",
            .device,
            "/dev/ptp_ena does not point to the ENA's clock",
            remedy: """
                echo 'SUBSYSTEM=="ptp", ATTR{clock_name}=="ena-ptp-*", SYMLINK += "ptp_ena"' | sudo tee \
                /etc/udev/rules.d/53-ena-ptp.rules && sudo udevadm control --reload-rules && sudo udevadm trigger
                """
        ) { scene in
            guard scene.showsClock, !scene.isLosingSymlink, scene.ladder.failed(.device) else { return nil }
            let target = scene.facts.symlink.value?.text
            let isRight = scene.facts.ownClocks?.contains { "/dev/\($0.node)" == target } == true
            let isGone = if case .missing(.notThere) = scene.facts.symlink { true } else { false }
            return isGone || target != nil && !isRight ? scene.details(.device) : nil
        },
        Rule(
            "stopped-clock",
            .device,
            "the clock does not go as time does",
            remedy: "Stop and start the instance to get another host, and tell AWS."
        ) { scene in
            guard scene.ladder.failed(.advances), scene.facts.reading.value?.isAtomicTime == false else { return nil }
            return scene.details(.advances)
        },
    ]
}

extension Scene {
    /// Whether the symlink is gone although udev was told of it, on a distribution that is known to lose it.
    fileprivate var isLosingSymlink: Bool {
        guard showsClock, case .missing(.notThere) = facts.symlink, let system = facts.system.value,
            ["rhel", "almalinux", "rocky", "centos", "ol"].contains(system.id), system.version?.hasPrefix("9") == true
        else { return false }
        return quotes(.persisted, with: "ena-ptp-") != nil
    }
}
