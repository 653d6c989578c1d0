import PTP
import Shell
import Testing

/// Lines of others that name the right clock: those that keep it from being used give way, the rest is their taste.
@Suite struct HarmfulLineTests {
    @Test(arguments: [
        ("poll 0 dpoll -3 prefer", "read 200.0 times a second"), ("poll -3 prefer", "read 200.0 times a second"),
        ("poll 0 prefer noselect", "noselect"), ("poll 0 prefer tai", "atomic time"),
        ("poll 0 delay 0.001 prefer", "delay of 1000 µs"),
    ])
    func `a line that does harm is silenced, and ours takes its place`(options: String, harm: String) throws {
        for var host in ModelHost.lined(options) {
            let plan = SetupPlan.steps(for: host.facts, wish: SetupWish())
            #expect(plan.steps.map(\.id) == ["chrony-harm", "chrony-clock", "chrony"], "\(plan.steps)")
            #expect(plan.steps.first?.reason.contains(harm) == true, "\(plan.steps.first?.reason ?? "")")
            for step in plan.steps { host.apply(step) }
            #expect(SetupPlan.steps(for: host.facts, wish: SetupWish()) == .nothing)
            #expect(host.clockRows == 1)
        }
    }

    @Test(arguments: [
        "", "prefer", "poll 0", "poll 2 prefer", "dpoll -2 poll 0 prefer", "poll 0 delay 0.00002 prefer",
        "poll 0 delay 0.000005 refid PHC0 trust", "stratum 1 maxsamples 64 poll 1", "offset 0.0 precision 1e-7 prefer",
    ])
    func `a harmless variation stays as it is`(options: String) {
        for host in ModelHost.lined(options) {
            #expect(SetupPlan.steps(for: host.facts, wish: SetupWish()) == .nothing)
        }
    }

    @Test func `a line without prefer gives way where chrony follows another source`() {
        let rows =
            "#,-,PHC0,0,0,377,0,0.000000000,0.000000000,0.000005000\n"
            + "^,*,169.254.169.123,1,4,377,8,0.000000000,0.000000000,0.000100000\n"
        for (options, isHarmful) in [("poll 0", true), ("poll 0 prefer", false)] {
            for host in ModelHost.lined(options) {
                var facts = host.facts
                facts.read(CommandResult(exitStatus: 0, output: rows), of: .sources)
                let steps = SetupPlan.steps(for: facts, wish: SetupWish()).steps
                #expect(steps.contains { $0.id == "chrony-harm" } == isHarmful, "\(options): \(steps.map(\.id))")
                let falseticker = rows.replacing("#,-", with: "#,x")
                facts.read(CommandResult(exitStatus: 0, output: falseticker), of: .sources)
                #expect(SetupPlan.steps(for: facts, wish: SetupWish()).steps.isEmpty, "to prefer it does not help")
            }
        }
    }

    @Test func `an older chrony reads less often, and whoever takes things as they are leaves them`() {
        for host in ModelHost.lined("poll 0 dpoll -3 prefer") {
            var facts = host.facts
            #expect(SetupPlan.steps(for: facts, wish: SetupWish(mode: .asIs)) == .nothing)
            let version = "chronyd (chrony) version 4.2 (+CMDMON)\n"
            facts.read(CommandResult(exitStatus: 0, output: version), of: .chronyVersion)
            #expect(SetupPlan.steps(for: facts, wish: SetupWish()) == .nothing)
        }
    }

    @Test func `of two lines the good one stays, wherever it stands`() {
        var host = ModelHost.configured(ModelHost.redHat("rhel", "RHEL", like: "fedora"))
        let main = "/etc/chrony.conf"
        host.files[main] = "refclock PHC /dev/ptp_ena poll 0 tai\nrefclock PHC /dev/ptp1 poll 1\n"
        let plan = SetupPlan.steps(for: host.facts, wish: SetupWish())
        #expect(plan.steps.map(\.action).first == .silence(path: main, lines: [1]))
        #expect(plan.steps.map(\.id) == ["chrony-harm", "chrony"])
    }

    @Test func `a file that has our name and says more is not written over`() {
        var host = ModelHost.configured(.debian)
        let path = "/etc/chrony/conf.d/ptp_ena.conf"
        host.files[path] = "refclock PHC /dev/ptp_ena poll 0 noselect\nmaxslewrate 500\n"
        for step in SetupPlan.steps(for: host.facts, wish: SetupWish()).steps { host.apply(step) }
        #expect(host.files[path]?.contains("maxslewrate 500") == true)
        #expect(host.clockRows == 1 && SetupPlan.steps(for: host.facts, wish: SetupWish()) == .nothing)
    }
}

extension ModelHost {
    /// A host that was set up to its end.
    static func configured(_ host: ModelHost) -> ModelHost {
        var host = host
        for _ in 0..<4 { for step in SetupPlan.steps(for: host.facts, wish: SetupWish()).steps { host.apply(step) } }
        return host
    }

    /// Hosts whose only line for the clock is somebody else's, with these options.
    fileprivate static func lined(_ options: String) -> [ModelHost] {
        [(debian, "/etc/chrony/conf.d/phc.conf"), (redHat("rhel", "RHEL", like: "fedora"), "/etc/chrony.conf")]
            .map { host, path in
                var host = configured(host)
                let own = "/etc/chrony/conf.d/ptp_ena.conf"
                host.files[own] = nil
                host.files[path] = "refclock PHC /dev/ptp_ena \(options)\n"
                return host
            }
    }
}
