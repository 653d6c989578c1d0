import Foundation
import Orchestration
import PTPTesting
import Reports
import Testing

/// Whatever hosts say, it is words in the page and nothing else.
@Suite struct HTMLAttackTests {
    private static let attacks: [String] =
        [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
            "</pre></details>",
            "</style><script>", "</title>", "]]>", "<![CDATA[", "<!--", "-->", "&lt;b&gt;", "&#60;", "&", "<", ">",
            "\"",
            "'", "`", "javascript:alert(1)", "${x}", "\u{1b}[31mred\u{1b}[0m", "\u{1b}]8;;http://x\u{7}", "\u{0}",
            "\u{1}\u{8}\u{b}\u{c}\u{e}\u{1f}\u{7f}", "a\rb", "\u{80}\u{85}\u{9f}", "\u{202e}txt.exe",
            "\u{2066}\u{2069}",
            "\u{200b}\u{200e}\u{200f}\u{61c}\u{feff}", "\u{2028}\u{2029}",
            "\u{e0041}", "😀 é e\u{301} 漢字 עברית", "\u{fffd}", "<\u{0}script>", "<svg onload=alert(1)>",
            "x\" style=\"position:fixed", "http://example.org/", "url(http://example.org/)",
        ]
        // What is no character, which no literal may hold, and what is no UTF-8.
        + [
            [0xEF, 0xBF, 0xBE], [0xEF, 0xBF, 0xBF], [0xF0, 0x9F, 0xBF, 0xBE], [0xEF, 0xB7, 0x90], [0xED, 0xA0, 0x80],
            [0xC0, 0xBC], [0xFF, 0xFE, 0x3C], [0xF4, 0x90, 0x80, 0x80], [0x3C, 0xE2, 0x28],
        ].map { (bytes: [UInt8]) in String(decoding: bytes, as: UTF8.self) }

    @Test(arguments: attacks) func `no text adds, ends or changes a tag`(attack: String) throws {
        let harmless = try HTMLOutline(Self.page(saying: "a b"))
        let page = Self.page(saying: attack)
        let attacked = try HTMLOutline(page)
        #expect(attacked.tags == harmless.tags)
        #expect(attacked.values["href"] == harmless.values["href"] && attacked.values["id"] == harmless.values["id"])
        #expect(attacked.values["style"] == harmless.values["style"])
    }

    @Test func `nothing unseen or forbidden is in a page`() throws {
        let page = Self.page(saying: Self.attacks.joined(separator: " "))
        let scalars = String(decoding: page, as: UTF8.self).unicodeScalars
        let odd = scalars.filter { scalar in
            switch scalar.value {
            case 0x09, 0x0A: false
            case 0..<0x20, 0x7F..<0xA0, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0x61C: true
            case 0xFDD0...0xFDEF, 0xE0000...0xE007F: true
            case _: scalar.value & 0xFFFE == 0xFFFE
            }
        }
        #expect(odd.isEmpty)
        let text = try HTMLOutline(page).text
        #expect(text.contains("[U+202E]txt.exe") && text.contains("\u{241B}[31mred"))
    }

