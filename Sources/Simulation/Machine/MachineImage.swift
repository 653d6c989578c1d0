/// What a simulated machine starts from: a distribution for one architecture, as its publisher made it.
package struct MachineImage: Sendable, Equatable {
    /// The distributions.
    package enum Distribution: String, Sendable, CaseIterable {
        case amazonLinux2023 = "al2023"
        case amazonLinux2 = "al2"
        case ubuntu2204 = "ubuntu-22.04"
        case ubuntu2404 = "ubuntu-24.04"
        case debian12 = "debian-12"
        case rhel9 = "rhel-9"
        case sles15 = "sles-15"
    }

    package enum Architecture: String, Sendable, CaseIterable {
        case intel = "x86_64"
        case arm = "arm64"
    }

    package let distribution: Distribution
    package let architecture: Architecture

    package init(_ distribution: Distribution, _ architecture: Architecture = .intel) {
        self.distribution = distribution
        self.architecture = architecture
    }

    /// Every image that there is.
    package static let all = Distribution.allCases.flatMap { distribution in
        Architecture.allCases.map { MachineImage(distribution, $0) }
    }

    /// What `uname -m` says.
    var machine: String { architecture == .intel ? "x86_64" : "aarch64" }

    /// What `uname -r` says.
    var kernel: String {
        switch distribution {
        case .amazonLinux2023: "6.12.79-101.147.amzn2023.\(machine)"
        case .amazonLinux2: "5.10.240-238.955.amzn2.\(machine)"
        case .ubuntu2204: "6.8.0-1024-aws"
        case .ubuntu2404: "6.17.0-1007-aws"
        case .debian12: "6.1.0-37-cloud-\(architecture == .intel ? "amd64" : "arm64")"
        case .rhel9: "5.14.0-570.12.1.el9_6.\(machine)"
        case .sles15: "6.4.0-150600.23.47-default"
        }
    }

    /// The program that compiled the kernel, where it is not the usual one.
    var kernelCompiler: String? {
        switch distribution {
        case .ubuntu2204: "\(machine)-linux-gnu-gcc-12"
        case .amazonLinux2: "gcc10-gcc"
        case .amazonLinux2023, .ubuntu2404, .debian12, .rhel9, .sles15: nil
        }
    }

    /// The driver that the kernel comes with.
    var driver: Driver {
        switch distribution {
        case .amazonLinux2023: .amazon("2.16.1g")
        case .amazonLinux2: .amazon("2.10.0g")
        case .ubuntu2404: .upstream
        case .ubuntu2204, .debian12, .rhel9, .sles15: .stock
        }
    }

    /// Where the kernel's own driver stands.
    var driverPath: String {
        let folder = "/lib/modules/\(kernel)/kernel/drivers/"
        return switch distribution {
        case .amazonLinux2023, .amazonLinux2: "\(folder)amazon/net/ena/ena.ko"
        case .ubuntu2204, .debian12: "\(folder)net/ethernet/amazon/ena/ena.ko"
        case .ubuntu2404, .sles15: "\(folder)net/ethernet/amazon/ena/ena.ko.zst"
        case .rhel9: "\(folder)net/ethernet/amazon/ena/ena.ko.xz"
        }
    }

    /// The user that the image lets in.
    var user: String {
        switch distribution {
        case .ubuntu2204, .ubuntu2404: "ubuntu"
        case .debian12: "admin"
        case .amazonLinux2023, .amazonLinux2, .rhel9, .sles15: "ec2-user"
        }
    }

    /// Whether chrony is what its publisher calls `chrony`, and not `chronyd`.
    var isDebianLike: Bool {
        switch distribution {
        case .ubuntu2204, .ubuntu2404, .debian12: true
        case .amazonLinux2023, .amazonLinux2, .rhel9, .sles15: false
        }
    }

    var chronyUnit: String { isDebianLike ? "chrony" : "chronyd" }

    /// The main file of chrony's configuration.
    var chronyPath: String { isDebianLike ? "/etc/chrony/chrony.conf" : "/etc/chrony.conf" }

    /// chrony's version; 4.3 reads a clock 25 times a poll, older ones 10 times.
    var chronyVersion: String {
        switch distribution {
        case .amazonLinux2023, .debian12: "4.3"
        case .amazonLinux2, .ubuntu2204: "4.2"
        case .ubuntu2404: "4.5"
        case .rhel9: "4.6.1"
        case .sles15: "4.1"
        }
    }

    /// Who keeps the time where the publisher left chrony out.
    var comesWithoutChrony: Bool { distribution == .ubuntu2404 }

    /// Whether the rule that makes `/dev/ptp_ena` is part of the image.
    var hasSymlinkRule: Bool { distribution == .amazonLinux2023 }

    /// The interface of the default route.
    func interface(isBehindBridge: Bool) -> String {
        switch distribution {
        case .amazonLinux2023, .ubuntu2204, .ubuntu2404, .debian12: isBehindBridge ? "enp39s0" : "ens5"
        case .amazonLinux2, .rhel9, .sles15: "eth0"
        }
    }

    /// What `/etc/os-release` says.
    var release: String {
        switch distribution {
        case .amazonLinux2023:
            """
            NAME="Amazon Linux"
            VERSION="2023"
            ID="amzn"
            ID_LIKE="fedora"
            VERSION_ID="2023"
            PLATFORM_ID="platform:al2023"
            PRETTY_NAME="Amazon Linux 2023.8.20250818"
            ANSI_COLOR="0;33"
            CPE_NAME="cpe:2.3:o:amazon:amazon_linux:2023"
            HOME_URL="https://aws.amazon.com/linux/amazon-linux-2023/"
            VENDOR_NAME="AWS"
            SUPPORT_END="2029-06-30"

            """
        case .amazonLinux2:
            """
            NAME="Amazon Linux"
            VERSION="2"
            ID="amzn"
            ID_LIKE="centos rhel fedora"
            VERSION_ID="2"
            PRETTY_NAME="Amazon Linux 2"
            ANSI_COLOR="0;33"
            CPE_NAME="cpe:2.3:o:amazon:amazon_linux:2"
            HOME_URL="https://amazonlinux.com/"
            SUPPORT_END="2026-06-30"

            """
        case .ubuntu2204: Self.ubuntu("22.04.5 LTS", version: "22.04", name: "Jammy Jellyfish", code: "jammy")
        case .ubuntu2404: Self.ubuntu("24.04.3 LTS", version: "24.04", name: "Noble Numbat", code: "noble")
        case .debian12:
            """
            PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
            NAME="Debian GNU/Linux"
            VERSION_ID="12"
            VERSION="12 (bookworm)"
            VERSION_CODENAME=bookworm
            ID=debian
            HOME_URL="https://www.debian.org/"

            """
        case .rhel9:
            """
            NAME="Red Hat Enterprise Linux"
            VERSION="9.6 (Plow)"
            ID="rhel"
            ID_LIKE="fedora"
            VERSION_ID="9.6"
            PLATFORM_ID="platform:el9"
            PRETTY_NAME="Red Hat Enterprise Linux 9.6 (Plow)"
            ANSI_COLOR="0;31"
            CPE_NAME="cpe:/o:redhat:enterprise_linux:9::baseos"

            """
        case .sles15:
            """
            NAME="SLES"
            VERSION="15-SP6"
            VERSION_ID="15.6"
            PRETTY_NAME="SUSE Linux Enterprise Server 15 SP6"
            ID="sles"
            ID_LIKE="suse"
            ANSI_COLOR="0;32"
            CPE_NAME="cpe:/o:suse:sles:15:sp6"

            """
        }
    }

    private static func ubuntu(_ full: String, version: String, name: String, code: String) -> String {
        """
        PRETTY_NAME="Ubuntu \(full)"
        NAME="Ubuntu"
        VERSION_ID="\(version)"
        VERSION="\(full) (\(name))"
        VERSION_CODENAME=\(code)
        ID=ubuntu
        ID_LIKE=debian
        HOME_URL="https://www.ubuntu.com/"

        """
    }
}
