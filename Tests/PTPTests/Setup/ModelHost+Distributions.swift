extension ModelHost {
    /// Fresh hosts, by distribution, as their images come.
    static let fresh: [String: ModelHost] = [
        "Amazon Linux 2023": amazonLinux2023, "Amazon Linux 2": amazonLinux2,
        "Ubuntu 22.04": ubuntu("22.04", "6.8.0-1024-aws"),
        "Ubuntu 24.04": ubuntu("24.04", "6.8.0-1024-aws"), "Ubuntu, new kernel": newUbuntu, "Debian 12": debian,
        "RHEL 9": redHat("rhel", "Red Hat Enterprise Linux", like: "fedora"),
        "AlmaLinux 9": redHat("almalinux", "AlmaLinux", like: "rhel centos fedora"),
        "Rocky Linux 9": redHat("rocky", "Rocky Linux", like: "rhel centos fedora"),
        "CentOS Stream 9": redHat("centos", "CentOS Stream", like: "rhel fedora"),
        "Oracle Linux 9": redHat("ol", "Oracle Linux Server", like: "fedora"), "SLES 15": suse,
    ]

    static let amazonLinux2023 = ModelHost(
        "NAME=\"Amazon Linux\"\nVERSION_ID=\"2023\"\nID=\"amzn\"\nID_LIKE=\"fedora\"\n",
        driver: .amazon(version: "2.16.1g"),
        files: [
            "/etc/chrony.conf":
                "sourcedir /run/chrony.d\nsourcedir /etc/chrony.d\ndriftfile /var/lib/chrony/drift\nmakestep 1.0 3\n",
            "/usr/lib/udev/rules.d/51-ec2-ena-ptp-device.rules":
                "SUBSYSTEM==\"ptp\", ATTR{clock_name}==\"ena-ptp-*\", SYMLINK += \"ptp_ena\"\n",
        ],
        unit: "chronyd",
        tools: ["dnf", "yum", "dracut"]
    )

    static let amazonLinux2: ModelHost = {
        var host = ModelHost(
            "NAME=\"Amazon Linux\"\nVERSION_ID=\"2\"\nID=\"amzn\"\nID_LIKE=\"centos rhel fedora\"\n",
            driver: .amazon(version: "2.8.3g"),
            files: ["/etc/chrony.conf": "confdir /etc/chrony.d\nsourcedir /etc/chrony.d\n"],
            unit: "chronyd",
            tools: ["yum", "dracut"]
        )
        host.kernel = "5.10.100-10.amzn2.x86_64"
        return host
    }()

    static func ubuntu(_ version: String, _ kernel: String) -> ModelHost {
        var host = ModelHost(
            "PRETTY_NAME=\"Ubuntu \(version) LTS\"\nVERSION_ID=\"\(version)\"\nID=ubuntu\nID_LIKE=debian\n",
            driver: .stock,
            files: [:],
            unit: "chrony",
            tools: ["apt-get", "update-initramfs"]
        )
        host.kernel = kernel
        host.tools.subtract(["chronyd", "chronyc", "gcc", "make"])
        host.active = ["systemd-timesyncd"]
        return host
    }

    static let newUbuntu: ModelHost = {
        var host = ubuntu("24.04", "6.17.0-1001-aws")
        host.driver = .devlink
        host.tools.formUnion(["chronyd", "chronyc", "devlink"])
        host.files = ["/etc/chrony/chrony.conf": "confdir /etc/chrony/conf.d\nsourcedir /etc/chrony/sources.d\n"]
        host.active = ["chrony"]
        return host
    }()

    static let debian = ModelHost(
        "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_ID=\"12\"\nID=debian\n",
        driver: .stock,
        files: ["/etc/chrony/chrony.conf": "confdir /etc/chrony/conf.d\n"],
        unit: "chrony",
        tools: ["apt-get", "update-initramfs", "gcc", "make"]
    )

    static func redHat(_ id: String, _ name: String, like: String) -> ModelHost {
        var host = ModelHost(
            "NAME=\"\(name)\"\nID=\"\(id)\"\nID_LIKE=\"\(like)\"\nVERSION_ID=\"9.4\"\n",
            driver: .stock,
            files: ["/etc/chrony.conf": "pool 2.rhel.pool.ntp.org iburst\nkeyfile /etc/chrony.keys\n"],
            unit: "chronyd",
            tools: ["dnf", "yum", "dracut"]
        )
        host.kernel = "5.14.0-427.el9.x86_64"
        return host
    }

    static let suse: ModelHost = {
        var host = ModelHost(
            "NAME=\"SLES\"\nVERSION_ID=\"15.6\"\nID=\"sles\"\nID_LIKE=\"suse\"\n",
            driver: .stock,
            files: ["/etc/chrony.conf": "include /etc/chrony.d/*.conf\n"],
            unit: "chronyd",
            tools: ["zypper", "dracut"]
        )
        host.kernel = "6.4.0-150600.23.25-default"
        return host
    }()
}
