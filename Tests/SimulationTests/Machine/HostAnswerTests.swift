import Orchestration
import PTP
import Shell
import Simulation
import Testing

@Suite struct HostAnswerTests {
    private static let line = "refclock PHC /dev/ptp_ena poll 0 delay 0.000010 prefer"

    @Test(arguments: MachineImage.all)
    func `every image says what it is and has a driver as it comes`(image: MachineImage) {
        let bench = Bench(.fresh, image)
        let machine = image.architecture == .arm ? "aarch64" : "x86_64"
        #expect(bench.ask(.kernel).hasSuffix(" \(machine)\n"))
        #expect(bench.ask(.module).hasPrefix("loaded=yes\n") && bench.ask(.clocks).contains("ena-ptp") == false)
        #expect(bench.ask(.machine).hasPrefix("vendor=Amazon EC2\nproduct=c7i.large\nprocessor="))
        let isEnabled = bench.ask(.module).contains("phc_enable=1\n")
        #expect(!isEnabled && bench.ask(.cloudInit) == "status: done\n")
        let offersParameter = bench.ask(.module).contains("phc_enable=0\n")
        #expect(offersParameter == [.amazonLinux2023, .amazonLinux2].contains(image.distribution))
        #expect(bench.ask(.devlink).contains("value false") == (image.distribution == .ubuntu2404))
        #expect(bench.ask(.sources).hasPrefix("^,*,169.254.169.123,1,") == (image.distribution != .ubuntu2404))
    }

    @Test func `a fresh machine that was set up follows its clock`() {
        var bench = Bench()
        bench.setUp()
        let rows = bench.ask(.sources).split(separator: "\n")
        #expect(rows.count == 2 && rows[0].hasPrefix("#,*,PHC0,0,0,") && rows[1].hasPrefix("^,-,169.254.169.123,1,"))
        #expect(bench.ask(.tracking).hasPrefix("50484330,PHC0,1,") && bench.ask(.tracking).hasSuffix(",Normal\n"))
        #expect(bench.ask(.symlink) == "/dev/ptp\(bench.ask(.clocks).contains("ptp1 ena") ? 1 : 0)\n")
        #expect(bench.ask(.chronyConfiguration).hasSuffix("\n\(Self.line)\n"))
        #expect(bench.ask(.errorBound).hasSuffix("\n") && Int(bench.ask(.errorBound).dropLast()) != nil)
        #expect(bench.ask(.changes).hasSuffix("\nchanged /etc/chrony.conf\nunit chronyd enabled active\n"))
    }

    @Test(arguments: [
        (SimulatedClock.working, "#,*,PHC0"), (.notSelected, "#,-,PHC0"), (.falseticker, "#,x,PHC0"),
        (.atomicTime, "#,x,PHC0"), (.stopped, "#,x,PHC0"), (.busyClock, "#,?,PHC0"), (.unstable, "#,*,PHC0"),
        (.secondRefclock, "#,+,PHC0"), (.otherClockOnly, "#,*,PHC0"), (.wrongClock, "#,*,PHC0"),
        (.noSymlink, "#,*,PHC0"), (.chronyDown, "506 Cannot talk"), (.missingDevice, "506 Cannot talk"),
        (.badDirective, "506 Cannot talk"), (.fresh, "^,*,169.254.169.123,1,"), (.absent, "^,*,169.254.169.123,3,"),
    ])
    func `chrony makes of each clock what it deserves`(condition: SimulatedClock, start: String) {
        #expect(Bench(condition).ask(.sources).hasPrefix(start), "\(Bench(condition).ask(.sources))")
    }

    @Test func `nothing is selected until chrony has run for a while, and then something is`() {
        var bench = Bench(.working)
        bench.perform(.restartChrony(unit: "chronyd"))
        #expect(bench.ask(.sources).hasPrefix("#,?,PHC0,0,0,0,4294967295,"))
        #expect(bench.ask(.tracking).hasSuffix(",Not synchronised\n"))
        bench.wait(12)
        #expect(bench.ask(.sources).hasPrefix("#,*,PHC0,"))
    }

    @Test func `a clock that is lost is followed by the network while samples are taken`() {
        var bench = Bench(.losesClock)
        bench.setUp()
        bench.wait(40)
        let samples = bench.machine.answer(Sampling(count: 60), at: bench.now).output
        #expect(samples.contains("\n#,*,PHC0,0,0,377,") && samples.contains("\n#,?,PHC0,"))
        #expect(samples.contains("\n50484330,PHC0,") && samples.contains("\nA9FEA97B,169.254.169.123,2,"))
        #expect(samples.hasSuffix("@@ptp-verify end\n"))
    }

