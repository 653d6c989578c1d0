import IntegrationSupport
import Orchestration
import SSH
import Shell
import Testing

/// What is done to a machine has the consequences that it has on EC2.
@Suite(.needsStandIn, .onOwnThreads) struct MachineTests {
    private static let enable = "echo 'options ena phc_enable=1' | sudo -n tee /etc/modprobe.d/ena-phc.conf"
    private static let reload = "modprobe -r ena; modprobe ena"
    private static let refclock = "refclock PHC /dev/ptp_ena poll 0 delay 0.000010 prefer"

    @Test(arguments: StandInDistribution.allCases)
    func `every distribution comes as it is shipped, and can have been set up`(_ distribution: StandInDistribution)
        async throws
    {
        let shipped = try await StandInHost(distribution)
        let answer = try await shipped.run(
            "PATH=$PATH:/usr/sbin; . /etc/os-release; echo $ID; sudo -n id -u; ls /dev/ptp*; chronyd --version"
        )
        #expect(answer.output.split(separator: "\n").dropFirst().first == "0", "\(answer)")
        #expect(answer.errorOutput.contains("cannot access '/dev/ptp*'"), "\(answer)")
        let host = try await StandInHost(distribution, .configured)
        #expect(
            try await host.output("readlink /dev/ptp_ena; cat /sys/class/ptp/ptp0/clock_name") == "ptp0\nena-ptp-05\n"
        )
        #expect(try await eventually { try await host.output("chronyc -c -n sources").contains("#,*,PHC0,0,0,") })
        #expect(try await host.output("chronyc -c tracking").hasPrefix("50484330,PHC0,1,"))
    }

    @Test func `a reload on its own drops the session, and the clock is there when the host is back`() async throws {
        let host = try await StandInHost(.amazonLinux2023, StandInSetting("network_delay", "0.5"))
        _ = try await host.output(Self.enable)
        let before = try await host.boot()
        let reload = "sudo -n systemd-run --unit=ena-reload --on-active=0.2 /bin/sh -c '\(Self.reload)' && sleep 30"
        await #expect(throws: ShellError.self) { try await host.run(reload) }
        let back = try await host.waitForReturn(since: before)
        #expect(back == .sameBoot)
        #expect(
            try await host.output("readlink /dev/ptp_ena; cat /sys/module/ena/parameters/phc_enable") == "ptp0\n1\n"
        )
        _ = try await host.output(
            "echo '\(Self.refclock)' | sudo -n tee -a /etc/chrony.conf; sudo -n systemctl restart chronyd"
        )
        #expect(try await eventually { try await host.output("chronyc -c sources").contains("#,*,PHC0") })
        let reading = try await host.output(
            """
            sudo -n python3 -c 'import os, time
            c = (~os.open("/dev/ptp_ena", os.O_RDONLY) << 3) | 3
            print(abs(time.clock_gettime_ns(c) - time.clock_gettime_ns(0)) < 10**8)'
            """
        )
        #expect(reading == "True\n")
    }

    @Test func `a reload within the session loses the host until the cloud starts it anew`() async throws {
        let host = try await StandInHost()
        let before = try await host.boot()
        await #expect(throws: ShellError.self) { try await host.run("sudo -n sh -c '\(Self.reload)'") }
        #expect(try await host.machine.run("[ ! -d /sys/module/ena ]").code == 0)
        await #expect(throws: ShellError.self) { try await host.run("true") }
        try await host.machine.reboot()
        let back = try await host.waitForReturn(since: before)
        #expect(back != .sameBoot)
    }

    @Test(arguments: [true, false])
    func `options hold after a reboot if the initial RAM disk has them`(_ isRebuilt: Bool) async throws {
        let host = try await StandInHost(.amazonLinux2023, StandInSetting("boot_delay", "0.2"))
        _ = try await host.output(Self.enable)
        if isRebuilt { _ = try await host.output("sudo -n dracut -f") }
        let before = try await host.boot()
        _ = try? await host.run("sudo -n systemctl reboot")
        _ = try await host.waitForReturn(since: before, mustReboot: true)
        let parameter = try await host.output("cat /sys/module/ena/parameters/phc_enable")
        #expect(parameter == (isRebuilt ? "1\n" : "0\n"))
    }

    @Test func `hardware without a clock shows none, and time from farther away`() async throws {
        let host = try await StandInHost(.amazonLinux2023, .configured, .noClock)
        #expect(
            try await host.output("cat /sys/module/ena/parameters/phc_enable; ls /dev | grep -c ptp || true")
                == "1\n0\n"
        )
        // chronyd asks for a device that is not there.
        #expect(try await host.run("systemctl is-active chronyd").output == "failed\n")
        let log = try await host.output("sudo -n journalctl -b -u chronyd --no-pager")
        #expect(log.contains("Could not open /dev/ptp_ena : No such file or directory"))
        _ = try await host.output("sudo -n sed -i /refclock/d /etc/chrony.conf; sudo -n systemctl restart chronyd")
        #expect(
            try await eventually { try await host.output("chronyc -c sources").contains("^,*,169.254.169.123,3,4,") }
        )
    }

    @Test func `a wrong line kills chronyd when it restarts, and is named before`() async throws {
        let host = try await StandInHost(.ubuntu2204)
        _ = try await host.output(
            "echo 'refclock PHC /dev/ptp_ena poll 0 speed 3' | sudo -n tee /etc/chrony/conf.d/x.conf"
        )
        let check = try await host.run("sudo -n chronyd -p")
        #expect(!check.isSuccess)
        let complaint = "Invalid refclock option at line 1 in file /etc/chrony/conf.d/x.conf"
        #expect(check.errorOutput.contains(complaint))
        let restart = try await host.run("sudo -n systemctl restart chrony")
        #expect(restart.exitStatus == 1 && restart.errorOutput.hasPrefix("Job for chrony.service failed"))
        #expect(try await host.run("chronyc tracking").output == "506 Cannot talk to daemon\n")
        _ = try await host.output(
            "sudo -n rm /etc/chrony/conf.d/x.conf; sudo -n systemctl restart chrony; chronyc tracking"
        )
    }

    @Test func `a driver is built, installed and loaded by a reboot`() async throws {
        let host = try await StandInHost(.ubuntu2204, StandInSetting("boot_delay", "0.2"))
        let build = """
            set -e
            sudo -n apt-get update && sudo -n apt-get install -y gcc gcc-12 make "linux-headers-$(uname -r)"
            mkdir -p /tmp/build && cd /tmp/build
            curl -fsSL https://github.com/amzn/amzn-drivers/archive/refs/tags/ena_linux_2.17.0.tar.gz | tar -xz
            cd amzn-drivers-ena_linux_2.17.0/kernel/linux/ena
            ENA_PHC_INCLUDE=1 make CC=x86_64-linux-gnu-gcc-12 -j2
            sudo -n install -D -m 644 ena.ko "/lib/modules/$(uname -r)/updates/ena.ko" && sudo -n depmod -a
            modinfo ena | grep phc_enable; modinfo -n ena
            \(Self.enable); sudo -n update-initramfs -u
            """
        let built = try await host.output(build)
        #expect(built.contains("parm:           phc_enable:Enable PHC.\n") && built.contains("/updates/ena.ko\n"))
        let before = try await host.boot()
        _ = try? await host.run("sudo -n shutdown -r now")
        _ = try await host.waitForReturn(since: before, mustReboot: true)
        #expect(
            try await host.output("cat /sys/module/ena/version /sys/class/ptp/ptp0/clock_name")
                == "2.17.0g\nena-ptp-05\n"
        )
    }
}
