import Orchestration
import PTP
import Shell

/// What a simulated host shows of itself at one moment.
struct HostView {
    let clock: SimulatedClock
    let runningAt: Timestamp
    let now: Timestamp
    let chance: Chance

    init(of instance: SimulatedInstance, at now: Timestamp) {
        clock = instance.clock
        runningAt = instance.runningAt
        self.now = now
        chance = instance.chance
    }

    /// Answers as a real host would, byte for byte but for the figures.
    func answer(_ probe: Probe) -> CommandResult {
        switch probe {
        case .interface: Self.line("name=ens5\ndriver=ena\naddress=0000:00:05.0")
        case .module: Self.line("loaded=yes\nversion=2.16.1g\nphc_enable=1")
        case .clocks: CommandResult(exitStatus: 0, output: devices)
        // `readlink -f` lets the last part of a path be missing.
        case .symlink: Self.line(clock.hasSymlink ? "/dev/\(device)" : "/dev/ptp_ena")
        case .reading: reading
        case .sources: chrony.sources
        case .tracking: chrony.tracking
        case .errorBound: errorBound
        case .chronyConfiguration: referenceClock
        default: CommandResult(exitStatus: 127, output: "", errorOutput: "sh: not found")
        }
    }

    private var chrony: ChronyView { ChronyView(host: self) }

    private static func line(_ text: String) -> CommandResult { CommandResult(exitStatus: 0, output: text + "\n") }

    private static func noSuchFile(_ path: String) -> CommandResult {
        CommandResult(exitStatus: 1, output: "", errorOutput: "cat: \(path): No such file or directory\n")
    }

    private var enabled: CommandResult {
        switch clock {
        case .oldDriver: Self.noSuchFile("/sys/module/ena/parameters/phc_enable")
        case .disabled: Self.line("0")
        case .working, .absent, .notSelected, .falseticker, .unstable, .otherClockOnly, .noSymlink, .stopped,
            .atomicTime, .chronyDown:
            Self.line("1")
        }
    }

    /// The network interface sits in slot 5, or behind a bridge on newer machines, where its slot is 0.
    private var isBehindBridge: Bool { chance.bits(.topology, 1) % 4 == 0 }

    private var hasHypervisorClock: Bool { clock == .otherClockOnly || chance.bits(.topology, 2) % 4 == 0 }

    private var device: String { hasHypervisorClock ? "ptp1" : "ptp0" }

    private var devices: String {
        (hasHypervisorClock ? "ptp0 KVM virtual PTP\n" : "")
            + (clock.hasDevice ? "\(device) ena-ptp-\(isBehindBridge ? "00" : "05")\n" : "")
    }

    private var reading: CommandResult {
        guard clock.hasSymlink else {
            return CommandResult(
                exitStatus: 1,
                output: "",
                errorOutput: """
                    Traceback (most recent call last):
                      File "<string>", line 2, in <module>
                    FileNotFoundError: [Errno 2] No such file or directory: '/dev/ptp_ena'

                    """
            )
        }
        let second = now.nanoseconds / 1_000_000_000
        let elapsed = 1_000_000_000 + chance.whole(.reading, second, in: 60_000...400_000)
        let drift = chance.whole(.offset, second, in: -250...250)
        // The clock is read before the system's, so that it seems behind by the time of one reading.
        let offset = (clock == .atomicTime ? 37_000_000_000 : 0) - chance.whole(.correction, second, in: 900...6_000)
        return Self.line("\(clock == .stopped ? 0 : elapsed + drift) \(elapsed) \(offset)")
    }

    private var errorBound: CommandResult {
        guard clock.hasDevice else {
            return Self.noSuchFile("/sys/class/net/\(isBehindBridge ? "enp39s0" : "ens5")/device/phc_error_bound")
        }
        let minute = now.nanoseconds / 60_000_000_000
        return Self.line("\(chance.whole(.errorBound, minute, in: 22_000...28_000))")
    }

    private var referenceClock: CommandResult {
        guard clock.mark != nil else { return CommandResult(exitStatus: 0, output: "") }
        return switch clock {
        case .otherClockOnly: Self.line("/dev/ptp0")
        case .noSymlink: Self.line("/dev/\(device)")
        case .working, .absent, .disabled, .oldDriver, .notSelected, .falseticker, .unstable, .stopped, .atomicTime,
            .chronyDown:
            Self.line("/dev/ptp_ena")
        }
    }
}
