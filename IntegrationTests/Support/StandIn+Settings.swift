/// Which Linux a machine plays; the name of its profile in `fixtures/stand-in/profiles`.
package enum StandInDistribution: String, CaseIterable, Sendable {
    case amazonLinux2023 = "al2023"
    case amazonLinux2 = "al2"
    case ubuntu2204 = "ubuntu2204"
    case ubuntu2404 = "ubuntu2404"
    case debian12 = "debian12"
    case redHat9 = "rhel9"
    case suse15 = "sles15"

    /// Whom its images let in.
    package var user: String {
        switch self {
        case .ubuntu2204, .ubuntu2404: "ubuntu"
        case .debian12: "admin"
        case .amazonLinux2023, .amazonLinux2, .redHat9, .suse15: "ec2-user"
        }
    }
}

/// Something about a machine that is not as its distribution ships it; `profiles/common` has them all.
package struct StandInSetting: Sendable {
    private let name: String
    private let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// How the machine reads it.
    var line: String { "\(name)='\(value.replacing("'", with: #"'\''"#))'\n" }
}

extension StandInSetting {
    /// Hardware without a clock, as outside of a precision-time group.
    package static let noClock = Self("hardware", "none")
    /// Set up already as AWS's guide says.
    package static let configured = Self("start", "configured")
    /// Modules that nobody signed are refused.
    package static let secureBoot = Self("secure_boot", "enabled")
    package static let noInternet = Self("internet", "no")
    package static let readOnlyRoot = Self("disk", "read-only")
    package static let fullDisk = Self("disk", "full")
    /// The driver's sources do not compile on this kernel.
    package static let driverDoesNotBuild = Self("driver_builds", "no")
    /// The mirror has no headers of the running kernel any more.
    package static let noHeaders = Self("headers", "gone")
    /// Nothing but root itself may open the clock, as with a profile of AppArmor that does not know it.
    package static let clockDenied = Self("clock_denied", "yes")
    /// In-tree driver of a kernel that has the clock behind devlink.
    package static let devlinkClock = Self("devlink_phc", "yes")
    /// A clock that is not ENA's and comes first.
    package static let virtualClock = Self("other_clock", "ptp_kvm:KVM virtual PTP")

    /// The initramfs that its tools make anew is not the one that it starts from.
    package static let otherInitramfs = Self("initramfs_is_used", "no")

    /// Someone else installs packages for some seconds after the start.
    package static func packageLock(seconds: Int) -> Self { Self("package_lock", "\(seconds)") }
    /// How `sudo` refuses: password, lecture, tty or not-allowed.
    package static func sudo(_ refusal: String) -> Self { Self("sudo", refusal) }
    /// A profile script says something whenever someone logs in.
    package static func banner(_ text: String) -> Self { Self("banner", text) }
    /// chronyd does not survive a configuration that has such a text.
    package static func chronyDies(of text: String) -> Self { Self("chronyd_dies_of", text) }
    /// The system clock is off when chronyd starts, and only a step puts it right.
    package static func clockDiffers(nanoseconds: Int) -> Self { Self("clock_differs", "\(nanoseconds)") }
    /// Cloud-init is busy for some seconds after the start.
    package static func cloudInit(seconds: Int) -> Self { Self("cloud_init_seconds", "\(seconds)") }
    /// How long a minute of `shutdown -r +1` takes.
    package static func minute(seconds: Int) -> Self { Self("minute_seconds", "\(seconds)") }
}
