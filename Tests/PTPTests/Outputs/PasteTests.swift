import PTP
import Testing

/// Outputs as people hand them in: several at once, cut, and with other things around them.
@Suite struct PasteTests {
    private static func facts(_ texts: String...) -> HostFacts {
        PastedText(texts.map { PastedText(Array($0.utf8)) }).facts()
    }

    @Test func `a clock's row behind a configuration is no comment of it`() {
        let configuration = "refclock PHC /dev/ptp_ena poll 0\n# of ours\n"
        let row = "#,*,PHC0,0,0,377,0,0.000000184,0.000000198,0.000005032\n"
        for facts in [Self.facts(configuration, row), Self.facts(configuration + row)] {
            #expect(facts.sources.value?.rows.map(\.name) == ["PHC0"])
            #expect(facts.clockDirectives?.map(\.parameter) == ["/dev/ptp_ena"])
        }
    }

    @Test func `a number that may have been cut is none, whatever stands in the next file`() {
        let bound = "$ cat /sys/bus/pci/devices/0000:00:05.0/phc_error_bound\n227"
        #expect(Self.facts(bound + "35\n").errorBound.value?.nanoseconds == 22_735)
        #expect(Self.facts(bound, "35\n").errorBound.value == nil)
        let counters = "     phc_cnt: 120\n     phc_exp: 0\n     phc_skp: 0\n     phc_err: 1"
        #expect(Self.facts(counters + "\n").counters.value?.errors == 1)
        #expect(Self.facts(counters, "\n").counters.value == nil)
        let index = "Time stamping parameters for ens5:\nPTP Hardware Clock: 1"
        #expect(Self.facts(index + "\n").timestamping.value?.clockIndex == 1)
        #expect(Self.facts(index, "").timestamping.value == nil)
        for version in ["2.1.", "7.0.0-1012-a"] {
            for head in ["driver: ena\nversion: ", "$ cat /sys/module/ena/version\n"] {
                #expect(Self.facts(head + version, "driverinfo\n").driverInfo.value?.version == nil)
                #expect(Self.facts(head + version + "\n").driverInfo.value?.version != nil)
            }
        }
    }

    @Test(arguments: ["exit", "logout", "```", "Connection to 10.0.0.1 closed."])
    func `what follows a list of filters is no filter`(end: String) {
        let text = Answers.healthy[.timestamping, default: ""] + end + "\n"
        #expect(Self.facts(text).timestamping.value?.receiveFilters == ["none", "all"])
    }

    @Test func `clocks that are asked one by one make one list, which may not be whole`() {
        let own = "$ cat /sys/class/ptp/ptp0/clock_name\nena-ptp-05\n"
        let other = "$ cat /sys/class/ptp/ptp1/clock_name\nKVM virtual PTP\n"
        let both = Self.facts(own + other)
        #expect(both.clocks.value?.clocks.map(\.node) == ["ptp0", "ptp1"])
        #expect(both.ownClocks?.map(\.name) == ["ena-ptp-05"])
        #expect(Self.facts(own, other) == both)
        #expect(Self.facts(other).clocks.value?.clocks.count == 1)
        #expect(Self.facts(other).ownClocks == nil)
        #expect(Self.facts("ptp1 KVM virtual PTP\n").ownClocks == [])
        #expect(Self.facts("ptp0 ena-ptp-0").ownClocks == nil)
    }

    @Test func `another module is not taken for the driver`() {
        let other = """
            filename:       /lib/modules/6.8.0/kernel/drivers/ptp/ptp_kvm.ko
            version:        1.0.0
            vermagic:       6.8.0 SMP

            """
        #expect(Self.facts(other).moduleFile.value == nil)
        #expect(Self.facts("filename:       (builtin)\nname:           ptp_kvm\n").moduleFile.value == nil)
        let driver = Answers.healthy[.moduleFile, default: ""]
        #expect(Self.facts(other + driver) == Self.facts(driver))
        #expect(Self.facts(driver + other) == Self.facts(driver))
    }

    @Test func `lines that no output explains stay as words`() {
        let lines = [
            "An error occurred (InsufficientInstanceCapacity) when calling the RunInstances operation",
            "make: *** [Makefile:31: all] Error 2",
            "Process: 40430 ExecStart=/usr/local/sbin/ptp4l -f /etc/ptp4l.conf (code=exited, status=255/EXCEPTION)",
        ]
        let text = lines.joined(separator: "\n\n") + "\n\n" + Answers.pasted[0]
        let situation = PastedText(Array(text.utf8)).situation
        #expect(Set(situation.others) == Set(lines))
        #expect(situation.facts.tracking.value?.name == "PHC0")
    }

    @Test(
        arguments: [
            ("modprobe: ERROR: could not insert 'ena': Key was rejected by service", "complaint"),
            ("An error occurred (InsufficientInstanceCapacity) when calling the RunInstances operation", "complaint"),
            ("ena 0000:00:05.0 ens5: Device doesn't support PHC", "kernel-log"),
            ("Could not open /dev/ptp_ena : No such file or directory", "chrony-log"),
            ("make[1]: *** No rule to make target", "build"),
        ]
    )
    func `single lines of logs are known without what stands in front of them`(line: String, kind: String) {
        #expect(PastedText(Array("\(line)\n".utf8)).outputs.map { "\($0.kind)" } == [kind])
    }

    @Test func `lines picked out of tracking say what they say and prove nothing`() {
        let text =
            "Reference ID    : 50484330 (PHC0)\nSystem time     : 0.000000018 seconds slow of NTP time\nSkew : 0.0"
        let facts = Self.facts(text)
        #expect(facts.tracking.value == nil)
        #expect(facts.trackingExcerpt.value?.systemTime == 18e-9)
        #expect(facts.trackingExcerpt.value?.name == "PHC0")
        #expect(facts.trackingExcerpt.value?.skew == nil)
        #expect(Self.facts(text, Answers.pasted[0]).trackingExcerpt.value == nil)
    }
}
