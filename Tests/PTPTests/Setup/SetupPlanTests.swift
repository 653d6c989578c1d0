import Orchestration
import PTP
import PTPTesting
import Shell
import Testing

@Suite struct SetupPlanTests {
    @Test(arguments: [
        (
            "Amazon Linux 2023",
            ["reload end-rescue", "driver-option initramfs udev-rule udev chrony-clock chrony", "step"]
        ),
        (
            "Amazon Linux 2",
            ["packages build reload end-rescue", "driver-option initramfs udev-rule udev chrony-clock chrony", "step"]
        ),
        (
            "Ubuntu 24.04",
            [
                "chrony-package packages build reload end-rescue",
                "driver-option initramfs udev-rule udev chrony-clock chrony stop-systemd-timesyncd", "step",
            ]
        ),
        (
            "Ubuntu, new kernel",
            ["devlink end-rescue", "devlink-unit devlink-at-start udev-rule udev chrony-clock chrony", "step"]
        ),
        (
            "Debian 12",
            ["packages build reload end-rescue", "driver-option initramfs udev-rule udev chrony-clock chrony", "step"]
        ),
        (
            "RHEL 9",
            ["packages build reload end-rescue", "driver-option initramfs udev-rule udev chrony-clock chrony", "step"]
        ),
        (
            "SLES 15",
            [
                "packages foreign-modules build reload end-rescue",
                "driver-option initramfs udev-rule udev chrony-clock chrony", "step",
            ]
        ),
    ]) func `a fresh host gets its steps, plan by plan, and then nothing`(name: String, plans: [String]) throws {
        var host = try #require(ModelHost.fresh[name])
        for expected in plans {
            let plan = SetupPlan.steps(for: host.facts, wish: SetupWish())
            #expect(plan.steps.map(\.id).joined(separator: " ") == expected)
            #expect(plan.blockers.isEmpty)
            for step in plan.steps { host.apply(step) }
        }
        #expect(SetupPlan.steps(for: host.facts, wish: SetupWish()) == .nothing)
    }

    @Test func `from every state in between, every host gets where it should be`() async throws {
        let hosts = ModelHost.fresh.values.sorted { $0.release < $1.release }
        try await checkProperty("set-up ends", runs: 500) { generator in
            (
                host: Self.disturbed(hosts.randomElement(using: &generator) ?? ModelHost.debian, &generator),
                cuts: (0..<4).map { _ in Int.random(in: 0...9, using: &generator) }
            )
        } refute: { host, cuts in
            var host = host
            let wish = SetupWish(packetTimestamping: true)
            for round in 0..<14 {
                let plan = SetupPlan.steps(for: host.facts, wish: wish)
                guard plan.blockers.isEmpty else { return "blocked: \(plan.blockers)" }
                if plan.steps.isEmpty {
                    let isRight = host.clockRows == 1 && host.isReceiving && host.hasSymlink && host.systemTime == 0
                    guard isRight else { return "nothing to do, but chrony has \(host.clockRows) clocks" }
                    host.reboot()
                    return host.isEnabled ? nil : "a reboot takes the clock away; remembered: \(host.changes)"
                }
                // Interrupted after some steps.
                for step in plan.steps.prefix(round < cuts.count ? cuts[round] : .max) { host.apply(step) }
            }
            return "no end: \(SetupPlan.steps(for: host.facts, wish: wish).steps.map(\.id))"
        }
    }

    @Test(arguments: SetupWish.Mode.allCases) func `as-is changes nothing, whatever is wrong`(mode: SetupWish.Mode) {
        for host in ModelHost.fresh.values {
            let plan = SetupPlan.steps(for: host.facts, wish: SetupWish(mode: mode))
            #expect((plan == .nothing) == (mode == .asIs))
        }
        #expect(SetupPlan.steps(for: HostFacts(), wish: SetupWish(mode: .asIs)) == .nothing)
    }

    @Test func `without a device chrony never hears of a clock`() async throws {
        for host in ModelHost.fresh.values {
            var host = host
            host.hasHardware = false
            host.stratum = 3
            for _ in 0..<5 {
                let plan = SetupPlan.steps(for: host.facts, wish: SetupWish(isClockExpected: true))
                for step in plan.steps { host.apply(step) }
            }
            #expect(!host.files.values.contains { $0.contains("refclock") }, "\(host.release)")
            #expect(SetupPlan.steps(for: host.facts, wish: SetupWish()).blockers == [.noDevice])
        }
    }

    @Test func `where it is certain that there is no clock, the driver is left alone`() {
        // Without chrony nobody knows the stratum.
        for host in ModelHost.fresh.values where host.tools.contains("chronyd") {
            var host = host
            (host.hasHardware, host.stratum) = (false, 3)
            func plan(_ expected: Bool?, _ mode: SetupWish.Mode = .auto) -> SetupPlan {
                SetupPlan.steps(for: host.facts, wish: SetupWish(mode: mode, isClockExpected: expected))
            }
            #expect(plan(false) == SetupPlan(steps: [], blockers: [.noHardware]), "\(host.release)")
            #expect(plan(true).steps.contains { $0.losesConnection }, "\(host.release)")
            host.stratum = 1
            #expect(plan(false).steps.contains { $0.losesConnection }, "\(host.release)")
            host.stratum = 0
            #expect(plan(nil).steps.contains { $0.losesConnection }, "\(host.release)")
        }
    }

