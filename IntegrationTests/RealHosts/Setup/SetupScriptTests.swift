import Foundation
import IntegrationSupport
import PTP
import Shell
import Testing

/// The scripts of all steps, read and run by real shells.
@Suite struct SetupScriptTests {
    private static let actions: [SetupStep.Action] =
        [
            .awaitCloudInit, .install(["gcc", "make"], with: .dnf), .install(["gcc"], with: .yum),
            .install(["chrony", "linux-headers-6.8.0-1024-aws"], with: .apt), .install(["chrony"], with: .zypper),
            .write(path: "/etc/it's here", content: "a 'b' \"c\" $d `e` \\f\n"),
            .insert(path: "/etc/x", content: "y z"),
            .silence(path: "/etc/x", lines: [3, 14]), .buildDriver(release: .pinned, bundle: nil), .reloadDriver,
            .switchDevlink(address: "0000:00:05.0"), .endRescue, .addKernelArgument("ena.phc_enable=1"), .reboot,
            .enable(unit: "x.service"), .triggerUdev, .stop(unit: "ntpd.service"), .restartChrony(unit: "chronyd"),
            .stepClock, .stampPackets(interface: "ens5"), .putBack(path: "/etc/x"), .remove(path: "/etc/x"),
            .putBackUnit(name: "x", file: "enabled", active: "active"), .removeKernelArgument("ena.phc_enable=1"),
            .switchBack(address: nil), .switchBack(address: "0000:00:05.0"), .endStamping(interface: "ens5"),
            .uninstall(["gcc"], installing: ["systemd-timesyncd"], with: .apt),
            .uninstall([], installing: [], with: .dnf),
            .uninstall(["gcc"], installing: [], with: .zypper), .forget,
        ] + InitramfsTool.allCases.map { .rebuildInitramfs(with: $0) }

    @Test(arguments: ScriptHost.shells) func `every script is understood`(shell: String) async throws {
        let host = try ScriptHost(shell)
        for action in Self.actions {
            for (place, script) in [("whole", host.script(action)), ("inner", Self.inner(action))] {
                try host.directory.write(script, to: "script")
                let end = try await host.directory.start(shell, ["-n", "script"]).end()
                #expect(end.code == 0 && end.words.isEmpty, "\(place) \(action): \(end.words)")
            }
        }
    }

    @Test(arguments: [("ens5", "ens5"), ("bond0", "ens6"), ("wg0", "ens7"), ("eth9", "eth9")])
    func `the device below a bond, a bridge or a VPN is the interface`(route: String, name: String) async throws {
        let host = try ScriptHost()
        for place in [
            "class/net/ens5", "class/net/eth9", "class/net/bond0/lower_ens6",
            "bus/pci/drivers/ena/0000:00:07.0/net/ens7",
        ] { try host.make("sys/\(place)/device") }
        try host.standIn("ip", "echo 1.1.1.1 via 10.0.0.1 dev \(route) src 10.0.0.2")
        let script = ProbeBatch([.interface]).command.text.replacingOccurrences(of: "/sys/", with: "\(host.path)/sys/")
        let path = ["PATH": "\(host.path)/bin:/usr/bin:/bin"]
        let end = try await host.directory.start("/bin/sh", ["-c", script], path).end()
        #expect(end.output.contains("name=\(name)\n"), "\(end.words)")
    }

    @Test func `options are seen as modprobe reads them`() async throws {
        let host = try ScriptHost()
        for folder in ["etc/modprobe.d", "usr/lib/modprobe.d", "lib/modprobe.d"] { try host.make(folder) }
        for (name, value) in [
            ("etc/modprobe.d/m.conf", 1), ("etc/modprobe.d/a b.conf", 2), ("usr/lib/modprobe.d/m.conf", 3),
            ("lib/modprobe.d/z.conf", 4), ("etc/modprobe.d/ena.conf.bak", 5), ("etc/modprobe.d/zz.conf.rpmsave", 6),
        ] { try host.directory.write("options ena phc_enable=\(value)\n", to: name) }
        let script = ProbeBatch([.persisted]).command.text
            .replacingOccurrences(of: "for d in /etc /run /usr/local/lib /usr/lib /lib;", with: Self.folders(host))
        let path = ["PATH": "\(host.path)/bin:/usr/bin:/bin"]
        let end = try await host.directory.start("/bin/sh", ["-c", script], path).end()
        let values = end.output.split(separator: "\n").filter { $0.contains("options ena") }.map { $0.suffix(1) }
        #expect(values == ["2", "1", "4"], "\(end.words)")
    }

    private static func folders(_ host: ScriptHost) -> String {
        let folders = ["etc", "run", "usr/local/lib", "usr/lib", "lib"].map { "\(host.path)/\($0)" }
        return "for d in \(folders.joined(separator: " "));"
    }

    @Test func `enforced signatures are seen without Secure Boot`() async throws {
        let host = try ScriptHost()
        try host.make("sys/module/module/parameters")
        try host.standIn("mokutil", "echo SecureBoot disabled")
        for (value, isEnforced) in [("Y", true), ("N", false)] {
            try host.directory.write("\(value)\n", to: "sys/module/module/parameters/sig_enforce")
            let probe = ProbeBatch([.secureBoot]).command.text.replacing(
                "/sys/module/",
                with: "\(host.path)/sys/module/"
            )
            let path = ["PATH": "\(host.path)/bin:/usr/bin:/bin"]
            let end = try await host.directory.start("/bin/sh", ["-c", probe], path).end()
            #expect(end.output.contains("\nmodule.sig_enforce=1\n") == isEnforced, "\(end.words)")
            let step = host.script(.buildDriver(release: .pinned, bundle: nil))
                .replacing("/sys/module/", with: "\(host.path)/sys/module/")
            let built = try await host.directory.start("/bin/sh", ["-c", step], path).end()
            #expect(built.complaints.contains("by module.sig_enforce, lets in signed modules only") == isEnforced)
        }
    }

    /// Style apart: what it says about quoting, unset variables and unreachable code is worth hearing.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/shellcheck")))
    func `shellcheck finds nothing`() async throws {
        let host = try ScriptHost()
        for action in Self.actions {
            try host.directory.write(Self.inner(action), to: "script")
            // Lists of packages are split on purpose; an `&& ||` chain whose middle always succeeds is fine.
            let options = ["-s", "sh", "-S", "warning", "script"]
            let end = try await host.directory.start("/usr/bin/shellcheck", options).end()
            #expect(end.code == 0, "\(action): \(end.words)")
        }
    }

    /// The part that runs as root, as its shell sees it.
    private static func inner(_ action: SetupStep.Action) -> String {
        let text = SetupStep("step", because: "a test", action).command.text
        guard let start = text.range(of: " sh -c '") else { return "exit 1 # no inner script" }
        let quoted = text[start.upperBound...].replacingOccurrences(of: "'\\''", with: "\u{1}")
        return quoted.prefix { $0 != "'" }.replacingOccurrences(of: "\u{1}", with: "'")
    }
}
