import Foundation
import IntegrationSupport
import PTP
import Testing

/// Steps that drive other programs, with stand-ins for those.
@Suite struct ServiceStepTests {
    @Test(arguments: ScriptHost.shells) func `a chrony that dies of our line gets its previous configuration back`(
        shell: String
    ) async throws {
        let host = try ScriptHost(shell)
        let path = try await Self.configured(host)
        // It runs unless it reads our line, and says so in its journal.
        try host.standIn("chronyd", #"[ "$1" != --version ] || echo "chronyd (chrony) version 4.3 (+X)""#)
        try Self.startsUnless(host, "grep -q ptp_ena \(path)")
        try host.standIn("journalctl", "case \"$*\" in *-u*) echo 'Fatal error : Could not open PHC';; esac")
        let end = try await host.run(.restartChrony(unit: "chronyd"))
        #expect(end.code == 1)
        #expect(end.complaints.contains("it runs with the previous one"), "\(end.words)")
        #expect(end.output.contains("Could not open PHC"))
        #expect(host.text("etc/chrony.conf") == "pool example.org\n")
        #expect(host.text("running") == "yes\n", "never without time service")
    }

    @Test(arguments: ScriptHost.shells) func `a chrony that dies of our line runs on with what others wrote since`(
        shell: String
    ) async throws {
        let host = try ScriptHost(shell)
        let path = try await Self.configured(host)
        try host.directory.write((host.text("etc/chrony.conf") ?? "") + "server corp\n", to: "etc/chrony.conf")
        try host.standIn("chronyd", #"[ "$1" != --version ] || echo "chronyd (chrony) version 4.3 (+X)""#)
        try Self.startsUnless(host, "grep -q ptp_ena \(path)")
        #expect(try await host.run(.restartChrony(unit: "chronyd")).code == 1)
        #expect(host.text("etc/chrony.conf") == "pool example.org\nserver corp\n")
        #expect(host.text("running") == "yes\n")
        // Where it cannot live with that either, the host needs its time more.
        #expect(try await host.run(.insert(path: path, content: "refclock PHC /dev/ptp_ena")).code == 0)
        let torn = (host.text("etc/chrony.conf") ?? "").replacingOccurrences(of: "# ptp-verify end\n", with: "more\n")
        try host.directory.write(torn, to: "etc/chrony.conf")
        #expect(try await host.run(.restartChrony(unit: "chronyd")).code == 1)
        #expect(host.text("etc/chrony.conf") == "pool example.org\nserver corp\n")
        #expect(host.text("etc/chrony.conf.ptp-verify-saved") == torn && host.text("running") == "yes\n")
    }

    @Test(arguments: [true, false]) func `a reload that went well needs nobody to say so`(works: Bool) async throws {
        let host = try ScriptHost()
        try host.standIn("mokutil", "echo SecureBoot disabled")
        try host.standIn("ip", "echo default via 10.0.0.1")
        try host.standIn("ls", ":")
        try host.standIn("sleep", ":")
        try host.standIn("curl", "exit \(works ? 0 : 7)")
        // chrony reads the clock, which is there again.
        try host.standIn("chronyc", "echo '#,*,PHC0,0,0,377,0,0,0,0'")
        try host.standIn("grep", "case $* in *ena-ptp-*) exit 0 ;; esac; exec /usr/bin/grep \"$@\"")
        #expect(try await host.run(.reloadDriver).code == 0)
        let before = host.calls.count
        let path = ["PATH": "\(host.path)/bin:/usr/bin:/bin"]
        #expect(try await host.directory.start("/bin/dash", ["\(host.path)/run/script"], path).end().code == 0)
        let calls = host.calls.dropFirst(before)
        #expect(calls.contains("systemctl stop ptp-verify-rescue.timer") == works, "\(calls)")
        #expect(calls.contains("systemctl try-restart chronyd"), "\(calls)")
    }

    @Test(arguments: ScriptHost.shells) func `who kept the time keeps it again where chrony fails for good`(
        shell: String
    ) async throws {
        let host = try ScriptHost(shell)
        _ = try await Self.configured(host)
        // The unit of chrony stops the other daemon, and fails.
        let other = "\(host.path)/timesyncd"
        try host.directory.write("", to: "timesyncd")
        try host.standIn(
            "systemctl",
            """
            case "$*" in
              is-enabled*) echo enabled ;;
              *is-active*timesyncd*) [ -e \(other) ] && echo active || exit 3 ;;
              "restart chronyd") rm -f \(other); exit 1 ;;
              "start systemd-timesyncd.service") echo yes >\(other) ;;
              *) exit 3 ;;
            esac
            """
        )
        try host.standIn("sleep", ":")
        let end = try await host.run(.restartChrony(unit: "chronyd"))
        #expect(end.complaints.contains("back again: systemd-timesyncd.service"), "\(end.words)")
        #expect(host.text("timesyncd") == "yes\n")
        #expect(
            try host.changes.contains(.unit(name: "systemd-timesyncd.service", file: "enabled", active: "active"))
        )
    }

    @Test func `a configuration that chrony does not accept never gets as far as a restart`() async throws {
        let host = try ScriptHost()
        _ = try await Self.configured(host)
        let version = "chronyd (chrony) version 4.5 (+X)"
        try host.standIn(
            "chronyd",
            "case $1 in --version) echo '\(version)';; -p) echo 'Invalid directive at line 2' >&2; exit 1;; esac"
        )
        let end = try await host.run(.restartChrony(unit: "chronyd"))
        #expect(end.code == 1)
        #expect(end.complaints.contains("the previous one is back: Invalid directive at line 2"), "\(end.words)")
        #expect(host.text("etc/chrony.conf") == "pool example.org\n")
        #expect(!host.calls.contains { $0.contains("restart") })
    }

    @Test(arguments: ["3.5", "4.8"]) func `a chrony that takes the line is enabled, started, and noted as it was`(
        version: String
    ) async throws {
        let host = try ScriptHost()
        let path = try await Self.configured(host)
        let check = version == "3.5" ? "echo 'unknown option -p' >&2; exit 1" : ":"
        try host.standIn(
            "chronyd",
            "case $1 in --version) echo 'chronyd (chrony) version \(version) (+X)';; -p) \(check);; esac"
        )
        try Self.startsUnless(host, "false")
        let end = try await host.run(.restartChrony(unit: "chronyd"))
        #expect(end.code == 0, "\(end.words)")
        #expect(host.calls.contains("systemctl enable chronyd"))
        #expect(
            try host.changes == [.changed(path: path), .unit(name: "chronyd", file: "enabled", active: "inactive")]
        )
    }

