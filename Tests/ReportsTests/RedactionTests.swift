import Orchestration
import PTPTesting
import Reports
import Testing

@Suite struct RedactionTests {
    private static let everything = Redaction(Set(Redaction.Kind.allCases), of: plan)
    private static let plan = RunPlan(
        runID: "r",
        environment: "hosts",
        cases: [
            InstanceCase(type: "host", machine: "192.0.2.7"), InstanceCase(type: "host", machine: "me@192.0.2.9:22"),
            InstanceCase(type: "host", machine: "2001:db8::8"), InstanceCase(type: "host", machine: "db.example"),
        ],
        configuration: [.init(key: Redaction.accountFact, value: "210987654321", source: "AWS")]
    )

    @Test(arguments: [
        ("at 198.51.100.4, port 22", "at redacted-address, port 22"),
        ("me@192.0.2.9:22", "me@redacted-address-2:22"),
        ("192.0.2.7 and 192.0.2.8", "redacted-address-1 and redacted-address"),
        ("[2001:db8::8]:22", "[redacted-address-3]:22"),
        ("fe80::42:acff:fe11:2/64", "redacted-address/64"),
        ("link/ether 02:42:ac:11:00:02 brd", "link/ether redacted-address brd"),
        ("2001:0db8:0000:0000:0000:ff00:0042:8329.", "redacted-address."),
        ("ip-10-0-3-17.ec2.internal", "redacted-address.ec2.internal"),
        ("ec2-198-51-100-4.compute.amazonaws.com", "redacted-address.compute.amazonaws.com"),
        ("\u{1b}[31m198.51.100.4\u{1b}[0m", "\u{1b}[31mredacted-address\u{1b}[0m"),
        ("\n198.51.100.4\n", "\nredacted-address\n"),
        ("i-0123456789abcdef0 runs", "redacted-instance runs"),
        ("--instance-ids=i-01234567", "--instance-ids=redacted-instance"),
        ("arn:aws:sts::123456789012:assumed-role/x", "arn:aws:sts::redacted-account:assumed-role/x"),
        ("account 210987654321", "account redacted-account"),
    ])
    func `what is to be hidden is hidden`(text: String, told: String) {
        #expect(Self.everything.apply(text) == told)
    }

    @Test(arguments: [
        "169.254.169.123", "127.0.0.1", "0.0.0.0/0", "version 1.2.3.4.5", "2.16.1g", "6.12.79-101.147.amzn2023",
        "12:30:45", "2026-11-30T12:30:45.000000001Z", "0000:00:05.0", "ami-0864000000000c1a5", "i-am",
        "i-012345678901234567890",
        "123456789012 ns", "std::vector", "256.1.1.1", "1.2.3", "a-198.51", "PHC0", "db.example", "::",
    ])
    func `what hides nothing stays`(text: String) {
        #expect(Self.everything.apply(text) == text || text == "::")
    }

    @Test func `only what was asked for is hidden`() {
        let text = "i-0123456789abcdef0 at 198.51.100.4"
        #expect(Redaction([.addresses], of: nil).apply(text) == "i-0123456789abcdef0 at redacted-address")
        #expect(Redaction([.instances], of: nil).apply(text) == "redacted-instance at 198.51.100.4")
        #expect(Redaction([], of: nil).apply(text) == text)
    }

    @Test func `every rendering hides alike what the configuration says`() throws {
        let secrets = ["198.51.100.4", "i-0123456789abcdef0", "210987654321", "2001:db8::1"]
        let report = RunReport(Self.history(telling: secrets, hiding: "addresses,accounts,instances"))
        for rendering in Rendering.all {
            let text = String(decoding: rendering.render(report), as: UTF8.self)
            for secret in secrets { #expect(!text.contains(secret), "\(secret) in \(rendering.file)") }
            #expect(text.contains("redacted-address"), "\(rendering.file)")
        }
        let lines = ConsoleSummary(report).lines.joined()
        for secret in secrets { #expect(!lines.contains(secret), "\(secret) on the console") }
        let open = RunReport(Self.history(telling: secrets, hiding: "none"))
        for rendering in Rendering.all {
            let text = String(decoding: rendering.render(open), as: UTF8.self)
            #expect(text.contains("198.51.100.4"), "\(rendering.file)")
        }
    }

    @Test func `results that others see hide it, too, and stay apart`() throws {
        let secrets = ["198.51.100.4", "i-0123456789abcdef0"]
        let report = RunReport(Self.history(telling: secrets, hiding: "addresses,instances"))
        let told = try #require(try RunResults.told(by: report))
        let text = String(decoding: JSONValue.object(told.json).text(), as: UTF8.self)
        for secret in secrets { #expect(!text.contains(secret), "\(secret)") }
        #expect(told.cases.map(\.planned.id.text) == ["c7i.large#1"])
        let hosts = RunReport(
            RunHistory([.runBegan(Self.plan, toolVersion: "1", processID: 1)]),
            redaction: Self.everything
        )
        let ids = try #require(try RunResults.told(by: hosts)).cases.map(\.planned.id.text)
        #expect(ids == ["redacted-address-1", "me@redacted-address-2:22", "redacted-address-3", "db.example"])
        #expect(try RunResults.told(by: RunReport(Self.history(telling: secrets, hiding: "none"))) != told)
    }

    @Test func `a redacted report is still a whole one`() throws {
        let report = RunReport(RunHistory(Sample.events), redaction: Self.everything)
        let whole = try JSONParser.parse(RunReport(RunHistory(Sample.events)).renderJSON())
        let redacted = try JSONParser.parse(report.renderJSON())
        #expect(redacted.object?.members.map(\.key) == whole.object?.members.map(\.key))
        #expect(redacted["cases"]?.array?.count == 3)
    }

    // MARK: - Fixtures

    private static func history(telling secrets: [String], hiding kinds: String) -> RunHistory {
        let text = secrets.joined(separator: " ")
        let plan = RunPlan(
            runID: "r",
            environment: "ec2",
            cases: [InstanceCase(type: "c7i.large")],
            configuration: [
                .init(key: Redaction.setting, value: kinds, source: "test"),
                .init(key: Redaction.accountFact, value: "210987654321", source: "AWS"),
            ]
        )
        let id = plan.cases[0].id
        var result = ExecutionResult.scripted(.partial)
        result.checks = [Check(id: "device", title: "a clock", status: .failed, detail: text)]
        result.evidence = [Evidence(id: "e", command: "ping \(text)", exitStatus: 1, output: text, at: morning)]
        let finding = Finding(id: "F01", cause: text, remedy: text, evidence: [text])
        let instance = Resource(token: "t", kind: .instance, caseID: id, expiresAt: nil)
        return RunHistory([
            .runBegan(plan, toolVersion: "1", processID: 1), .resourceIntended(instance),
            .resourceMade(token: "t", id: "i-0123456789abcdef0"), .executed(id, result), .analyzed(id, [finding]),
            .resourceUnconfirmed(token: "t", reason: text, remedy: "aws ec2 terminate-instances \(text)"),
            .noted(text),
            .caseEnded(id, CaseOutcome(status: .notMet, verdict: .partial, disposal: .unconfirmed)),
        ])
    }
}
