import Orchestration
import PTP
import Shell
import Testing

/// What our own questions print on a healthy host of Amazon Linux 2023, and what is read from it.
@Suite struct ProbeAnswerTests {
    @Test func `the host and its driver are read`() throws {
        let facts = Self.healthy
        #expect(facts.system.value?.id == "amzn")
        #expect(facts.system.value?.version == "2023")
        #expect(facts.system.value?.like == ["fedora"])
        #expect(facts.system.value?.name == "Amazon Linux 2023.10.20260302")
        #expect(facts.kernel.value?.release == "6.12.79-101.147.amzn2023.x86_64")
        #expect(facts.kernel.value?.architecture == "x86_64")
        #expect(facts.kernel.value?.version == Version(6, 12))
        #expect(facts.machine.value?.info == MachineInfo(name: "Amazon EC2 c7i.large", isEmulated: false))
        #expect(facts.boot.value?.text == "0f8fad5b-d9cb-469f-a165-70867728950e")
        #expect(facts.access.value?.user == "ec2-user")
        #expect(facts.access.value?.isRoot == true)
        #expect(facts.access.value?.complaint == nil)
        #expect(facts.access.value?.tools == ["sudo", "chronyc", "apt-get"])
        #expect(facts.cloudInit.value == .done)
        #expect(facts.secureBoot.value?.isEnabled == false)
        #expect(facts.interface.value?.name == "ens5")
        #expect(facts.interface.value?.driver == "ena")
        #expect(facts.interface.value?.address == "0000:00:05.0")
        #expect(facts.module.value?.isLoaded == true)
        #expect(facts.module.value?.version == .amazon(Version(2, 16, 1)))
        #expect(facts.module.value?.sourceVersion == "D1A6D5CC8D9D4D9D7A3F4C1")
        #expect(facts.isEnabled == true)
        #expect(facts.module.value?.isBuiltIn == false)
        #expect(facts.moduleFile.value?.parameters == ["debug", "rx_queue_size", "phc_enable"])
        #expect(facts.moduleFile.value?.version == .amazon(Version(2, 16, 1)))
        #expect(facts.moduleFile.value?.isInTree == true)
        #expect(facts.driverInfo.value?.driver == "ena")
        #expect(facts.driverInfo.value?.busAddress == "0000:00:05.0")
        #expect(facts.build.value?.hasHeaders == false)
        #expect(facts.build.value?.clockSupport == "y")
        #expect(facts.build.value?.free == ["/tmp": 1_000_000, "/usr": 6_000_000])
        #expect(facts.build.value?.memory == 3_926_016)
        #expect(facts.build.value?.missingCompiler == "x86_64-linux-gnu-gcc-12")
        let changes: [HostChanges.Change] = [
            .created(path: "/etc/modprobe.d/ptp verify.conf"), .changed(path: "/etc/chrony.conf"),
            .unit(name: "ntpd.service", file: "enabled", active: "active"), .installed(manager: "dnf", name: "chrony"),
            .switched(by: "module", was: false), .stamping(interface: "ens5"),
        ]
        #expect(facts.changes.value?.changes == changes)
    }

    @Test func `the clock is read`() throws {
        let facts = Self.healthy
        #expect(facts.timestamping.value?.interface == "ens5")
        #expect(facts.timestamping.value?.capabilities.contains("hardware-receive") == true)
        #expect(facts.timestamping.value?.clockIndex == 0)
        #expect(facts.timestamping.value?.transmitModes == [])
        #expect(facts.timestamping.value?.receiveFilters == ["none", "all"])
        #expect(facts.devlink.value?.name == "enable_phc")
        #expect(facts.devlink.value?.isEnabled == true)
        #expect(facts.counters.value?.good == 12_345)
        #expect(facts.counters.value?.errors == 1 + 3 + 4 + 5)
        #expect(facts.counters.value?.requests == 12_345 + 13 + 2)
        #expect(facts.clocks.value?.clocks.map(\.name) == ["ena-ptp-05", "KVM virtual PTP"])
        #expect(facts.ownClocks?.map(\.node) == ["ptp0"])
        #expect(facts.nodes.value?.nodes.map(\.path) == ["/dev/ptp0", "/dev/ptp_ena"])
        #expect(facts.nodes.value?.nodes.map(\.target) == [nil, "ptp0"])
        #expect(facts.nodes.value?.nodes.map(\.mode) == ["crw-rw----", "lrwxrwxrwx"])
        #expect(facts.nodes.value?.nodes.map(\.group) == ["clock", "root"])
        #expect(facts.symlink.value?.text == "/dev/ptp0")
        #expect(facts.reading.value?.clockElapsed == 1_000_101_222)
        #expect(facts.reading.value?.offset == -2_345)
        #expect(facts.reading.value?.width == 812)
        #expect(facts.errorBound.value?.nanoseconds == 22_735)
        #expect(facts.packetTimestamping.value?.canReceive == true)
        #expect(facts.packetTimestamping.value?.isReceiving == false)
        #expect(facts.persisted.value?.lines.count == 2)
    }