    @Test(arguments: ScriptHost.shells) func `a reload runs detached, after the rescue timer is set`(shell: String)
        async throws
    {
        let host = try ScriptHost(shell)
        try host.standIn("mokutil", "echo SecureBoot disabled")
        let end = try await host.run(.reloadDriver)
        #expect(end.code == 0, "\(end.words)")
        let soon = "--timer-property=AccuracySec=100ms"
        let timers = host.calls.filter { $0.hasPrefix("systemd-run") }
        #expect(
            timers == [
                "systemd-run --unit=ptp-verify-rescue --on-active=300 \(soon) /bin/sh \(host.path)/run/rescue",
                "systemd-run --unit=ptp-verify-reload --on-active=2 \(soon) /bin/sh \(host.path)/run/script",
            ]
        )
        #expect(!host.calls.contains { $0.hasPrefix("modprobe -r") }, "not in the session")
        #expect(try host.changes == [.switched(by: "module", was: false)])
        #expect(host.mode("run") == 0o700)
        let script = try #require(host.text("run/script"))
        #expect(script.contains("modprobe ena phc_enable=1 || status=1"))
        for name in ["script", "rescue"] {
            let check = try await host.directory.start(shell, ["-n", "run/\(name)"]).end()
            #expect(check.code == 0, "\(check.words)")
        }
    }

    @Test func `what runs detached leaves a result, and the end of the rescue reports it`() async throws {
        for (worked, code) in [(true, 0), (false, 1)] {
            let host = try ScriptHost()
            try host.standIn("mokutil", "echo SecureBoot disabled")
            try host.standIn("ip", "echo default via 10.0.0.1")
            // The driver finds its device with the clock, or only without.
            try host.standIn("ls", "[ \(worked ? 1 : 0) = 1 ] || grep -q phc_enable=0 \(host.path)/calls")
            try host.standIn("sleep", ":")
            #expect(try await host.run(.reloadDriver).code == 0)
            let run = try await host.directory.start(
                "/bin/dash",
                ["\(host.path)/run/script"],
                ["PATH": "\(host.path)/bin:/usr/bin:/bin"]
            ).end()
            #expect(run.code == 0, "\(run.words)")
            #expect(host.text("run/result")?.hasPrefix("\(code)\n") == true)
            try host.standIn("systemctl", "echo \"systemctl $*\" >>\(host.path)/calls; [ \"$2\" != is-active ]")
            let end = try await host.run(.endRescue)
            #expect(end.code == code, "\(end.words)")
            #expect(host.calls.contains("systemctl stop ptp-verify-rescue.timer"))
            #expect(host.calls.contains("modprobe ena phc_enable=0") == !worked, "never left without a network")
            #expect(host.text("run/result") == nil)
            #expect(try await host.run(.endRescue).code == 0, "twice does no harm")
        }
    }

    @Test(arguments: [false, true])
    func `a reload that never begins is not waited for, and saves nobody`(isBegun: Bool) async throws {
        let host = try ScriptHost()
        try host.standIn("mokutil", "echo SecureBoot disabled")
        try host.standIn("sleep", "echo sleep >>\(host.path)/calls")
        #expect(try await host.run(.reloadDriver).code == 0)
        let isActive = "case $* in *is-active*reload.timer) exit \(isBegun ? 0 : 1) ;; *is-active*) exit 1 ;; esac"
        try host.standIn("systemctl", "echo \"systemctl $*\" >>\(host.path)/calls; \(isActive)")
        let end = try await host.run(.endRescue)
        #expect(end.code == (isBegun ? 1 : 0), "\(end.words)")
        #expect(end.output.contains("the reload was never begun") != isBegun, "\(end.words)")
        #expect(host.calls.contains("systemctl stop ptp-verify-rescue.timer") != isBegun)
        #expect((host.text("run/script") == nil) != isBegun)
        #expect(host.calls.count { $0 == "sleep" } == (isBegun ? 120 : 5))
    }

    @Test func `Secure Boot is asked before an unsigned driver replaces one that works`() async throws {
        let host = try ScriptHost()
        try host.standIn("mokutil", "echo SecureBoot enabled")
        try host.standIn("modinfo", "[ \"$1\" = -F ] || echo /lib/modules/x/updates/ena.ko")
        let end = try await host.run(.reloadDriver)
        #expect(end.code == 1)
        #expect(end.complaints.contains("/lib/modules/x/updates/ena.ko has no signature; the driver was not touched"))
        #expect(!host.calls.contains { $0.hasPrefix("systemd-run") || $0.hasPrefix("modprobe") })
        #expect(try host.changes.isEmpty)
    }

    @Test(arguments: ScriptHost.shells) func `a step that does not end is ended on the host`(shell: String) async throws
    {
        let host = try ScriptHost(shell)
        try host.standIn("chronyc", "sleep 60")
        let script = host.script(.stepClock).replacingOccurrences(of: "timeout -k 5 20 ", with: "timeout -k 1 1 ")
        let path = ["PATH": "\(host.path)/bin:/usr/bin:/bin"]
        let end = try await host.directory.start(shell, ["-c", script], path).end()
        #expect(end.code == 124 && end.complaints.contains("the step was ended after"), "\(end.words)")
    }

    @Test func `without a rescue timer nothing is reloaded`() async throws {
        let host = try ScriptHost()
        try host.standIn("mokutil", "echo SecureBoot disabled")
        try host.standIn("systemd-run", "echo \"systemd-run $*\" >>\(host.path)/calls; exit 1")
        let end = try await host.run(.reloadDriver)
        #expect(end.complaints.contains("the rescue timer could not be set; the driver was not touched"))
        #expect(host.calls.count { $0.hasPrefix("systemd-run") } == 1)
    }

    @Test func `packages wait for whoever holds the lock, and what gives way is noted`() async throws {
        let host = try ScriptHost()
        try host.standIn("sleep", ":")
        try host.standIn("dpkg-query", "[ \"$4\" != ethtool ] || echo install ok installed; [ \"$4\" = ethtool ]")
        try host.standIn(
            "apt-get",
            """
            echo "apt-get $*" >>\(host.path)/calls
            case "$*" in
              *-s*) echo 'Remv systemd-timesyncd [252]'; echo 'Inst chrony' ;;
              *" install "*)
                [ -e \(host.path)/unlocked ] ||
                  { : >\(host.path)/unlocked; echo 'E: Could not get lock /var/lib/dpkg/lock' >&2; exit 100; } ;;
            esac
            """
        )
        let end = try await host.run(.install(["chrony", "ethtool"], with: .apt))
        #expect(end.code == 0, "\(end.words)")
        let removed = HostChanges.Change.removed(manager: "apt", name: "systemd-timesyncd")
        #expect(try host.changes == [removed, .installed(manager: "apt", name: "chrony")])
        #expect(host.calls.count { $0.hasSuffix(" install chrony") && !$0.contains("-s ") } == 2)
        let back = try await host.run(.uninstall(["chrony"], installing: ["systemd-timesyncd"], with: .apt))
        #expect(back.code == 0, "\(back.words)")
        #expect(try host.changes.isEmpty)
    }

    @Test func `daemons that keep the time change places at once`() async throws {
        let host = try ScriptHost()
        try host.standIn("dpkg-query", "echo install ok installed")
        let calls = "echo \"apt-get $*\" >>\(host.path)/calls"
        let others = #"case "$*" in *"-s purge"*gcc*) echo 'Purg gcc [12]'; echo 'Purg dkms [3]' ;; esac"#
        try host.standIn("apt-get", "\(calls); \(others)")
        let end = try await host.run(.uninstall(["chrony", "gcc"], installing: ["systemd-timesyncd"], with: .apt))
        #expect(end.code == 0 && end.output.contains("gcc stays, because others need it"), "\(end.words)")
        #expect(host.calls.last?.hasSuffix("--purge install systemd-timesyncd chrony-") == true)
    }

    @Test func `what others need by now stays`() async throws {
        let host = try ScriptHost()
        // The headers need make, and so does something else.
        try host.standIn("rpm", #"case "$*" in "-e --test"*make*) exit 1 ;; esac"#)
        try host.standIn("dnf", "echo \"dnf $*\" >>\(host.path)/calls")
        let end = try await host.run(.uninstall(["kernel-devel", "make", "gcc"], installing: [], with: .dnf))
        #expect(end.code == 0 && end.output.contains("make stays, because others need it"), "\(end.words)")
        #expect(host.calls == ["dnf -y --setopt=clean_requirements_on_remove=False remove kernel-devel gcc"])
    }

    @Test func `a lock that stays is said, not waited for without end`() async throws {
        let host = try ScriptHost()
        try host.standIn("sleep", ":")
        // Each look at the clock is two minutes later.
        try host.standIn("date", "echo x >>\(host.path)/time; echo $((120 * $(wc -l <\(host.path)/time)))")
        try host.standIn("rpm", "exit 1")
        try host.standIn("dnf", "echo 'Error: is locked by another process' >&2; exit 200")
        let end = try await host.run(.install(["gcc"], with: .dnf))
        #expect(end.code == 1)
        #expect(end.complaints.contains("locked for five minutes"), "\(end.words)")
    }

    @Test func `a unit that gives way comes back as it was`() async throws {
        let host = try ScriptHost()
        try Self.startsUnless(host, "false")
        try host.directory.write("yes\n", to: "running")
        #expect(try await host.run(.stop(unit: "ntpd.service")).code == 0)
        #expect(try host.changes == [.unit(name: "ntpd.service", file: "enabled", active: "active")])
        #expect(host.text("running") == nil)
        #expect(try await host.run(.stop(unit: "ntpd.service")).code == 0)
        try await FileStepTests.restore(host)
        #expect(host.text("running") == "yes\n")
        #expect(host.calls.contains("systemctl enable ntpd.service"))
    }

    // MARK: - Fixtures

    /// A host with a line of ours in its configuration.
    private static func configured(_ host: ScriptHost) async throws -> String {
        try host.make("etc")
        try host.directory.write("pool example.org\n", to: "etc/chrony.conf")
        let path = "\(host.path)/etc/chrony.conf"
        let end = try await host.run(.insert(path: path, content: "refclock PHC /dev/ptp_ena"))
        #expect(end.code == 0, "\(end.words)")
        return path
    }

    /// A systemd whose one unit starts unless a condition holds, and whose chrony answers while it runs.
    private static func startsUnless(_ host: ScriptHost, _ condition: String) throws {
        let running = "\(host.path)/running"
        try host.standIn(
            "systemctl",
            """
            echo "systemctl $*" >>\(host.path)/calls
            case "$*" in
              is-enabled*) echo enabled ;;
              *is-active*) [ -e \(running) ] && echo active || { echo inactive; exit 3; } ;;
              start* | restart*) rm -f \(running); if \(condition); then exit 1; fi; echo yes >\(running) ;;
              stop*) rm -f \(running) ;;
            esac
            """
        )
        try host.standIn("chronyc", "[ -e \(running) ]")
        try host.standIn("sleep", ":")
    }
}
