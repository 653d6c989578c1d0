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

    @Test func `rows that a mail broke are whole again, and others are not made up`() {
        let row = "#* PHC0                          0   0   377     1   +125ns[ +151ns] +/- 5032ns\n"
        let whole = Self.facts(row)
        for place in ["+/-", "[", "1   "] {
            let broken = row.replacing(place, with: "\(place)\n")
            #expect(Self.facts(broken).sources == whole.sources, "\(place)")
            #expect(Self.facts("> \(broken.replacing("\n", with: "\n> "))").sources == whole.sources, "\(place)")
        }
        #expect(Self.facts(row.replacing("+/- 5032ns", with: "\nsee above")).sources.value?.rows.isEmpty != false)
        #expect(Self.facts(row.replacing("5032ns", with: "50\n32ns")).sources.value?.rows.isEmpty != false)
    }

    @Test func `a log of chrony keeps its times`() {
        let line = "2026-07-02T10:11:12+0000 host chronyd[9]: Selected source PHC0"
        #expect(Self.facts("\(line)\n").chronyLog.value?.lines == [line])
    }

    @Test func `the switch of another device is not the clock's`() {
        let other =
            "pci/0000:06:00.0:\n  name enable_roce type generic\n    values:\n      cmode driverinit value true\n"
        let own = "pci/0000:00:05.0:\n  name enable_phc type generic\n    values:\n      cmode driverinit value false\n"
        #expect(Self.facts(other).devlink.value == nil && Self.facts(other).isEnabled == nil)
        #expect(Self.facts(own).isEnabled == false)
        let behind = "pci/0000:00:05.0:\n  name io_eq_size type generic\n    values:\n      cmode driverinit value 64\n"
        #expect(Self.facts(behind + own.split(separator: "\n").dropFirst().joined(separator: "\n")).isEnabled == false)
    }

    @Test func `a unit that failed says so, and its result is not a state`() {
        let status = """
            × chronyd.service - NTP client/server
                 Loaded: loaded (/usr/lib/systemd/system/chronyd.service; enabled; preset: enabled)
                 Active: failed (Result: exit-code) since Wed 2023-11-15 18:20:30 UTC; 4min ago

            """
        let failed = Self.facts(status).units.value?["chronyd"]
        #expect(failed?.sub == "failed" && failed?.result == "exit-code" && failed?.file == "enabled")
        let again = status.replacing(
            "failed (Result: exit-code)",
            with: "activating (auto-restart) (Result: exit-code)"
        )
        let restarting = Self.facts(again).units.value?["chronyd"]
        #expect(restarting?.sub == "auto-restart" && restarting?.result == "exit-code")
        // The unit's file names it where its own line was left out.
        let headless = status.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n"
        #expect(Self.facts(headless).units.value?.units.map(\.name) == ["chronyd.service"])
    }

    @Test func `clocks that grep lists and nodes that ls lists within dev are known`() {
        let grep = "$ grep . /sys/class/ptp/*/clock_name\n/sys/class/ptp/ptp0/clock_name:KVM virtual PTP\n"
        let both = Self.facts("\(grep)/sys/class/ptp/ptp1/clock_name:ena-ptp-00\n")
        #expect(both.clocks.value?.clocks.map(\.name) == ["KVM virtual PTP", "ena-ptp-00"])
        #expect(Self.facts(grep).ownClocks == nil)
        let nodes = Self.facts(
            "crw-rw---- 1 root clock 249, 0 Jul  2 10:11 ptp0\nlrwxrwxrwx 1 root root 4 Jul  2 10:11 ptp_ena -> ptp0\n"
        )
        #expect(nodes.nodes.value?.nodes.map(\.path) == ["/dev/ptp0", "/dev/ptp_ena"])
        let class0 = "lrwxrwxrwx 1 root root 0 Jul  2 10:11 ptp0 -> ../../devices/pci0000:00/0000:00:05.0/ptp/ptp0\n"
        #expect(Self.facts(class0).nodes.value == nil)
    }

    @Test func `what the kernel says of a device names driver, address and interface, as far as it is there`() {
        let event = "DRIVER=ena\nPCI_CLASS=20000\nPCI_ID=1D0F:EC20\nPCI_SLOT_NAME=0000:00:05.0\n"
        let bare = Self.facts(event)
        #expect(bare.deviceEvent.value?.driver == "ena" && bare.deviceEvent.value?.address == "0000:00:05.0")
        #expect(bare.interface.value == nil)
        let named = Self.facts("$ cat /sys/class/net/ens5/device/uevent\n\(event)")
        #expect(named.interface.value?.name == "ens5" && named.interface.value?.driver == "ena")
        #expect(named.interface.value?.address == "0000:00:05.0")
        #expect(Self.facts("$ cat /sys/class/net/$nic/device/uevent\n\(event)").interface.value == nil)
        let slot = Self.facts("$ grep PCI_SLOT_NAME /sys/class/net/ens5/device/uevent\nPCI_SLOT_NAME=0000:00:05.0\n")
        #expect(slot.deviceEvent.value?.address == "0000:00:05.0" && slot.interface.value == nil)
        #expect(Self.facts("DRIVER=en").deviceEvent.value?.driver == nil)
    }

    @Test func `programs of linuxptp are known by how they write, and by nothing less`() {
        let lines = [
            "phc2sys[1523.402]: CLOCK_REALTIME phc offset       -23 s2 freq   -9875 delay   2310",
            "Jul 02 10:11:12 host ptp4l[912]: [1524.402] port 1 (eth0): INITIALIZING to LISTENING on INIT_COMPLETE",
            "phc_ctl[4213.112]: clock time is 1700072670.123456789 or Wed Nov 15 18:24:30 2023",
        ]
        #expect(Self.facts(lines.joined(separator: "\n\n") + "\n").linuxptpLog.value?.lines == lines)
        let others = "ptp4l[arguments]\nstarted ptp4l as ExecStart=/usr/sbin/ptp4l[1]\n"
        #expect(Self.facts(others).linuxptpLog.value == nil)
    }

    @Test func `a complaint about the clock's own error is no number, and no unknown text either`() {
        let path = "/sys/bus/pci/devices/0000:00:05.0/phc_error_bound"
        let busy = Self.facts("$ cat \(path)\ncat: \(path): Device or resource busy\n")
        #expect(busy.errorBound.value == nil && busy.errorBound.absence != .notAsked)
        guard case .notThere = Self.facts("cat: \(path): No such file or directory\n").errorBound.absence else {
            Issue.record("it is not known that the file is not there")
            return
        }
    }

    @Test func `what chrony knows of a server is not what it says of the host`() {
        let data = """
            Remote address  : 169.254.169.123 (A9FEA97B)
            Leap status     : Normal
            Stratum         : 1
            Root delay      : 0.000107584 seconds
            Root dispersion : 0.000036476 seconds
            Reference ID    : 47505373 ()
            Reference time  : Thu Jul 02 10:11:12 2026

            """
        #expect(Self.facts(data) == HostFacts())
        let tracking = Self.facts(
            "\(data)\n\(Answers.pasted[0].split(separator: "\n").dropFirst().joined(separator: "\n"))\n"
        )
        #expect(tracking.tracking.value?.name == "PHC0" && tracking.tracking.value?.rootDelay == 10e-6)
    }
}
