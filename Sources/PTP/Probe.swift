public import Shell

/// The questions that verification asks a host.
///
/// Every one only reads.
public enum Probe: String, Sendable, CaseIterable {
    /// The driver of the interface that the default route uses.
    case driver
    /// Whether the driver was told to offer its clock.
    case enabled
    /// The PTP clocks that the kernel knows, with their names.
    case devices
    /// What the clock's symlink points to.
    case symlink
    /// How far the clock goes while the system clock goes one second, and how far apart the two are.
    case reading
    /// Where the host's time comes from.
    case sources
    /// How well the host's clock follows.
    case tracking
    /// The driver's bound for the clock's own error, in nanoseconds.
    case errorBound = "error-bound"
    /// What chrony takes for its reference clock.
    case referenceClock = "reference-clock"

    /// The interface of the default route, found the same way in every command that needs it.
    private static let interface = "$(ip -o route get 1.1.1.1 | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p')"

    /// The command that asks.
    public var command: Command { Self.commands[Self.allCases.firstIndex(of: self) ?? 0] }

    private static let commands = allCases.map(\.spelledOut)

    private var spelledOut: Command {
        switch self {
        case .driver:
            Command("basename \"$(readlink -f /sys/class/net/\(Self.interface)/device/driver)\"")
        case .enabled: Command("cat /sys/module/ena/parameters/phc_enable")
        case .devices:
            Command(
                #"for d in /sys/class/ptp/ptp*; do [ -e "$d" ] && echo "${d##*/} $(cat "$d/clock_name")"; done; true"#
            )
        case .symlink: Command("readlink -f /dev/ptp_ena")
        case .reading: Command("sudo -n python3 -c '\(Self.readingScript)'")
        case .sources: Command("chronyc -c -n sources")
        case .tracking: Command("chronyc -c -n tracking")
        case .errorBound: Command("sudo -n cat /sys/class/net/\(Self.interface)/device/phc_error_bound")
        case .referenceClock:
            Command("sudo -n chronyd -p 2>/dev/null | sed -n 's/^refclock PHC \\([^ ]*\\).*/\\1/p'")
        }
    }

    /// Reads the clock twice, a second apart; a busy device is asked again, because it takes only 125 reads a second.
    private static let readingScript = """
        import os, time
        f = os.open("/dev/ptp_ena", os.O_RDONLY)
        c = (~f << 3) | 3
        def now():
            for _ in range(20):
                try:
                    return time.clock_gettime_ns(c)
                except OSError:
                    time.sleep(0.05)
            return time.clock_gettime_ns(c)
        a, r = now(), time.clock_gettime_ns(0)
        time.sleep(1)
        b, s = now(), time.clock_gettime_ns(0)
        print(b - a, s - r, a - r)
        """
}
