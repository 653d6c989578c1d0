import Testing

/// A rule that cannot fire is worthless.
@Suite struct RuleTests {
    @Test(arguments: TidyTests.rules) func `the rule fires once on what breaks it`(rule: Rule) {
        #expect(rule.check(rule.broken.file).count == 1)
    }

    @Test(arguments: TidyTests.rules) func `the rule is silent on what keeps it`(rule: Rule) {
        #expect(rule.check(rule.kept.file).isEmpty)
    }

    @Test func `the offending line is named`() throws {
        let rule = try #require(TidyTests.rules.first { $0.name == "no task without a scope" })
        let file = SourceFile(
            path: "Sources/PTP/A.swift",
            text: "work()\n\n// Task {\n    Task {\n    }\nTask.detached {"
        )
        #expect(rule.check(file) == [4, 6])
    }

    @Test(arguments: [
        ("init(\n) {\n", "}", [1]),
        ("struct A {\n    public init?() {\n", "    }\n}", [2]),
        ("subscript(index: Int) -> Int {\n", "}", [1]),
        ("isolated deinit {\n", "}", [1]),
        ("func work<A>()\nwhere A: Sendable {\n", "}", [1]),
        ("protocol A {\n    func work()\n    let a = A {\n", "    }\n}", []),
        ("let a = A {\n", "}", []),
        ("func work() {}\nwork {\n", "}", []),
    ])
    func `long functions of every kind are found, and nothing else`(head: String, tail: String, lines: [Int]) throws {
        let rule = try #require(TidyTests.rules.first { $0.name.hasPrefix("a function") })
        let body = String(repeating: "        work()\n", count: 70)
        #expect(rule.check(SourceFile(path: "A.swift", text: head + body + tail)) == lines)
    }

    @Test(arguments: ["PTPHardwareTests", "MyPTPHardware"])
    func `a second target that the suite's filter would run is found`(name: String) {
        let manifest = #".testTarget(name: "PTPHardware"), .testTarget(\#n    name: "\#(name)")"#
        #expect(Manifest.namesTakingPartInTheSuitesFilter(in: manifest) == [name[...]])
    }
}
