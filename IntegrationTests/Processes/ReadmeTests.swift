import Foundation
import IntegrationSupport
import Testing

/// What the README says can be typed.
@Suite(.onOwnThreads) struct ReadmeTests {
    @Test func `every call of the tool in the README works`() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
        let sandbox = try Sandbox()
        try FileManager.default.createSymbolicLink(
            atPath: "\(sandbox.path)/fixtures",
            withDestinationPath: root.appendingPathComponent("fixtures").path
        )
        let calls = readme.matches(of: /(?m)^((?:[A-Z_]+=\S+ )*)swift run ptp-verify ([^#\n]+)/)
        #expect(calls.count >= 8)
        for call in calls {
            var variables: [String: String] = [:]
            for assignment in call.1.split(separator: " ") {
                let parts = assignment.split(separator: "=", maxSplits: 1).map(String.init)
                variables[parts[0]] = parts[1]
            }
            let end = try await sandbox.start(call.2.split(separator: " ").map(String.init), variables).end()
            #expect(end.code == 0, "\(call.0): \(end.words)")
        }
    }
}
