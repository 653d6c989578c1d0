import IntegrationSupport
import Shell
import Testing

/// What goes wrong on hosts goes wrong here, too, in the same words.
@Suite(.needsStandIn, .onOwnThreads) struct FailureTests {
    @Test(arguments: [
        ("password", "sudo: a password is required\n"), ("tty", "sudo: sorry, you must have a tty to run sudo\n"),
        ("not-allowed", "ec2-user is not in the sudoers file.\n"),
    ])
    func `who may not become root is told why`(_ refusal: String, _ words: String) async throws {
        let host = try await StandInHost(.redHat9, .sudo(refusal))
        let result = try await host.run("sudo -n true")
        #expect(result.exitStatus == 1 && result.errorOutput == words)
        #expect(try await !host.run("modprobe -r ena").isSuccess)
        #expect(try await host.output("chronyc -c sources").hasPrefix("^,"))
    }

    @Test func `what a profile script says stands before every answer`() async throws {
        let host = try await StandInHost(.debian12, .banner("Welcome to Debian"))
        #expect(try await host.output("uname -r") == "Welcome to Debian\n6.1.0-37-cloud-amd64\n")
    }

    @Test func `a full disk takes no file, a read-only one neither`() async throws {
        for (setting, words) in [
            (StandInSetting.fullDisk, "No space left on device"), (.readOnlyRoot, "Read-only file system"),
        ] {
            let host = try await StandInHost(.amazonLinux2023, setting)
            let result = try await host.run("sudo -n sh -c 'seq 1 20000 >/etc/chrony.d/x.conf'")
            #expect(!result.isSuccess && result.errorOutput.contains(words), "\(result)")
            #expect(try await host.run("sudo -n dracut -f").isSuccess == false)
        }
    }

    @Test func `packages can be locked, and out of reach`() async throws {
        let locked = try await StandInHost(.ubuntu2404, .packageLock(seconds: 1000))
        let early = try await locked.run("sudo -n apt-get update; sudo -n apt-get install -y chrony")
        #expect(early.exitStatus == 100 && early.errorOutput.contains("It is held by process"))
        try await locked.machine.change(.packageLock(seconds: 0))
        let late = "sudo -n apt-get update && sudo -n apt-get install -y chrony"
        #expect(try await locked.output(late).contains("Setting up chrony"))
        #expect(try await locked.output("systemctl is-active chrony") == "active\n")
        #expect(try await locked.run("systemctl is-active systemd-timesyncd").output == "inactive\n")
        let alone = try await StandInHost(.ubuntu2404, .noInternet)
        #expect(try await alone.run("sudo -n apt-get update && sudo -n apt-get install -y chrony").exitStatus == 100)
        #expect(try await alone.run("curl -fsSL https://github.com/amzn/amzn-drivers").exitStatus == 6)
    }

    @Test func `a module that nobody signed is refused where Secure Boot is on`() async throws {
        let host = try await StandInHost(.ubuntu2204, .secureBoot, .configured)
        #expect(try await host.output("mokutil --sb-state") == "SecureBoot enabled\n")
        let unsign = #"sed s/signed=1/signed=0/ "$(modinfo -n ena)" >/tmp/ena.ko"#
        let result = try await host.run("\(unsign) && sudo -n insmod /tmp/ena.ko")
        let refusal = "insmod: ERROR: could not insert module /tmp/ena.ko: Key was rejected by service\n"
        #expect(result.exitStatus == 1 && result.errorOutput == refusal, "\(result)")
    }

    @Test func `chronyd can die of a line that is right`() async throws {
        let host = try await StandInHost(.amazonLinux2023, .configured, .chronyDies(of: "refclock"))
        #expect(try await host.run("systemctl is-active chronyd").output == "failed\n")
        _ = try await host.output("sudo -n sed -i /refclock/d /etc/chrony.conf; sudo -n systemctl restart chronyd")
    }

    @Test func `devlink brings the clock on kernels that have it there, and says where there is none`() async throws {
        let set = "sudo -n devlink dev param set pci/0000:00:05.0 name enable_phc value true cmode driverinit"
        let host = try await StandInHost(.ubuntu2404, .devlinkClock, StandInSetting("network_delay", "0.2"))
        _ = try await host.output(set)
        _ = try? await host.run("sudo -n systemd-run devlink dev reload pci/0000:00:05.0")
        // The network goes a little later, and comes back.
        let clock = "cat /sys/class/ptp/ptp0/clock_name"
        #expect(try await eventually { (try? await host.run(clock))?.output == "ena-ptp-05\n" })
        let none = try await StandInHost(.ubuntu2404, .devlinkClock, .noClock)
        let refused = try await none.run(set)
        #expect(
            refused.errorOutput == "Error: ena: Device doesn't support PHC.\nkernel answers: Operation not supported\n"
        )
    }

    @Test func `a rescue in time, and none when it is called off`() async throws {
        let host = try await StandInHost(.amazonLinux2023, .minute(seconds: 1), StandInSetting("boot_delay", "0.2"))
        let before = try await host.boot()
        _ = try await host.output("sudo -n shutdown -r +1 && sudo -n shutdown -c && sleep 1.5")
        #expect(try await host.boot() == before)
        _ = try await host.output("sudo -n systemd-run --unit=ptp-rescue --on-active=1 systemctl reboot")
        _ = try await host.output("sudo -n systemctl stop ptp-rescue.timer && sleep 1.5")
        #expect(try await host.boot() == before)
        _ = try await host.output("sudo -n shutdown -r +1")
        #expect(try await host.waitForReturn(since: before, mustReboot: true) != .sameBoot)
    }

    @Test func `a step puts a clock right that is far off`() async throws {
        let host = try await StandInHost(.amazonLinux2023, .configured, .clockDiffers(nanoseconds: 800_000_000))
        #expect(try await eventually { try await host.output("chronyc tracking").contains(": 0.79") })
        _ = try await host.output("sudo -n chronyc makestep")
        #expect(try await host.output("chronyc tracking").contains("System time     : 0.000000"))
    }
}
