import Testing

/// Style is a test: what the compiler and the formatter cannot see.
@Suite struct TidyTests {
    static let rules = Rule.sizes + Rule.imports + Rule.safety + Rule.determinism

    @Test(arguments: rules) func `the tree keeps the rule`(rule: Rule) {
        for file in SourceTree.files {
            for line in rule.check(file) {
                Issue.record(
                    "\(file.path):\(line): \(rule.name). \(rule.advice)",
                    sourceLocation: SourceLocation(
                        fileID: file.path,
                        filePath: SourceTree.root + file.path,
                        line: line,
                        column: 1
                    )
                )
            }
        }
    }

    @Test func `the tree is all there`() {
        let paths = Set(SourceTree.files.map(\.path))
        #expect(paths.contains("Tests/TidyTests/TidyTests.swift"))
        #expect(paths.contains { $0.hasPrefix("Sources/Orchestration/") })
        #expect(paths.contains { $0.hasPrefix("IntegrationTests/PTPHardware/") })
    }

    /// `swift test --filter PTPHardware` is a regular expression: another such name would be run with it.
    @Test func `no other target carries the name that the suite is filtered by`() throws {
        let manifest = try #require(SourceTree.text(at: "Package.swift"))
        #expect(Manifest.names(in: manifest).contains("PTPHardware"))
        for name in Manifest.namesTakingPartInTheSuitesFilter(in: manifest) {
            Issue.record("Package.swift: rename \(name), or `--filter PTPHardware` runs it with the suite.")
        }
    }
}
