/// The programs that a machine has.
struct Tools: OptionSet, Sendable {
    let rawValue: UInt32

    static let names = [
        "sudo", "systemctl", "systemd-run", "udevadm", "modprobe", "modinfo", "ethtool", "devlink", "chronyd",
        "chronyc", "python3", "phc_ctl", "hwstamp_ctl", "dracut", "update-initramfs", "mkinitrd", "dnf", "yum",
        "apt-get", "zypper", "gcc", "make", "git", "curl", "tar", "mokutil", "cloud-init",
    ]

    /// The programs of that name; nothing for others.
    init(_ names: String...) {
        rawValue = names.compactMap { Self.names.firstIndex(of: $0) }.reduce(0) { $0 | 1 << UInt32($1) }
    }

    init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Headers of the running kernel are no program, and needed like one.
    static let headers = Tools(rawValue: 1 << 31)
    /// The compiler of the running kernel, where it is not the usual one.
    static let kernelCompiler = Tools(rawValue: 1 << 30)
    static let chronyd = Tools("chronyd")
    static let ethtool = Tools("ethtool")
    static let python = Tools("python3")
    static let compiler = Tools("gcc", "make")
    static let devlink = Tools("devlink")
    static let cloudInit = Tools("cloud-init")
    static let mokutil = Tools("mokutil")

    /// Where it is found.
    static func path(_ name: String) -> String {
        switch name {
        case "ethtool", "devlink", "chronyd", "phc_ctl", "hwstamp_ctl", "modprobe", "modinfo", "update-initramfs":
            "/usr/sbin/\(name)"
        default: "/usr/bin/\(name)"
        }
    }

    /// What is said of each program, where it is and where it is not.
    static let lines = names.map { (there: Array("\($0)=\(path($0))\n".utf8), missing: Array("\($0)=\n".utf8)) }

    /// What a package brings.
    init(ofPackage name: String) {
        switch name {
        case "chrony": self = Tools("chronyd", "chronyc")
        case "linuxptp": self = Tools("phc_ctl", "hwstamp_ctl")
        case "build-essential": self = .compiler
        case "gcc-12", "gcc10": self = .kernelCompiler
        case "iproute", "iproute2": self = .devlink
        case "python3", "python3-base": self = .python
        case "dracut": self = Tools("dracut")
        case "kmod": self = Tools("modprobe", "modinfo")
        case _ where name.hasPrefix("kernel-devel") || name.hasPrefix("linux-headers") || name.contains("-devel"):
            self = .headers
        default: self = Tools(name)
        }
    }
}

extension MachineImage {
    /// The programs that the image has.
    var tools: Tools {
        var tools = Tools(
            "sudo",
            "systemctl",
            "systemd-run",
            "udevadm",
            "modprobe",
            "modinfo",
            "devlink",
            "curl",
            "tar",
            "cloud-init",
            "python3"
        )
        if !comesWithoutChrony { tools.formUnion(Tools("chronyd", "chronyc")) }
        switch distribution {
        case .amazonLinux2023: tools.formUnion(Tools("dnf", "yum", "dracut", "ethtool"))
        case .amazonLinux2: tools.formUnion(Tools("yum", "dracut", "ethtool"))
        case .rhel9: tools.formUnion(Tools("dnf", "yum", "dracut", "ethtool", "mokutil"))
        case .sles15: tools.formUnion(Tools("zypper", "dracut", "mkinitrd", "ethtool", "mokutil"))
        case .ubuntu2204, .ubuntu2404:
            tools.formUnion(Tools("apt-get", "update-initramfs", "ethtool", "mokutil", "git"))
        case .debian12: tools.formUnion(Tools("apt-get", "update-initramfs"))
        }
        return tools
    }
}
