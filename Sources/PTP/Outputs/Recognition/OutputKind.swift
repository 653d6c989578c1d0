/// What people paste: answers to questions of ours, and others that say something about time or the driver.
package enum OutputKind: Sendable, Hashable {
    /// What we would ask for too.
    case answer(Probe)
    /// What our sampling prints.
    case samples
    /// `timedatectl`.
    case timeSettings
    /// `hostnamectl`.
    case hostSettings
    /// `lspci`.
    case busDevices
    /// `/sys/class/net/…/device/uevent`.
    case deviceEvent
    /// What `ptp4l`, `phc2sys` and `phc_ctl` say, wherever it is kept.
    case linuxPTP
    /// Clocks that the kernel counts with.
    case clockSources
    /// Other tables of `chronyc`: `authdata`, `selectdata`.
    case chronycTable
    /// How hardware stamps of packets are set: `ethtool --get-hwtimestamp-cfg`.
    case stampingSettings
    /// What `make`, `dkms` or `rpmbuild` say while they build a driver.
    case driverBuild
    /// What AWS or a tool for modules says when it refuses.
    case complaint
}

extension OutputKind: CustomStringConvertible {
    package var description: String {
        switch self {
        case .answer(let probe): probe.rawValue
        case .samples: Sampling.id
        case .timeSettings: "timedatectl"
        case .hostSettings: "hostnamectl"
        case .busDevices: "lspci"
        case .deviceEvent: "uevent"
        case .linuxPTP: "linuxptp"
        case .clockSources: "clocksource"
        case .chronycTable: "chronyc-other"
        case .stampingSettings: "hwtimestamp-cfg"
        case .driverBuild: "build"
        case .complaint: "complaint"
        }
    }
}