    @Test func `what stands in the way is said, and nothing is begun that cannot end`() {
        func plan(_ host: ModelHost, _ wish: SetupWish = SetupWish(), _ change: (inout ModelHost) -> Void) -> SetupPlan
        {
            var host = host
            change(&host)
            return SetupPlan.steps(for: host.facts, wish: wish)
        }
        let redHat = ModelHost.redHat("rhel", "RHEL", like: "fedora")
        let rights = plan(redHat) { $0.isRoot = false }
        #expect(rights == SetupPlan(steps: [], blockers: [.noRights("sudo: a password is required")]))
        #expect(plan(redHat) { $0.hasSecureBoot = true }.blockers == [.secureBoot])
        #expect(!plan(redHat) { $0.hasSecureBoot = true }.steps.contains { $0.losesConnection })
        var enforcing = redHat.facts
        enforcing.read(.said("SecureBoot disabled\nmodule.sig_enforce=1\n"), of: .secureBoot)
        let enforced = SetupPlan.steps(for: enforcing, wish: SetupWish())
        #expect(enforced.blockers == [.enforcedSignatures] && !enforced.steps.contains { $0.losesConnection })
        #expect(plan(redHat) { $0.stratum = 3 }.blockers == [.noHardware])
        #expect(plan(redHat, SetupWish(mode: .build)) { $0.stratum = 3 }.steps.contains { $0.id == "build" })
        #expect(plan(redHat) { $0.freeKilobytes = 1_000 }.blockers == [.noRoom(directory: "/usr", kilobytes: 1_000)])
        #expect(plan(redHat) { $0.tools.remove("systemd-run") }.blockers == [.nothingRunsDetached])
        #expect(plan(redHat) { $0.interfaceDriver = "vif" }.blockers == [.noENA(driver: "vif")])
        let bridge = plan(redHat) { $0.interfaceDriver = "" }.blockers
        #expect(bridge == [.noENA(driver: nil)] && "\(bridge)".contains("no device itself"))
        let unknown = plan(redHat) {
            $0.release = "ID=gentoo\nPRETTY_NAME=Gentoo\n"
            $0.tools.subtract(["dracut"])
        }
        #expect(unknown == SetupPlan(steps: [], blockers: [.unknownDistribution("Gentoo")]))
        #expect(plan(redHat) { $0.cloudInit = "running" }.steps.map(\.id) == ["cloud-init"])
        #expect(SetupPlan.steps(for: HostFacts(), wish: SetupWish()).steps.isEmpty)
        for blocker in rights.blockers + unknown.blockers { #expect("\(blocker)".count > 20) }
    }

    @Test func `a driver that is part of the kernel gets an argument and a reboot`() {
        var host = ModelHost.amazonLinux2023
        host.driver = .builtIn
        let plan = SetupPlan.steps(for: host.facts, wish: SetupWish())
        #expect(plan.steps.map(\.id) == ["kernel-argument", "reboot"])
        for step in plan.steps { host.apply(step) }
        #expect(SetupPlan.steps(for: host.facts, wish: SetupWish()).steps.first?.id == "udev-rule")
    }

    @Test func `setting up and restoring make the initramfs with the same program`() {
        for (tools, tool) in [
            (["update-initramfs", "dracut"], InitramfsTool.updateInitramfs), (["dracut", "mkinitrd"], .dracut),
            (["mkinitrd"], .mkinitrd),
        ] {
            var host = ModelHost.amazonLinux2023
            host.tools.subtract(["dracut"])
            host.tools.formUnion(tools)
            let steps = SetupPlan.steps(for: host.facts, wish: SetupWish()).steps
            let changes = HostChanges([.created(path: "/etc/modprobe.d/ptp-verify-ena.conf")])
            for step in steps + RestorePlan.steps(for: changes, facts: host.facts) where step.id == "initramfs" {
                #expect(step.action == .rebuildInitramfs(with: tool))
            }
        }
    }

    @Test func `a rescue timer that was left behind is ended before anything else`() {
        var host = ModelHost.amazonLinux2023
        let plan = SetupPlan.steps(for: host.facts, wish: SetupWish())
        for step in plan.steps.prefix(while: { $0.action != .endRescue }) { host.apply(step) }
        #expect(SetupPlan.steps(for: host.facts, wish: SetupWish()).steps.first?.action == .endRescue)
    }

    @Test func `the clock is stepped once it is selected, if it is far off`() {
        var host = ModelHost.amazonLinux2023
        for _ in 0..<2 {
            for step in SetupPlan.steps(for: host.facts, wish: SetupWish()).steps { host.apply(step) }
        }
        func actions(_ wish: SetupWish = SetupWish()) -> [SetupStep.Action] {
            SetupPlan.steps(for: host.facts, wish: wish).steps.map(\.action)
        }
        #expect(actions() == [.stepClock])
        #expect(actions(SetupWish(stepBeyond: 0.6)).isEmpty)
        host.systemTime = -0.8
        #expect(actions() == [.stepClock])
        host.systemTime = 0.000_9
        #expect(actions().isEmpty)
    }

    @Test func `what changes a host says how it is undone`() {
        for host in ModelHost.fresh.values {
            for step in SetupPlan.steps(for: host.facts, wish: SetupWish()).steps {
                #expect((step.undo == nil) == (step.action == .endRescue), "\(step.id)")
                #expect(!step.reason.isEmpty)
            }
        }
    }

    @Test func `a set-up that was cut off before the initramfs goes on with it, and only then it is done`() {
        var host = ModelHost.amazonLinux2023
        for _ in 0..<2 {
            let steps = SetupPlan.steps(for: host.facts, wish: SetupWish()).steps
            for step in steps.prefix(while: { $0.id != "initramfs" }) { host.apply(step) }
        }
        #expect(host.isEnabled && host.files["/etc/modprobe.d/ptp-verify-ena.conf"] != nil)
        let plan = SetupPlan.steps(for: host.facts, wish: SetupWish())
        #expect(plan.steps.first?.id == "initramfs", "\(plan.steps.map(\.id))")
        for step in plan.steps { host.apply(step) }
        #expect(!SetupPlan.steps(for: host.facts, wish: SetupWish()).steps.contains { $0.id == "initramfs" })
        // A driver that is built later is in no initramfs either.
        let wish = SetupWish(mode: .build, release: DriverRelease(tag: "ena_linux_2.17.0"))
        for step in SetupPlan.steps(for: host.facts, wish: wish).steps.prefix(while: { $0.id != "initramfs" }) {
            host.apply(step)
        }
        #expect(SetupPlan.steps(for: host.facts, wish: wish).steps.contains { $0.id == "initramfs" })
    }

    @Test func `what nobody answered is no reason to change anything`() {
        for probe in [Probe.interface, .module, .devlink, .clocks, .persisted, .units, .chronyFiles, .changes] {
            for host in ModelHost.fresh.values {
                var facts = host.facts
                let silence = CommandResult(.killed(signal: "TERM"), output: [], errorOutput: Array("in vain".utf8))
                facts.read(silence, of: probe)
                let plan = SetupPlan.steps(for: facts, wish: SetupWish())
                #expect(plan.steps.isEmpty, "\(probe): \(plan.steps.map(\.id))")
                #expect(plan.blockers.map { "\($0)" }.contains { $0.hasSuffix("no answer: in vain") }, "\(plan)")
            }
        }
    }

    @Test func `build has the pinned release, once`() {
        var host = ModelHost.amazonLinux2023
        host.driver = .amazon(version: "2.13.0g")
        let wish = SetupWish(
            mode: .build,
            release: DriverRelease(tag: "ena_linux_2.17.0", digest: "ab"),
            bundle: "/tmp/b"
        )
        let plan = SetupPlan.steps(for: host.facts, wish: wish)
        #expect(plan.steps.contains { $0.action == .buildDriver(release: wish.release, bundle: "/tmp/b") })
        for step in plan.steps { host.apply(step) }
        #expect(host.driver == .amazon(version: "2.17.0g"))
        #expect(!SetupPlan.steps(for: host.facts, wish: wish).steps.contains { $0.id == "build" || $0.id == "reload" })
    }

    /// A host that somebody has worked on before.
    private static func disturbed(_ host: ModelHost, _ generator: inout SeededGenerator) -> ModelHost {
        var host = host
        func maybe() -> Bool { Bool.random(using: &generator) }
        if maybe() { host.cloudInit = "running" }
        if maybe() { host.active.insert("ptp4l") }
        if maybe() { host.active.remove(host.unit) }
        if maybe() { host.hasHeaders = true }
        let main = host.files.keys.first { $0.hasSuffix("chrony.conf") }
        if let main, maybe() {
            let lines = [
                "refclock PHC /dev/ptp0 dpoll -2", "refclock PHC /dev/ptp1 poll 0", "refclock PHC /dev/ptp_ena prefer",
                "include /etc/chrony.d/*.conf", "refclock SHM 0", "confdir /etc/chrony.d",
            ]
            for _ in 0..<3 { host.files[main, default: ""] += "\(lines.randomElement(using: &generator) ?? "")\n" }
        }
        if maybe() { host.files["/etc/modprobe.d/ena.conf"] = "options ena phc_enable=1\n" }
        if host.driver == .amazon(version: "2.16.1g"), maybe() {
            host.isEnabled = true
            // Somebody has set it up to its end.
            host.initramfs.hasOption = host.files.keys.contains("/etc/modprobe.d/ena.conf")
        }
        return host
    }
}
