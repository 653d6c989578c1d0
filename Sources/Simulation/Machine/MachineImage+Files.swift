/// What the images have in files.
extension MachineImage {
    static let chronyLine = "refclock PHC /dev/ptp_ena poll 0 delay 0.000010 prefer\n"
    static let symlinkRule = #"SUBSYSTEM=="ptp", ATTR{clock_name}=="ena-ptp-*", SYMLINK += "ptp_ena""# + "\n"
    static let ruleOfImage = "/usr/lib/udev/rules.d/51-ec2-ena-ptp-device.rules"

    /// The files that are there before anybody does anything.
    var files: FileTree { Self.trees[Self.all.firstIndex(of: self) ?? 0] }

    private static let trees = all.map(\.makeFiles)

    /// chrony's configuration as the image has it.
    var chronySetup: ChronySetup { Self.setups[Self.all.firstIndex(of: self) ?? 0] }

    private static let setups = all.map { ChronySetup($0.files, main: $0.chronyPath) }

    private var makeFiles: FileTree {
        var files: FileTree =
            switch distribution {
            case .amazonLinux2023: Self.amazonLinux2023
            case .amazonLinux2: Self.amazonLinux2
            case .ubuntu2204: Self.debianLike(pools: "pool ntp.ubuntu.com        iburst maxsources 4", isUbuntu: true)
            case .ubuntu2404: Self.timesyncd
            case .debian12: Self.debianLike(pools: "pool 2.debian.pool.ntp.org iburst", isUbuntu: false)
            case .rhel9: Self.rhel9
            case .sles15: Self.sles15
            }
        if hasSymlinkRule { files[Self.ruleOfImage] = Self.symlinkRule }
        return files
    }

    /// What comes with chrony where the image has none.
    var filesOfChrony: FileTree {
        Self.debianLike(pools: "pool ntp.ubuntu.com        iburst maxsources 4", isUbuntu: true)
    }

    private static let server = "server 169.254.169.123 prefer iburst minpoll 4 maxpoll 4"

    private static var amazonLinux2023: FileTree {
        [
            "/etc/chrony.conf": """
            # Use source directories for time sources, provided by package and by DHCP.
            sourcedir /run/chrony.d
            sourcedir /etc/chrony.d

            # Record the rate at which the system clock gains/losses time.
            driftfile /var/lib/chrony/drift

            # Allow the system clock to be stepped in the first three updates
            # if its offset is larger than 1 second.
            makestep 1.0 3

            # Enable kernel synchronization of the real-time clock (RTC).
            rtcsync

            # Specify file containing keys for NTP authentication.
            keyfile /etc/chrony.keys

            # Save NTS keys and cookies.
            ntsdumpdir /var/lib/chrony

            # Specify directory for log files.
            logdir /var/log/chrony

            """,
            "/run/chrony.d/link-local.sources": "\(server)\n",
        ]
    }

    private static var amazonLinux2: FileTree {
        [
            "/etc/chrony.conf": """
            # Include configuration from the directory /etc/chrony.d.
            confdir /etc/chrony.d
            sourcedir /etc/chrony.d
            sourcedir /run/chrony-dhcp
            driftfile /var/lib/chrony/drift
            makestep 1.0 3
            rtcsync
            keyfile /etc/chrony.keys
            ntsdumpdir /var/lib/chrony
            logdir /var/log/chrony
            log measurements statistics tracking

            """,
            "/etc/chrony.d/link-local.sources": "\(server)\n",
            "/etc/chrony.d/README": "Configuration files end in .conf, and source files in .sources.\n",
        ]
    }

    private static func debianLike(pools: String, isUbuntu: Bool) -> FileTree {
        [
            "/etc/chrony/chrony.conf": """
            # Welcome to the chrony configuration file. See chrony.conf(5) for more
            # information about usable directives.

            # Use the Amazon Time Sync Service.
            \(server)

            # Include configuration files found in /etc/chrony/conf.d.
            confdir /etc/chrony/conf.d

            \(pools)

            # Use time sources from DHCP.
            sourcedir /run/chrony-dhcp

            # Use NTP sources found in /etc/chrony/sources.d.
            sourcedir /etc/chrony/sources.d

            keyfile /etc/chrony/chrony.keys
            driftfile /var/lib/chrony/chrony.drift
            ntsdumpdir /var/lib/chrony
            logdir /var/log/chrony
            maxupdateskew 100.0
            rtcsync
            makestep 1 3
            leapsectz right/UTC

            """
        ]
    }

    private static var timesyncd: FileTree {
        ["/etc/systemd/timesyncd.conf.d/50-ec2.conf": "[Time]\nNTP=169.254.169.123\n"]
    }

    private static var rhel9: FileTree {
        [
            "/etc/chrony.conf": """
            # Use the Amazon Time Sync Service.
            \(server)
            pool 2.rhel.pool.ntp.org iburst

            # Use NTP servers from DHCP.
            sourcedir /run/chrony-dhcp

            driftfile /var/lib/chrony/drift
            makestep 1.0 3
            rtcsync
            #hwtimestamp *
            keyfile /etc/chrony.keys
            ntsdumpdir /var/lib/chrony
            leapsectz right/UTC
            logdir /var/log/chrony

            """
        ]
    }

    private static var sles15: FileTree {
        [
            "/etc/chrony.conf": """
            # Also include any directives found in configuration files in /etc/chrony.d
            include /etc/chrony.d/*.conf

            driftfile /var/lib/chrony/drift
            makestep 1.0 3
            rtcsync
            ntsdumpdir /var/lib/chrony
            logdir /var/log/chrony

            """,
            "/etc/chrony.d/ec2.conf": "\(server)\n",
        ]
    }
}

extension FileTree: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, String)...) {
        self.init()
        for (path, content) in elements { self[path] = content }
    }
}