    @Test func `a clock may stand in another age`() throws {
        let text = "0 1002214126 -1796010244498868315 13814\n"
        let reading = try ClockReading(Array(text.utf8).span)
        #expect((reading.clockElapsed, reading.offset) == (0, -1_796_010_244_498_868_315))
    }

    @Test func `chrony is read`() throws {
        let facts = Self.healthy
        #expect(facts.chronyVersion.value?.version == Version(4, 3))
        #expect(facts.chronyVersion.value?.features.contains("+REFCLOCK") == true)
        #expect(facts.units.value?["chronyd"]?.isActive == true)
        #expect(facts.units.value?["chronyd"]?.result == "success")
        #expect(facts.units.value?["chronyd"]?.file == "enabled")
        #expect(facts.units.value?["ntpd"]?.isThere == false)
        let clock = try #require(facts.chronyFiles.value?.referenceClocks.first)
        #expect(facts.chronyFiles.value?.referenceClocks.count == 1)
        #expect(clock.driver == "PHC")
        #expect(clock.parameter == "/dev/ptp_ena")
        #expect(clock.options == ["poll": "0", "delay": "0.000010", "prefer": ""])
        #expect(clock.file == "/etc/chrony.d/ptp_ena.conf")
        #expect(clock.line == 2)
        #expect(clock.driverPoll == 0)
        #expect(facts.chronyConfiguration.value?.directives.map(\.name) == ["confdir", "refclock"])
        #expect(facts.clockDirectives?.first?.driverPoll == -2)
        let rows = try #require(facts.sources.value?.rows)
        #expect(rows.map(\.name) == ["PHC0", "169.254.169.123", "fd00:ec2::123"])
        #expect(rows[0].mode == .referenceClock)
        #expect(rows[0].state == .selected)
        #expect(rows[0].reach == 0o377)
        #expect(rows[0].poll == -1)
        #expect(rows[0].adjustedOffset == 184e-9)
        #expect(rows[0].estimatedError == 5_032e-9)
        #expect(rows[2].lastSample == nil)
        #expect(facts.linkLocalStratum == 1)
        #expect(facts.statistics.value?.rows.first?.span == 241)
        #expect(facts.statistics.value?.rows.first?.deviation == 1_596e-9)
        let tracking = try #require(facts.tracking.value)
        #expect(tracking.follows(rows[0]))
        #expect(!tracking.follows(rows[1]))
        #expect(tracking.referenceTime == 1_788_638_747.313777128)
        #expect(tracking.systemTime == -14e-9)
        #expect(tracking.rootDelay == 10e-6)
        #expect(tracking.rootDispersion == 1_311e-9)
        #expect(tracking.updateInterval == 1)
        #expect(facts.chronyLog.value?.lines.count == 1)
        #expect(facts.kernelLog.value?.lines.count == 1)
    }

    @Test func `every question has an answer that is understood`() {
        for probe in Probe.allCases { #expect(Answers.healthy[probe] != nil, "\(probe)") }
    }

    @Test func `samples come with what could be read`() throws {
        let text = """
            @@ptp-verify samples 3
            @@ptp-verify sample 0 22735
            \(Answers.healthy[.sources] ?? "")@@ptp-verify tracking
            \(Answers.healthy[.tracking] ?? "")@@ptp-verify sample 1 
            506 Cannot talk to daemon
            @@ptp-verify tracking
            506 Cannot talk to daemon
            @@ptp-verify sample 2 
            \(Answers.healthy[.sources] ?? "")@@ptp-verify tracking
            \(Answers.healthy[.tracking] ?? "")@@ptp-verify end

            """
        let samples = try ChronySamples(Array(text.utf8).span)
        #expect(samples.planned == 3)
        #expect(samples.samples.map(\.number) == [0, 2])
        #expect(samples.samples.map(\.errorBound) == [22_735, nil])
        #expect(samples.samples.allSatisfy { $0.tracking.follows($0.sources[0]) })
    }

    // MARK: - Fixtures

    private static let healthy: HostFacts = {
        var facts = HostFacts()
        for (probe, output) in Answers.healthy { facts.read(CommandResult(exitStatus: 0, output: output), of: probe) }
        return facts
    }()
}
