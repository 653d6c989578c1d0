import Orchestration
import PTP
import Shell
import Testing

@Suite struct RuleTests {
    @Test(arguments: RuleCase.all.indices) func `a rule matches what it is about, and not what comes close`(number: Int)
    {
        let example = RuleCase.all[number]
        let found = example.positive.findings
        #expect(
            found.contains { $0.id == example.rule },
            "\(example.rule), found \(found.map(\.id)); \(example.positive.ladder.verdict)"
        )
        #expect(!example.nearMiss.findings.contains { $0.id == example.rule }, "\(example.rule)")
    }

    @Test func `every rule has a host that triggers it, and a name of its own`() {
        let ids = Diagnosis.rules.map(\.id)
        #expect(Set(RuleCase.all.map(\.rule)) == Set(ids))
        #expect(Set(ids).count == ids.count)
        // Those that DOMAIN e counts: all fifty.
        #expect(ids.filter { $0.hasPrefix("F") }.sorted() == (1...50).map { $0 < 10 ? "F0\($0)" : "F\($0)" })
        #expect(Diagnosis.rules.map(\.area.rawValue) == Diagnosis.rules.map(\.area.rawValue).sorted())
    }

    @Test(arguments: RuleCase.all.indices)
    func `a finding has a cause, a remedy and evidence, and the first one is the cause`(number: Int) {
        for host in [RuleCase.all[number].positive, RuleCase.all[number].nearMiss] {
            let findings = host.findings
            for finding in findings {
                #expect(!finding.cause.isEmpty && !finding.remedy.isEmpty && !finding.evidence.isEmpty, "\(finding)")
                #expect(Set(finding.evidence).count == finding.evidence.count)
            }
            let isWorking = host.verdict == .supported
            #expect(findings.dropFirst().allSatisfy { $0.severity != .cause })
            #expect(findings.first.map { ($0.severity == .cause) != isWorking } ?? true)
        }
    }

    @Test func `what could not be built, bought or placed is never the type's fault`() {
        let faults = ["F02", "F03", "F04", "F05", "F15", "F16", "F17", "F18", "F46", "F49", "no-internet"]
        for example in RuleCase.all where faults.contains(example.rule) {
            #expect(example.positive.verdict != .unsupported, "\(example.rule)")
            #expect(!example.positive.findings.contains { $0.id == "F01" })
        }
    }

    @Test func `a failure that no rule knows has no finding, and a clock that works needs none`() {
        for code in [RunError.Code.quota, .permission, .connection, .instanceLost, .timeout] {
            #expect(Host.failing(code, "no").findings == [])
        }
        #expect(Host.healthy.findings == [])
        #expect(Host(answers: [:]).findings == [])
    }

    /// What the rules make of a capture; where it holds no answer that can be read, all of it counts as words.
    private static func findings(of capture: Transcripts.Capture) -> [String] {
        let pasted = PastedText(capture.bytes)
        var situation = Situation()
        situation.facts = pasted.facts()
        let isAnswer = pasted.outputs.contains { $0.problem == nil && $0.kind != .driverBuild }
        if !isAnswer { situation.others = [String(decoding: capture.bytes, as: UTF8.self)] }
        return Diagnosis.findings(for: situation).map(\.id)
    }

    private static let causes = [
        ("debian9-make-no-rule-to-make-target-modules", "F15"), ("debian7-dkms-build-bad-exit-status", "F17"),
        ("centos75-ena-1.5.0-kcompat-nested-redefinition", "F17"), ("t3-micro-ethtool-i-2.5.0g", "F07"),
        ("al2-4.14-ethtool-i-2.2.10g", "F07"), ("centos7-c5-4xlarge-ethtool-i-2.1.0g", "F07"),
        ("rhel78-modinfo-ena-2.2.9g", "F07"), ("ubuntu1604-ethtool-i-1.3.0k", "F06"),
        ("centos74-modinfo-ena-1.0.2-after-building-1.3.0", "F06"), ("rhel84-modinfo-ena-2.1.0k", "F06"),
        ("ubuntu1604-modinfo-ena-1.5.0k", "F06"), ("rhel94-modinfo-ena-no-version-line", "F06"),
        ("ubuntu-5.19-aws-modinfo-ena-no-version", "F06"), ("ubuntu2204-c6a-4xlarge-modinfo-ena-no-version", "F06"),
        ("al2023-r7i-systemctl-ptp4l-crash-loop", "F40"), ("azure-chronyd-could-not-open-phc-at-boot", "F27"),
    ]

    @Test(.enabled(if: Transcripts.isThere)) func `a capture with a plain cause has its finding first`() throws {
        for (name, cause) in Self.causes {
            let found = Self.findings(of: try #require(Transcripts.all["\(name).txt"]))
            #expect(found.first == cause, "\(name): \(found)")
        }
    }

    @Test(.enabled(if: Transcripts.isThere)) func `a capture of a driver that may know the clock blames no driver`()
        throws
    {
        let captures = [
            "ubuntu-7.0-aws-ethtool-i-kernel-release-version", "ec2-ens5-ethtool-i-2.12.3g-odd-indent",
            "al2023-r7i-reload-modinfo", "gentoo-6.3-make-compiler-differs-warning",
            "centos6-dkms-build-ena-2.2.3", "al2023-t2-ethtool-i-enx0-vif",
        ]
        for name in captures {
            let found = Self.findings(of: try #require(Transcripts.all["\(name).txt"]))
            #expect(Set(found).isDisjoint(with: ["F06", "F07", "F08", "F15", "F17"]), "\(name): \(found)")
        }
    }

    @Test func `with Secure Boot the driver that lacks the clock is not the first cause, and still a finding`() {
        let enabled: [Probe: CommandResult?] = [.secureBoot: .said("SecureBoot enabled\n")]
        #expect(Host.stock.with(enabled).findings.map(\.id).prefix(2) == ["F18", "F06"])
        #expect(Host.stock.with(enabled).findings[0].evidence.contains { $0.contains("SecureBoot enabled") })
        #expect(Host.stock.findings.first?.id == "F06")
        #expect(Host.switchedOff.with(enabled).findings.first?.id == "F09")
        #expect(Host.healthy.with(enabled).findings == [])
        #expect(Host.ordinary.with(enabled).with([.module: .module("", enabled: "")]).findings.first?.id != "F18")
    }

    @Test func `a line that chrony dies of has a finding with what the step said, and is not called missing first`() {
        let found = Host.refused("chronyd.service: Main process exited, code=killed, status=11/SEGV").findings
        #expect(found.first?.id == "refused-line")
        #expect(found.first?.evidence.contains { $0.contains("status=11/SEGV") } == true)
    }

    @Test func `the driver's own switch decides which command switches it on`() {
        let devlink = Host.hidden.with([
            .module: .module("", enabled: ""),
            .devlink: .said(
                "pci/0000:00:05.0:\n  name enable_phc type generic\n    values:\n      cmode driverinit value false\n"
            ),
        ])
        #expect(
            devlink.findings.first { $0.id == "F09" }?.remedy.contains("devlink dev param set pci/0000:00:05.0") == true
        )
        #expect(Host.switchedOff.findings.first?.remedy.contains("phc_enable=1") == true)
    }
}