    @Test func `other readers take every page for the same tags, and find nothing active in it`() throws {
        let directory = "/tmp/reports-tests-html-\(getpid())"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let pages =
            Self.attacks.map(Self.page) + [
                RunReport(RunHistory(Sample.events)).renderHTML(), RunReport(RunHistory()).renderHTML(),
            ]
        for (number, page) in pages.enumerated() {
            try Data(page).write(to: URL(filePath: "\(directory)/\(number).html"))
        }
        let script = """
            import glob, xml.parsers.expat, html.parser
            seen, pages = set(), glob.glob("\(directory)/*.html")
            assert len(pages) == \(pages.count)
            class Reader(html.parser.HTMLParser):
                def handle_starttag(self, tag, attributes):
                    tags.append(tag)
                    for name, value in attributes:
                        assert not name.startswith("on") and name not in ("src", "srcset", "action"), (name, value)
                        assert name != "href" or value[:1] == "#" or value == "data:,", value
                handle_startendtag = handle_starttag
            for path in pages:
                text = open(path, encoding="utf-8", newline="").read()
                tags, strict = [], []
                Reader().feed(text)
                parser = xml.parsers.expat.ParserCreate("utf-8")
                parser.StartElementHandler = lambda name, attributes: strict.append(name.lower())
                parser.Parse(text.encode("utf-8"), True)
                assert tags == strict, path
                assert not {"script", "img", "iframe", "object", "embed", "base", "form"} & set(tags), path
            """
        try #require(FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", script]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test func `an output of ten megabytes is cut, and the page says how long it was`() throws {
        let output = String(repeating: "0123456789abcde\n", count: 655_360)
        var result = ExecutionResult.scripted(.supported)
        let moment = Timestamp(nanoseconds: 0)
        result.evidence = [Evidence(id: "log", command: "dmesg", exitStatus: 0, output: output, at: moment)]
        result.summary = String(repeating: "\u{1F600}", count: 2_500_000)
        let page = Self.render(result)
        #expect(page.count < 300_000)
        let text = try HTMLOutline(page).text
        #expect(text.contains("10452992 of 10485760 bytes are left out here"))
        #expect(text.contains("cut here: 10000000 bytes in all"))
        #expect(!text.contains("\u{fffd}"))
    }

    // MARK: - Fixtures

    /// A page of a run in which everything that anybody can say is the same text.
    private static func page(saying text: String) -> [UInt8] {
        let moment = Timestamp(nanoseconds: 0)
        var result = ExecutionResult.scripted(.partial)
        result.summary = text
        result.checks = [Check(id: text, title: text, status: .failed, detail: text, evidence: [text])]
        result.evidence = [Evidence(id: text, command: text, exitStatus: 1, output: text, at: moment)]
        result.figures = [Figure(text, 1e-6, unit: text)]
        result.artifacts = [Artifact(name: text, path: text, mediaType: text)]
        result.metadata = ["kernel": .string(text), "steps": [.string(text)], "obstacles": [.string(text)]]
        result.metadata[text] = .string(text)
        return render(result, text)
    }

    private static func render(_ result: ExecutionResult, _ text: String = "x") -> [UInt8] {
        let cases = [
            InstanceCase(type: text, labels: [text: text]), InstanceCase(type: text, machine: text + text),
        ]
        let plan = RunPlan(
            runID: text,
            environment: text,
            cases: cases,
            configuration: [.init(key: text, value: text, source: text)]
        )
        let id = cases[0].id
        let error = RunError(.connection, attempt: text, happened: text, next: text)
        let environment = EnvironmentInfo(
            id: text,
            provider: text,
            region: text,
            access: Access(host: text, user: text),
            properties: ["zone": .string(text)]
        )
        let finding = Finding(id: text, cause: text, remedy: text, evidence: [text])
        let kept = Resource(token: text, kind: .instance, caseID: id, expiresAt: nil)
        let lost = Resource(token: text + text, kind: .instance, caseID: id, expiresAt: nil)
        let history = RunHistory([
            .runBegan(plan, toolVersion: text, processID: 1), .noted(text), .stopRequested(.journalFailed(text)),
            .caseMoved(id, .provisioning), .resourceIntended(kept), .resourceMade(token: text, id: text),
            .resourceIntended(lost), .environmentReady(id, environment),
            .machineSeen(id, MachineInfo(name: text, isEmulated: true)), .executed(id, result),
            .analyzed(id, [finding]), .resourceKept(token: text, until: nil),
            .resourceUnconfirmed(token: text + text, reason: text, remedy: text),
            .caseEnded(id, CaseOutcome(status: .notMet, verdict: .partial, disposal: .kept, failure: error)),
        ])
        let series = CaseSeries(name: text, title: text, unit: text, points: [.init(seconds: 0, value: 1)], limit: 2)
        return RunReport(history) { _ in [series] }.renderHTML()
    }
}
