import Foundation
import Glibc
import IntegrationSupport
import Testing

/// The simulated cloud as AWS's own client sees it, over the network.
@Suite(.needsEmulator, .onOwnThreads) struct SimulatedCloudTests {
    /// The tool under test: it lies beside this program.
    private static let tool = URL(
        fileURLWithPath: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    ).deletingLastPathComponent().appendingPathComponent("ptp-verify").path

    @Test(arguments: [1, 2]) func `boto3 launches, looks, tags and ends as it does on EC2`(seed: Int) async throws {
        let directory = try Directory()
        let arguments = ["simulate-cloud", "--seed", "\(seed)", "--simulation-pace", "0.02"]
        let cloud = try directory.start(Self.tool, arguments)
        let address = try await cloud.says(/^listening on (http:\S+)\n/)
        let client = try await EmulatorParts.run("simulated_cloud.py", [address], in: directory)
        #expect(client.code == 0, "\(client.words)")
        #expect(client.output == "the protocol is kept\n")
        cloud.send(seed == 1 ? SIGTERM : SIGINT)
        let end = await cloud.end()
        #expect(end.code == 0 && end.complaints.isEmpty, "\(end.words)")
    }

    @Test func `a port that is taken is told, with nothing served`() async throws {
        let directory = try Directory()
        let first = try directory.start(Self.tool, ["simulate-cloud", "--port", "0"])
        let port = try await first.says(/127\.0\.0\.1:(\d+)\n/)
        let second = try await directory.start(Self.tool, ["simulate-cloud", "--port", port]).end()
        #expect(second.code == 2 && second.complaints.contains("cannot listen on port \(port)"), "\(second.words)")
        first.send(SIGINT)
        #expect(await first.end().code == 0)
    }
}
