import PTP
import Shell
import Testing

@Suite struct DistributionTests {
    @Test(arguments: [
        ("ID=\"amzn\"\nVERSION_ID=\"2023\"\n", "Amazon Linux 2023"),
        ("ID=\"amzn\"\nVERSION_ID=\"2\"\n", "Amazon Linux 2"),
        ("ID=amzn\nVERSION_ID=\"2018.03\"\n", nil), ("ID=ubuntu\nID_LIKE=debian\n", "Ubuntu"),
        ("ID=debian\n", "Debian"),
        ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", "Ubuntu"),
        ("ID=\"rhel\"\nID_LIKE=\"fedora\"\n", "Red Hat Enterprise Linux"),
        ("ID=\"almalinux\"\nID_LIKE=\"rhel centos fedora\"\n", "AlmaLinux"), ("ID=\"rocky\"\n", "Rocky Linux"),
        ("ID=\"centos\"\n", "CentOS Stream"), ("ID=\"ol\"\nID_LIKE=\"fedora\"\n", "Oracle Linux"),
        ("ID=\"eurolinux\"\nID_LIKE=\"rhel fedora centos\"\n", "Red Hat Enterprise Linux"),
        ("ID=\"sles\"\nID_LIKE=\"suse\"\n", "SUSE Linux Enterprise Server"), ("ID=gentoo\n", nil),
    ]) func `a distribution is known by its id, else by what it is like`(release: String, name: String?) throws {
        #expect(Distribution(try Self.system(release), tools: [])?.name == name)
    }

    @Test func `an unknown one is known by its tools`() throws {
        let system = try Self.system("ID=home-made\n")
        #expect(Distribution(system, tools: ["apt-get", "update-initramfs"]) == .debian)
        #expect(Distribution(system, tools: ["dnf", "dracut"]) == .redHat)
        #expect(Distribution(nil, tools: ["zypper", "dracut"]) == .suse)
        #expect(Distribution(system, tools: ["apt-get"]) == nil)
    }

    @Test(arguments: [
        ("Amazon Linux 2", "yum", "kernel-devel-5.10.100-10.amzn2.x86_64"),
        ("Ubuntu 22.04", "apt", "linux-headers-6.8.0-1024-aws"), ("Debian 12", "apt", "linux-headers-6.1.0"),
        ("RHEL 9", "dnf", "kernel-devel-5.14.0-427.el9.x86_64"),
        ("SLES 15", "zypper", "kernel-default-devel=6.4.0-150600.23.25"),
        ("Oracle Linux 9", "dnf", "kernel-uek-devel-5.15.0-300.el9uek.x86_64"),
        ("Amazon Linux 2023", "dnf", "kernel6.12-devel-6.12.79-101.amzn2023.x86_64"),
    ]) func `a build gets the headers of the running kernel, under the name they have there`(
        name: String,
        manager: String,
        packages: String
    ) throws {
        var host = try #require(ModelHost.fresh[name])
        host.driver = .stock
        host.tools.formUnion(["gcc", "make"])
        if name.hasPrefix("Oracle") { host.kernel = "5.15.0-300.el9uek.x86_64" }
        if name == "Amazon Linux 2023" { host.kernel = "6.12.79-101.amzn2023.x86_64" }
        let step = SetupPlan.steps(for: host.facts, wish: SetupWish()).steps.first { $0.id == "packages" }
        let wanted = packages.split(separator: " ").map(String.init)
        #expect(step?.action == PackageManager(rawValue: manager).map { .install(wanted, with: $0) })
    }

    @Test(arguments: [
        ("Ubuntu 22.04", "x86_64-linux-gnu-gcc-12", "gcc-12"), ("Ubuntu 22.04", "aarch64-linux-gnu-gcc-13", "gcc-13"),
        ("Amazon Linux 2", "gcc10-gcc", "gcc10"), ("Debian 12", "gcc", nil), ("RHEL 9", "gcc", nil),
    ]) func `a build gets the compiler of the running kernel, where it is another than the usual one`(
        name: String,
        compiler: String,
        package: String?
    ) throws {
        var host = try #require(ModelHost.fresh[name])
        host.driver = .stock
        host.tools.formUnion(["gcc", "make"])
        host.hasHeaders = true
        host.missingCompiler = compiler
        let step = SetupPlan.steps(for: host.facts, wish: SetupWish()).steps.first { $0.id == "packages" }
        guard case .install(let packages, _) = step?.action else { return #expect(package == nil) }
        #expect(packages == package.map { [$0] })
    }

    @Test(arguments: [
        ("confdir /etc/chrony.d /usr/etc/chrony.d", "write /etc/chrony.d/ptp_ena.conf"),
        ("confdir /usr/etc/chrony.d /etc/chrony.d", "write /etc/chrony.d/ptp_ena.conf"),
        ("include /etc/chrony.d/*.conf", "write /etc/chrony.d/ptp_ena.conf"),
        ("include /etc/chrony.d/*.sources", "insert /etc/chrony.conf"),
        ("confdir /run/chrony.d", "insert /etc/chrony.conf"),
        ("sourcedir /etc/chrony.d", "insert /etc/chrony.conf"), ("# confdir /etc/chrony.d", "insert /etc/chrony.conf"),
        ("ConfDir /etc/chrony.d/", "write /etc/chrony.d/ptp_ena.conf"),
        ("#refclock PHC /dev/ptp_ena", "insert /etc/chrony.conf"),
        ("refclock PHC /dev/ptp_ena poll 2", ""), ("refclock PHC /dev/ptp1:nocrossts", ""), ("refclock PHC ens5", ""),
        ("refclock PHC /dev/ptp0", "silence /etc/chrony.conf 2,insert /etc/chrony.conf"),
        ("refclock PHC /dev/ptp_ena\nrefclock PHC /dev/ptp1", "silence /etc/chrony.conf 3"),
        (
            "confdir /etc/chrony.d\ninclude /etc/chrony.d/*.conf",
            "silence /etc/chrony.conf 3,write /etc/chrony.d/ptp_ena.conf"
        ),
        ("refclock SHM 0", "insert /etc/chrony.conf"),
    ]) func `the line goes where chrony reads it, once`(configuration: String, actions: String) {
        var host = ModelHost.amazonLinux2023
        host.isEnabled = true
        host.hasSymlink = true
        host.files["/etc/modprobe.d/a.conf"] = "options ena phc_enable=1\n"
        host.files["/etc/chrony.conf"] = "pool example.org\n\(configuration)\n"
        let steps = SetupPlan.steps(for: host.facts, wish: SetupWish()).steps
        let chosen = steps.compactMap { step in
            switch step.action {
            case .write(let path, _, _): "write \(path)"
            case .insert(let path, _): "insert \(path)"
            case .silence: step.action.text
            default: nil as String?
            }
        }
        #expect(chosen.joined(separator: ",") == actions)
    }

    private static func system(_ release: String) throws -> OperatingSystem {
        let bytes = Array(release.utf8)
        return try OperatingSystem(bytes.span)
    }
}
