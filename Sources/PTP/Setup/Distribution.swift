/// What a distribution does its own way: data, one row each.
package struct Distribution: Sendable, Equatable {
    /// In words.
    package let name: String
    package let packageManager: PackageManager
    /// chrony's main file.
    package let chronyFile: String
    /// chrony's unit.
    package let chronyUnit: String
    /// Whom one logs in as.
    package let user: String
    /// The package that brings `devlink`.
    let devlinkPackage: String
    /// Whether the kernel refuses modules from elsewhere unless told otherwise.
    let allowsForeignModules: Bool

    private init(
        _ name: String,
        _ packageManager: PackageManager,
        chrony: (file: String, unit: String) = ("/etc/chrony.conf", "chronyd"),
        user: String = "ec2-user",
        devlink: String = "iproute",
        allowsForeignModules: Bool = true
    ) {
        self.name = name
        self.packageManager = packageManager
        chronyFile = chrony.file
        chronyUnit = chrony.unit
        self.user = user
        devlinkPackage = devlink
        self.allowsForeignModules = allowsForeignModules
    }

    package static let amazonLinux2023 = Distribution("Amazon Linux 2023", .dnf)
    package static let amazonLinux2 = Distribution("Amazon Linux 2", .yum)
    package static let ubuntu = debianLike("Ubuntu", user: "ubuntu")
    package static let debian = debianLike("Debian", user: "admin")
    package static let redHat = Distribution("Red Hat Enterprise Linux", .dnf)
    package static let alma = Distribution("AlmaLinux", .dnf)
    package static let rocky = Distribution("Rocky Linux", .dnf, user: "rocky")
    package static let centOS = Distribution("CentOS Stream", .dnf)
    package static let oracle = Distribution("Oracle Linux", .dnf)
    package static let suse = Distribution(
        "SUSE Linux Enterprise Server",
        .zypper,
        devlink: "iproute2",
        allowsForeignModules: false
    )

    private static func debianLike(_ name: String, user: String) -> Distribution {
        Distribution(
            name,
            .apt,
            chrony: ("/etc/chrony/chrony.conf", "chrony"),
            user: user,
            devlink: "iproute2"
        )
    }
}

// MARK: - Which one

extension Distribution {
    private static let byID = [
        "ubuntu": ubuntu, "debian": debian, "rhel": redHat, "almalinux": alma, "rocky": rocky, "centos": centOS,
        "ol": oracle, "fedora": redHat, "sles": suse, "suse": suse, "opensuse": suse,
    ]

    /// The conventions of a host, by what it says it is, else by what it is like, else by the tools it has.
    ///
    /// `nil` when nothing fits: what is not known is not changed.
    package init?(_ system: OperatingSystem?, tools: Set<String>) {
        if system?.id == "amzn" {
            switch system?.version {
            case "2": self = .amazonLinux2
            case let version? where Version(leading: version).map({ $0 >= Version(2022) }) ?? false:
                self = .amazonLinux2023
            default: return nil
            }
        } else if let known = ([system?.id] + (system?.like ?? [])).lazy.compactMap({ $0.flatMap { Self.byID[$0] } })
            .first
        {
            self = known
        } else if let known = Self.byTools.first(where: { tools.isSuperset(of: $0.tools) }) {
            self = known.distribution
        } else {
            return nil
        }
    }

    private static let byTools: [(tools: Set<String>, distribution: Distribution)] = [
        (["apt-get", "update-initramfs"], debian), (["dnf", "dracut"], redHat), (["zypper", "dracut"], suse),
    ]
}

// MARK: - Packages

extension Distribution {
    /// The package that brings a program.
    func package(of tool: String) -> String {
        switch tool {
        case "chronyd": "chrony"
        case "devlink": devlinkPackage
        case "hwstamp_ctl": "linuxptp"
        default: tool
        }
    }

    /// The package of the compiler of a kernel, where it is not the usual one: Ubuntu 22.04 has gcc 11 and kernels of
    /// gcc 12, Amazon Linux 2 gcc 7 and kernels of gcc 10, and each refuses options of the other.
    func package(ofCompiler name: String) -> String? {
        let words = name.split(separator: "-")
        guard let place = words.lastIndex(where: { $0.hasPrefix("gcc") }) else { return nil }
        switch packageManager {
        case .apt: return place + 1 < words.count ? "gcc-\(words[place + 1])" : nil
        case .yum: return words[0] == "gcc" ? nil : String(words[0])
        case .dnf, .zypper: return nil
        }
    }

    /// Those of the running kernel, not the newest: `6.4.0-150600.23.47-default` has its flavour last, and packages
    /// provide the version without the number of the build that ends theirs.
    private static func zypperHeaders(of release: String) -> String {
        guard let dash = release.lastIndex(of: "-"), release[dash...].count > 1 else { return "kernel-default-devel" }
        return "kernel-\(release[release.index(after: dash)...])-devel=\(release[..<dash])"
    }

    /// The package with the headers of a kernel.
    func headers(of kernel: Kernel) -> String {
        switch packageManager {
        case .apt: "linux-headers-\(kernel.release)"
        case .zypper: Self.zypperHeaders(of: kernel.release)
        case .yum: "kernel-devel-\(kernel.release)"
        case .dnf where self == .amazonLinux2023 && kernel.version > Version(6, 1):
            // Kernels after the first have their version in the names of their packages.
            "kernel\(kernel.version)-devel-\(kernel.release)"
        case .dnf:
            kernel.release.contains("uek") ? "kernel-uek-devel-\(kernel.release)" : "kernel-devel-\(kernel.release)"
        }
    }
}
