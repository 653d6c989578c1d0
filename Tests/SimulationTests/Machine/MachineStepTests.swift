import Orchestration
import PTP
import Shell
import Simulation
import Testing

@Suite struct MachineStepTests {
    @Test func `a reload cuts every connection for some seconds`() {
        var bench = Bench()
        let result = bench.machine.perform(.reloadDriver, at: bench.now)
        #expect(result.isSuccess && bench.machine.cuts == 0 && bench.machine.isReachable(at: bench.now))
        bench.wait(2)
        #expect(bench.machine.cuts == 1 && !bench.machine.isReachable(at: bench.now))
        bench.wait(5)
        #expect(!bench.machine.isReachable(at: bench.now))
        bench.wait(5)
        #expect(bench.machine.isReachable(at: bench.now))
        #expect(bench.ask(.module).contains("phc_enable=1\n"))
    }

    @Test func `a machine whose rescue timer nobody stops starts anew`() {
        // Whose reload went well stops it alone.
        var bench = Bench(.fatalDriver, MachineImage(.amazonLinux2))
        let boot = bench.ask(.boot)
        bench.perform(.reloadDriver)
        #expect(bench.ask(.units).contains("Id=ptp-verify-rescue.timer\nLoadState=loaded\nActiveState=active\n"))
        bench.wait(400)
        #expect(bench.machine.boots == 2 && bench.ask(.boot) != boot)
        #expect(bench.ask(.module).contains("phc_enable=0\n"))
        var other = Bench()
        other.perform(.reloadDriver)
        other.wait(400)
        #expect(other.machine.boots == 1 && other.ask(.module).contains("phc_enable=1\n"))
    }

    @Test func `chrony reads the clock again after a reload`() {
        var bench = Bench(.working)
        bench.perform(.reloadDriver)
        bench.perform(.endRescue)
        bench.wait(20)
        #expect(bench.ask(.sources).contains("#,*,PHC0"), "\(bench.ask(.sources))")
    }

    @Test func `a marker that is missing is no licence to delete`() {
        var bench = Bench()
        let path = "/etc/chrony.conf"
        bench.perform(.insert(path: path, content: "refclock PHC /dev/ptp_ena"))
        let torn = Self.text(bench, path).replacing("# ptp-verify end\n", with: "server corp.example.com\n")
        bench.machine.edit(path, torn)
        #expect(bench.perform(.insert(path: path, content: "x")).errorOutput.contains("a marker of ours is missing"))
        #expect(!bench.perform(.putBack(path: path)).isSuccess && Self.text(bench, path) == torn)
    }

    @Test func `what others wrote since stays when ours goes`() {
        var bench = Bench()
        let path = "/etc/chrony.conf"
        let after = Self.text(bench, path) + "server corp.example.com\n"
        bench.perform(.insert(path: path, content: "refclock PHC /dev/ptp_ena"))
        bench.machine.edit(path, Self.text(bench, path) + "server corp.example.com\n")
        bench.perform(.restartChrony(unit: "chronyd"))
        #expect(Self.text(bench, path) == after)
        bench.perform(.insert(path: path, content: "refclock PHC /dev/ptp_ena poll 0"))
        bench.perform(.putBack(path: path))
        #expect(Self.text(bench, path) == after)
    }

    @Test func `the last word on the driver's clock counts`() {
        for (name, value) in [("zz.conf", 0), ("a.conf", 1), ("zz.conf.bak", 1)] {
            var bench = Bench()
            bench.perform(.write(path: "/etc/modprobe.d/ptp-verify-ena.conf", content: "options ena phc_enable=1\n"))
            bench.machine.edit("/etc/modprobe.d/\(name)", "options ena phc_enable=0\n")
            bench.perform(.rebuildInitramfs(with: .dracut))
            bench.perform(.reboot)
            bench.wait(60)
            #expect(bench.ask(.module).contains("phc_enable=\(value)\n"), "\(name)")
            bench.setUp()
            #expect(bench.plan().blockers == (value == 0 ? [.overruled("/etc/modprobe.d/zz.conf")] : []), "\(name)")
        }
    }

    private static func text(_ bench: Bench, _ path: String) -> String {
        bench.machine.files.files.first { $0.path == path }?.content ?? ""
    }

    @Test func `an option survives a reboot only in the initramfs`() {
        for isRebuilt in [false, true] {
            var bench = Bench()
            bench.perform(.write(path: "/etc/modprobe.d/ena.conf", content: "options ena phc_enable=1\n"))
            if isRebuilt { bench.perform(.rebuildInitramfs(with: .dracut)) }
            bench.perform(.reboot)
            bench.wait(60)
            #expect(bench.ask(.clocks).contains("ena-ptp-") == isRebuilt)
        }
    }

    @Test(arguments: [SimulatedClock.fatalDriver, .absent])
    func `an older driver without a clock is loaded again without`(condition: SimulatedClock) {
        var bench = Bench(condition, MachineImage(.amazonLinux2))
        bench.perform(.reloadDriver)
        #expect(bench.machine.isReachable(at: bench.now))
        let end = bench.perform(.endRescue)
        #expect(!end.isSuccess && end.errorOutput.contains("could not be loaded with its clock"))
        #expect(bench.ask(.module).contains("phc_enable=0\n"))
    }

