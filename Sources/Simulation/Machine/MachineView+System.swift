import Orchestration
import PTP
import Shell

/// What a simulated machine says of its system.
extension MachineView {
    /// Who made the machine: the types of EC2 name themselves, those with Xen do not.
    var maker: String {
        let names =
            machine.obstacles.contains(.xen)
            ? "vendor=Xen\nproduct=HVM domU\n" : "vendor=Amazon EC2\nproduct=\(machine.type)\n"
        return names + (image.architecture == .arm ? "processor=\n" : "processor=Intel(R) Xeon(R) Platinum 8488C\n")
    }

    /// A name for this boot, in the form of a UUID.
    var bootID: String {
        let high = String(chance.bits(.identity, Int64(machine.boots)) | 1 << 63, radix: 16)
        let low = String(chance.bits(.identity, Int64(-machine.boots)) | 1 << 63, radix: 16)
        return
            "\(high.prefix(8))-\(high.dropFirst(8).prefix(4))-4\(high.suffix(3))-\(low.prefix(4))-\(low.suffix(12))\n"
    }

    var access: CommandResult {
        var text = HostText(capacity: 1024)
        text.line("user=", image.user)
        text.line(isRoot ? "root=yes" : "root=no\ncomplaint=sudo: a password is required")
        for (place, line) in Tools.lines.enumerated() {
            text.write(machine.tools.rawValue & 1 << UInt32(place) == 0 ? line.missing : line.there)
        }
        return text.result
    }

    var cloudInit: CommandResult { .said(now < machine.settledAt ? "status: running\n" : "status: done\n") }

    var secureBoot: String {
        machine.obstacles.contains(.secureBoot) ? "SecureBoot enabled\n" : "SecureBoot disabled\n"
    }

    var interface: CommandResult {
        // Without a device, the end of the path to its driver is all that the question finds.
        if machine.obstacles.contains(.enclave) { return .said("name=lo\ndriver=driver\naddress=device\n") }
        let driver = machine.obstacles.contains(.xen) ? "vif" : "ena"
        return .said("name=\(machine.interface)\ndriver=\(driver)\naddress=\(machine.address)\n")
    }

    var build: CommandResult {
        let isFull = machine.obstacles.contains(.fullDisk)
        var text = HostText(capacity: 256)
        text.line(machine.tools.contains(.headers) ? "headers=yes" : "headers=no")
        text.line(image.distribution == .debian12 || image.distribution == .sles15 ? "ptp=m" : "ptp=y")
        for folder in ["/tmp", "/usr", "/boot", "/var"] {
            text.line("free", folder, "=", isFull ? "20480" : "6291456")
        }
        text.line("memory=3919412")
        if let compiler = image.kernelCompiler, !machine.tools.contains(.kernelCompiler) {
            text.line("compiler=", compiler)
        }
        return text.result
    }

    var persisted: String {
        var text = HostText(capacity: 512)
        for file in machine.files.forModprobe {
            for line in file.content.lines where line.utf8.starts(with: "options ena ".utf8) {
                text.line(file.path, ":", String(line))
            }
        }
        for folder in ["/etc/udev/rules.d", "/usr/lib/udev/rules.d"] {
            for file in machine.files.below(folder) {
                for line in file.content.lines where line.has("ena-ptp-") {
                    text.line(file.path, ":", String(line))
                }
            }
        }
        for file in machine.files.below("/etc/systemd/system", suffix: ".service")
        where file.path.has("/ptp-verify-") {
            for line in file.content.lines where line.has("Exec") || line.has("WantedBy") {
                text.line(file.path, ": ", String(line))
            }
        }
        text.line(
            "kernel-arguments: BOOT_IMAGE=(hd0,gpt1)/boot/vmlinuz-",
            image.kernel,
            " root=UUID=5e1f4c3c-8d5f-4a51-a9ba-3c3a1a7c55c1 ro console=tty0 console=ttyS0,115200n8",
            machine.bootArguments.map { " \($0)" }.joined()
        )
        return String(decoding: text.bytes, as: UTF8.self)
    }

    /// Units as `systemctl show` prints them: the other name of a unit is shown as the unit itself.
    var units: CommandResult {
        var text = HostText(capacity: 2048)
        let hasChrony = machine.tools.contains(.chronyd)
        for name in ["chronyd", "chrony"] {
            let isThere = hasChrony && (name == image.chronyUnit || image.isDebianLike)
            write(isThere ? "\(image.chronyUnit).service" : "\(name).service", isThere ? chronyState : nil, to: &text)
        }
        for name in Daemons.Name.allCases {
            let state = machine.daemons[name]
            write("\(name.rawValue).service", state.isThere ? state : nil, to: &text)
        }
        let switching = "ptp-verify-devlink.service"
        let isThere = machine.files["/etc/systemd/system/\(switching)"] != nil
        let isEnabled = machine.enabledUnits.contains(switching)
        write(switching, isThere ? Daemons.State(isThere: true, isEnabled: isEnabled) : nil, to: &text)
        let isWaiting = machine.agenda.contains { $0.what == .rescue }
        write(
            "ptp-verify-rescue.timer",
            isWaiting ? Daemons.State(isThere: true, isRunning: true) : nil,
            running: "waiting",
            file: "transient",
            to: &text
        )
        return text.result
    }

    private var chronyState: Daemons.State {
        var state = Daemons.State(isThere: true, isEnabled: machine.chrony.isEnabled)
        state.isRunning = machine.chrony.since.map { $0 <= now } ?? false
        state.hasFailed = machine.chrony.failure != nil
        return state
    }

    /// Properties come in the order in which systemd has them.
    private func write(
        _ name: String,
        _ state: Daemons.State?,
        running: String = "running",
        file: String? = nil,
        to text: inout HostText
    ) {
        if !text.bytes.isEmpty { text.endLine() }
        let state = state ?? Daemons.State()
        text.line(state.hasFailed || state.crashes ? "Result=exit-code" : "Result=success")
        text.line("Id=", name)
        text.line(state.isThere ? "LoadState=loaded" : "LoadState=not-found")
        if state.hasFailed {
            text.line("ActiveState=failed\nSubState=failed")
        } else if state.isRunning {
            text.line(state.crashes ? "ActiveState=activating" : "ActiveState=active")
            text.line("SubState=", state.crashes ? "auto-restart" : running)
        } else {
            text.line("ActiveState=inactive\nSubState=dead")
        }
        text.line("UnitFileState=", state.isThere ? file ?? (state.isEnabled ? "enabled" : "disabled") : "")
    }

    var changes: CommandResult {
        guard !machine.changes.isEmpty else { return .noSuchFile(HostChanges.path) }
        return .said(machine.changes.joined(separator: "\n") + "\n")
    }
}
