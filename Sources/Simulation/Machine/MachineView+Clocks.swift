import Orchestration
import PTP
import Shell

/// What a simulated machine says of its PTP clocks.
extension MachineView {
    private var otherName: String? {
        switch machine.otherClock {
        case .none: nil
        case .hypervisor: "KVM virtual PTP"
        case .vmclock: "vmclock0"
        }
    }

    /// Nodes and names, in the order of their numbers.
    private var devices: [(number: Int, name: String)] {
        var devices: [(number: Int, name: String)] = []
        if let otherName { devices.append((machine.otherNode, otherName)) }
        if let node = machine.node {
            // The clock is named after the slot of the interface.
            devices.append((node, machine.isBehindBridge ? "ena-ptp-00" : "ena-ptp-05"))
        }
        return devices.sorted { $0.number < $1.number }
    }

    /// Only the interface's clock has a device on the PCI bus.
    var clocks: String {
        devices.map { device in
            let address = device.number == machine.node ? " \(machine.address)" : ""
            return "ptp\(device.number) \(device.name)\(address)\n"
        }.joined()
    }

    var nodes: CommandResult {
        guard !devices.isEmpty, !machine.obstacles.contains(.noNodes) else {
            return .complained("ls: cannot access '/dev/ptp*': No such file or directory", status: 2)
        }
        let day = " Nov 22 12:00 "
        let dot = [.amazonLinux2023, .rhel9].contains(image.distribution) ? "." : ""
        var text = HostText(capacity: 256)
        for (number, _) in devices {
            text.line("crw-------", dot, " 1 root root 245, \(number)", day, "/dev/ptp\(number)")
        }
        if machine.hasSymlink, let node = machine.node {
            text.line("lrwxrwxrwx", dot, " 1 root root      4", day, "/dev/ptp_ena -> ptp\(node)")
        }
        if machine.otherClock == .hypervisor {
            text.line("lrwxrwxrwx", dot, " 1 root root      4", day, "/dev/ptp_kvm -> ptp\(machine.otherNode)")
        }
        return text.result
    }

    var symlink: CommandResult {
        guard machine.hasSymlink, let node = machine.node else { return .complained("/dev/ptp_ena: No such file") }
        return .said("/dev/ptp\(node)\n")
    }

    /// When the clock goes away, if it is of that kind: some time after chrony began to follow it.
    static func loss(of machine: Machine) -> Timestamp? {
        guard machine.hardware == .vanishing, let since = machine.chrony.since else { return nil }
        return since + .seconds(40)
    }

    var reading: CommandResult {
        guard machine.node != nil, !machine.obstacles.contains(.noNodes) else {
            return .complained("/dev/ptp_ena: No such file or directory")
        }
        guard isRoot else { return .complained("sudo: a password is required") }
        guard machine.tools.contains(.python) else { return .complained("python3: not found", status: 127) }
        guard machine.hardware != .busy, Self.loss(of: machine).map({ now < $0 }) ?? true else {
            return .complained(
                """
                Traceback (most recent call last):
                  File "<string>", line 15, in <module>
                  File "<string>", line 14, in best
                  File "<string>", line 8, in one
                OSError: [Errno 16] Device or resource busy
                """
            )
        }
        let elapsed = 1_000_000_000 + chance.whole(.reading, second, in: 60_000...400_000)
        let drift = chance.whole(.offset, second, in: -250...250)
        let width = chance.whole(.correction, second, in: 900...6_000)
        let offset = chance.whole(.delay, second, in: -400...400) + remaining(at: now) + clockError
        var text = HostText(capacity: 64)
        text.write(machine.hardware == .stopped ? 0 : elapsed + drift)
        for value in [elapsed, offset, width] {
            text.write(" ")
            text.write(value)
        }
        text.endLine()
        return text.result
    }

    /// How far the clock is from the truth.
    private var clockError: Int64 {
        switch machine.hardware {
        case .atomic: 37_000_000_000
        case .shifted: 37_000_000
        case .stopped: -(now - machine.bootedAt).nanoseconds
        case .none, .sound, .noisy, .busy, .faulty, .vanishing: 0
        }
    }

    /// How far the system clock is off.
    func remaining(at now: Timestamp) -> Int64 { machine.remainingError(at: now) }
}

extension Machine {
    /// How much of the error of the system clock is left: it is taken away slowly.
    func remainingError(at now: Timestamp) -> Int64 {
        guard error != 0 else { return 0 }
        return max(0, error - (now - bootedAt).nanoseconds / 2_000)
    }
}