    @Test func `the driver of newer kernels refuses a clock that is not there`() {
        var bench = Bench(.absent, MachineImage(.ubuntu2404))
        let refusal = bench.perform(.switchDevlink(address: "0000:00:05.0"))
        #expect(refusal.errorOutput.hasPrefix("Error: ena: Device doesn't support PHC.\n"))
        var other = Bench(.fresh, MachineImage(.ubuntu2404))
        #expect(other.perform(.switchDevlink(address: "0000:00:05.0")).isSuccess)
        #expect(other.ask(.clocks).contains("ena-ptp-") && other.ask(.devlink).contains("value true"))
        #expect(other.ask(.errorBound).hasPrefix("cat: "))
    }

    @Test func `chrony that dies of its configuration gets the previous one back`() throws {
        var bench = Bench()
        let before = bench.machine.files
        bench.perform(.insert(path: "/etc/chrony.conf", content: "refclock PHC /dev/ptp_ena poll 0"))
        let result = bench.perform(.restartChrony(unit: "chronyd"))
        #expect(!result.isSuccess && result.output.contains("Fatal error : Could not open PHC"))
        #expect(bench.machine.files == before)
        bench.wait(20)
        #expect(bench.ask(.sources).hasPrefix("^,*,169.254.169.123"))
    }

    @Test func `chrony that does not understand its configuration goes on with what it has`() {
        var bench = Bench(.working)
        bench.perform(.insert(path: "/etc/chrony.conf", content: "refclok PHC /dev/ptp_ena"))
        let result = bench.perform(.restartChrony(unit: "chronyd"))
        #expect(result.errorOutput.contains("Invalid directive at line "))
        #expect(bench.ask(.sources).hasPrefix("#,*,PHC0"))
    }

    @Test func `a driver is built with what it takes, and refused where only signed ones are let in`() {
        let build = SetupStep.Action.buildDriver(release: .pinned, bundle: nil)
        var bench = Bench(.oldDriver)
        #expect(bench.perform(build).errorOutput.contains("headers of the running kernel"))
        let headers = "kernel6.12-devel-6.12.79-101.147.amzn2023.x86_64"
        bench.perform(.install(["gcc", "make", headers], with: .dnf))
        #expect(bench.perform(build).isSuccess)
        bench.setUp()
        #expect(bench.ask(.sources).hasPrefix("#,*,PHC0") && bench.ask(.module).contains("/updates/ena.ko\n"))
        var other = Bench(.secureBoot)
        other.perform(.install(["gcc", "make", headers], with: .dnf))
        #expect(other.perform(build).errorOutput.contains("Secure Boot"))
        #expect(other.ask(.module).contains("version=2.8.3g\n"))
    }

    @Test(arguments: [
        (SimulatedClock.noInternet, "Timeout was reached"), (.noHeaders, "Unable to find a match: kernel-devel"),
        (.fullDisk, "more space needed on the / filesystem"),
    ])
    func `packages fail for the reason that there is`(condition: SimulatedClock, complaint: String) {
        var bench = Bench(condition)
        let result = bench.perform(.install(["gcc", "kernel-devel"], with: .dnf))
        #expect(!result.isSuccess && result.output.contains(complaint))
    }

    @Test func `packages are waited for while somebody else installs some`() {
        let bench = Bench(.packageLock)
        #expect(bench.machine.duration(of: .install(["gcc"], with: .dnf), at: bench.now) > .seconds(30))
        #expect(Bench(.oldDriver).machine.duration(of: .install(["gcc"], with: .dnf), at: bench.now) < .seconds(26))
    }

    @Test func `chrony takes the place of who kept the time before`() {
        var bench = Bench(.fresh, MachineImage(.ubuntu2404))
        #expect(bench.ask(.units).contains("Id=systemd-timesyncd.service\nLoadState=loaded\nActiveState=active\n"))
        bench.perform(.install(["chrony"], with: .apt))
        bench.wait(20)
        #expect(bench.ask(.units).contains("Id=systemd-timesyncd.service\nLoadState=not-found\n"))
        #expect(bench.ask(.sources).hasPrefix("^,*,169.254.169.123"))
        #expect(bench.ask(.changes) == "removed apt systemd-timesyncd\ninstalled apt chrony\n")
    }

    @Test func `lines of others are turned into comments, and put back`() {
        var bench = Bench(.secondRefclock)
        let before = bench.machine.files
        let lines = bench.ask(.chronyFiles).split(separator: "\n", omittingEmptySubsequences: false)
        // The first line names the file.
        let numbers = lines.indices.filter { lines[$0].hasPrefix("refclock") }
        bench.perform(.silence(path: "/etc/chrony.conf", lines: [numbers[0], 1, 2, 999]))
        bench.perform(.restartChrony(unit: "chronyd"))
        bench.wait(20)
        #expect(bench.ask(.sources).hasPrefix("#,*,PHC0"))
        bench.perform(.putBack(path: "/etc/chrony.conf"))
        #expect(bench.machine.files == before)
        #expect(bench.perform(.forget).errorOutput.contains("left: unit chronyd enabled active"))
        bench.perform(.putBackUnit(name: "chronyd", file: "enabled", active: "active"))
        #expect(bench.perform(.forget).isSuccess && bench.ask(.changes).hasPrefix("cat: "))
    }

    @Test func `an open clock is lost when its driver is loaded anew`() {
        var bench = Bench(.working)
        bench.perform(.reloadDriver)
        #expect(bench.ask(.sources).hasPrefix("#,?,PHC0"))
        bench.perform(.restartChrony(unit: "chronyd"))
        bench.wait(20)
        #expect(bench.ask(.sources).hasPrefix("#,*,PHC0"))
    }
}
