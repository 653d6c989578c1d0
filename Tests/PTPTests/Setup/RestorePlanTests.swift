import PTP
import Shell
import Testing

@Suite struct RestorePlanTests {
    @Test func `what was done is undone from the last to the first, the driver after chrony, our memory at the end`() {
        let changes = """
            installed apt chrony
            removed apt systemd-timesyncd
            created /etc/modprobe.d/ptp-verify-ena.conf
            switched module 0
            changed /etc/chrony/chrony.conf
            unit ntpd.service enabled active
            unit chrony disabled inactive
            stamping ens5

            """
        let words = Self.plan(changes).steps.map(\.action.text)
        let undone = [
            "end-stamping ens5", "put-back-unit ntpd.service enabled active",
            "put-back /etc/chrony/chrony.conf", "remove /etc/modprobe.d/ptp-verify-ena.conf",
            "rebuild-initramfs update-initramfs", "restart-chrony chrony", "put-back-unit chrony disabled inactive",
            "switch-back ''", "end-rescue",
        ]
        #expect(words == undone + ["forget"])
        let all = Self.plan(changes, packages: true).steps.map(\.action.text)
        #expect(all == undone + ["uninstall apt systemd-timesyncd -- chrony", "forget"])
    }

    @Test func `what is not needed is not done`() {
        #expect(Self.plan("created /etc/udev/rules.d/x.rules\n").steps.map(\.id) == ["remove", "forget"])
        #expect(Self.plan("switched module 1\n").steps.map(\.id) == ["forget"])
        #expect(Self.plan("").steps.map(\.id) == ["forget"], "cut short just before its end")
        let devlink = Self.plan("switched 0000:00:05.0 0\n").steps.map(\.action.text)
        #expect(devlink == ["switch-back 0000:00:05.0", "end-rescue", "forget"])
        #expect(
            Self.plan("argument ena.phc_enable=1\ncreated /etc/default/grub.d/ptp-verify.cfg\n").steps.map(\.id)
                == ["remove", "kernel-argument", "forget"]
        )
    }

    @Test func `a host that we never changed needs nothing, one that does not let us look is said`() {
        func plan(_ complaint: String) -> SetupPlan {
            var facts = HostFacts()
            facts.read(CommandResult(exitStatus: 1, output: "", errorOutput: complaint), of: .changes)
            return RestorePlan.steps(for: facts)
        }
        #expect(plan("cat: /var/lib/ptp-verify/changes: No such file or directory") == .nothing)
        #expect(plan("sudo: a password is required").blockers == [.noRights("sudo: a password is required")])
        #expect(RestorePlan.steps(for: HostFacts()).blockers == [.unseen("what was changed", .notAsked)])
    }

    @Test func `a rescue timer that is left is ended first, even where nothing is left to undo`() {
        var host = ModelHost.debian
        host.hasRescueTimer = true
        var facts = host.facts
        facts.read(CommandResult(exitStatus: 0, output: "created /etc/x\n"), of: .changes)
        #expect(RestorePlan.steps(for: facts).steps.map(\.id) == ["end-rescue", "remove", "forget"])
        facts.read(CommandResult(exitStatus: 1, output: "", errorOutput: "cat: x: No such file"), of: .changes)
        #expect(RestorePlan.steps(for: facts).steps.map(\.id) == ["end-rescue"])
    }

    private static func plan(_ changes: String, packages: Bool = false) -> SetupPlan {
        var facts = ModelHost.debian.facts
        facts.read(CommandResult(exitStatus: 0, output: changes), of: .changes)
        return RestorePlan.steps(for: facts, packages: packages)
    }
}