    @Test func `samples are a second apart`() {
        let bench = Bench(.working)
        let text = bench.machine.answer(Sampling(count: 30), at: bench.now).output
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("50484330") }
        let times = rows.compactMap { $0.split(separator: ",").dropFirst(3).first.flatMap { Double($0) } }
        #expect(rows.count == 30 && zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test(arguments: [
        (SimulatedClock.sudoPassword, Probe.access, "root=no\ncomplaint=sudo: a password is required\n"),
        (.sudoPassword, .chronyConfiguration, "sudo: a password is required\n[1]"),
        (.secureBoot, .secureBoot, "SecureBoot enabled\n"), (.xen, .interface, "name=enX0\ndriver=vif\n"),
        (.xen, .machine, "vendor=Xen\nproduct=HVM domU\n"),
        (.builtIn, .module, "file=(builtin)\n"), (.oldDriver, .driverInfo, "version: 2.8.3g\n"),
        (.oldDriver, .module, "version=2.8.3g\n"), (.fullDisk, .build, "free/usr=20480\n"),
        (.wrongParameter, .kernelLog, "ena: unknown parameter 'enable_phc' ignored\n"),
        (.notReloaded, .moduleFile, "version:        2.16.1g\n"), (.notReloaded, .module, "version=2.8.3g\n"),
        (.staleInitramfs, .persisted, "options ena phc_enable=1\n"), (.staleInitramfs, .module, "phc_enable=0\n"),
        (.missingDevice, .chronyLog, "Could not open /dev/ptp_ena : No such file or directory\n"),
        (.missingDevice, .units, "Result=exit-code\nId=chronyd.service\nLoadState=loaded\nActiveState=failed\n"),
        (.badDirective, .chronyConfiguration, "Fatal error : Invalid refclock option at line "),
        (
            .crashingDaemon, .units,
            "Id=ptp4l.service\nLoadState=loaded\nActiveState=activating\nSubState=auto-restart\n"
        ),
        (.competingDaemon, .units, "Id=ntpd.service\nLoadState=loaded\nActiveState=active\n"),
        (.stopped, .reading, "0 1000"), (.busyClock, .reading, "OSError: [Errno 16] Device or resource busy"),
        (.otherClockOnly, .clocks, "ptp0 KVM virtual PTP\n"), (.absent, .symlink, "/dev/ptp_ena: No such file\n[1]"),
    ])
    func `what is wrong with a machine shows`(condition: SimulatedClock, probe: Probe, text: String) {
        let answer = Bench(condition).ask(probe)
        #expect(answer.contains(text), "\(answer)")
    }

    @Test func `readings count, and too many or faulty ones do not`() throws {
        func counters(_ condition: SimulatedClock) -> [String: Int] {
            var bench = Bench(condition)
            bench.wait(100)
            return bench.ask(.counters).split(separator: "\n").reduce(into: [:]) { counters, line in
                let parts = line.split(separator: ": ")
                counters[parts[0].filter { $0 != " " }] = Int(parts[1])
            }
        }
        let good = counters(.working)
        #expect(good["phc_cnt"] == 158 * 25 && good["phc_err_dv"] == 0 && good.count == 6)
        let faulty = counters(.countersRising)
        #expect(try #require(faulty["phc_exp"]) > 50 && faulty["phc_err_dv"] ?? 0 > 20)
        #expect(try #require(counters(.overRead)["phc_err_ts"]) > 5_000)
    }

    @Test func `every answer of every machine comes whole through one round trip`() {
        for condition in SimulatedClock.allCases {
            let bench = Bench(condition)
            let output = ProbeBatch.all.frame { bench.machine.answer($0, at: bench.now) }
            let answers = ProbeBatch.all.answers(in: output)
            #expect(answers.map(\.probe) == Probe.allCases)
            for (probe, result) in answers {
                let direct = bench.machine.answer(probe, at: bench.now)
                #expect(result.ending == direct.ending && result.outputBytes == direct.outputBytes)
                // The shell that catches a complaint drops the ends of its last lines.
                #expect("\(result.errorOutput)\n" == direct.errorOutput || result.errorOutput == direct.errorOutput)
            }
        }
    }
}
