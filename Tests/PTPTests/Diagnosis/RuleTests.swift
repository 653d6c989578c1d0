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
        let faults = ["F02", "F03", "F04", "F05", "F15", "F16", "F17", "F18", "F46", "F49"]
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
