import Crypto
import Foundation
import IntegrationSupport
import Orchestration
import PTP
import Testing

/// Hosts without a way to the Internet, whose driver is built from sources that are brought to them.
@Suite(.needsStandIn, .onOwnThreads) struct BundleTests {
    /// What such hosts have besides what their distribution ships.
    private static let packages = StandInSetting(
        "packages",
        "sudo python3 chrony ethtool curl initramfs-tools cloud-init gcc make linux-headers-6.1.0-37-cloud-amd64"
    )

    @Test func `a driver is built from a bundle, checked, reloaded and proven, and nothing is left of it`() async throws
    {
        let host = try await ToolHost(.debian12, .noInternet, Self.packages)
        let before = try await host.state()
        let (directory, bundle) = try await Self.bundle()
        defer { withExtendedLifetime(directory) {} }
        let content = try Data(contentsOf: URL(fileURLWithPath: bundle))
        let digest = SHA256.digest(Array(content)).hexadecimal
        let run = try await host.verify(["PTP_ENA_BUNDLE": bundle, "PTP_ENA_DIGEST": digest])
        #expect(run.end.code == ExitCode.success, "\(run.end.words)")
        #expect(run.outcome.verdict == .supported)
        #expect(run.steps.contains("build: done") && run.steps.contains("reload: done"), "\(run.steps)")
        let build = run.history.result?.evidence.first { $0.id.hasSuffix("-build") }?.output ?? ""
        #expect(build.contains("SHA-256 \(digest)") && build.contains("version 2.16.1g"), "\(build)")
        #expect(try await host.host.output("cat /sys/module/ena/version") == "2.16.1g\n")
        #expect(try await host.host.output("ls -A ~ | grep -c ptp-verify || true") == "0\n", "the bundle is gone")
        #expect(try await host.restore().code == ExitCode.success)
        #expect(try await host.state() == before)
    }

    @Test func `without a bundle such a host is told of it, and another file than the one meant is refused`()
        async throws
    {
        let host = try await ToolHost(.debian12, .noInternet, Self.packages)
        let run = try await host.verify()
        #expect(run.outcome.verdict == .inconclusive, "\(run.end.words)")
        #expect(run.findings.first == "no-internet", "\(run.findings)")
        #expect(run.obstacles.contains { $0.contains("needs an offline bundle") }, "\(run.obstacles)")
        let (directory, bundle) = try await Self.bundle()
        defer { withExtendedLifetime(directory) {} }
        let other = String(repeating: "0", count: 64)
        let state = try await host.state()
        let refusal = try await #require(throws: Verification.Failure.self) {
            try await host.verify(["PTP_ENA_BUNDLE": bundle, "PTP_ENA_DIGEST": other])
        }
        #expect("\(refusal)".contains("not \(other). Get the right file, or correct ena_digest"), "\(refusal)")
        #expect(try await host.state() == state)
    }

    /// Sources as far as the played compiler looks, packed as GitHub packs a release.
    private static func bundle() async throws -> (Directory, path: String) {
        let directory = try Directory()
        let tag = DriverRelease.pinned.tag
        let version = tag.replacing("ena_linux_", with: "")
        let folder = "\(directory.path)/amzn-drivers-\(tag)/kernel/linux/ena"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let name = "amzn-drivers-\(tag)/kernel/linux/ena"
        try directory.write("all:\n\tmake modules\n", to: "\(name)/Makefile")
        try directory.write("#define DRV_MODULE_VERSION \"\(version)g\"\n", to: "\(name)/ena_netdev.h")
        let end = try await directory.start("/usr/bin/tar", ["-czf", "bundle.tar.gz", "amzn-drivers-\(tag)"]).end()
        guard end.code == 0 else { throw Unexpected(description: "tar: \(end.words)") }
        return (directory, "\(directory.path)/bundle.tar.gz")
    }
}
