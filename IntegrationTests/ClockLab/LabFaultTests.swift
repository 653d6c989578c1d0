import Foundation
import Glibc
import IntegrationSupport
import Testing

/// What keeps a machine from starting is said within its deadline, and no emulator is left.
@Suite(.needsLab, .onOwnThreads) struct LabFaultTests {
    /// A start that must fail.
    private func failure(_ settings: String..., preparing prepare: (Directory) throws -> Void = { _ in }) async throws
        -> String
    {
        try await LabParts.image()
        let directory = try Directory(holdsSecrets: true)
        try prepare(directory)
        let start = try directory.start(
            "\(LabParts.folder)/machine",
            ["start", "\(directory.path)/machine", "port=\(SSHServer.freePort())"] + settings,
            ["CLOCK_LAB_CACHE": LabParts.cache, "PATH": "/usr/bin:/bin:/usr/sbin"]
        )
        let end = await start.end()
        #expect(end.code == 1 && end.complaints.hasPrefix("machine: "), "\(end.words)")
        #expect(!FileManager.default.fileExists(atPath: "\(directory.path)/machine/pid"))
        #expect(Self.emulators(in: directory).isEmpty)
        return end.complaints
    }

    /// The processes that work in a directory of ours.
    private static func emulators(in directory: Directory) -> [String] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.filter { process in
            let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
            return place?.hasPrefix("\(directory.path)/machine") == true
        }
    }

    @Test func `no QEMU`() async throws {
        let said = try await failure("qemu=qemu-of-nobody")
        #expect(said.contains("qemu-of-nobody is not there: .ci/setup installs it"), "\(said)")
    }

    @Test func `no memory`() async throws {
        let said = try await failure("memory=99999")
        #expect(said.contains("MB of memory, and the machine takes 99999 and some"), "\(said)")
    }

    @Test func `no image`() async throws {
        let said = try await failure("cache=/nowhere")
        #expect(said.contains("/nowhere has no image: run ") && said.contains("fixtures/clock-lab/build"), "\(said)")
    }

    @Test func `a port that somebody has`() async throws {
        let (descriptor, port) = try LoopbackAddress.listen(queue: 1)
        defer { close(descriptor) }
        let said = try await failure("port=\(port)")
        #expect(said.contains("127.0.0.1:\(port) cannot be had: Address already in use"), "\(said)")
    }

    @Test func `a boot that hangs is given up at its deadline`() async throws {
        try await LabParts.image()
        let began = ContinuousClock.now
        let said = try await failure("deadline=3")
        #expect(said.contains("was not ready after 3 s and is given up; at last it said: "), "\(said)")
        #expect(began.duration(to: .now) < .seconds(15))
    }

    @Test func `a damaged disk is named`() async throws {
        let said = try await failure("cache=cache") { directory in
            try Self.copyImage(to: "\(directory.path)/cache")
            try Data(count: 64 << 20).write(to: URL(fileURLWithPath: "\(directory.path)/cache/image/image.raw"))
        }
        #expect(said.contains("the disk cannot be mounted: is the image damaged?"), "\(said)")
    }

    @Test func `what of the image is damaged is noticed`() async throws {
        try await LabParts.image()
        let directory = try Directory(holdsSecrets: true)
        try Self.copyImage(to: "\(directory.path)/cache")
        let check = { (directory: Directory) async throws in
            try await directory.start(
                "\(LabParts.folder)/build",
                ["--check"],
                ["CLOCK_LAB_CACHE": "\(directory.path)/cache"]
            ).end()
        }
        #expect(try await check(directory).code == 0)
        try directory.write("of somebody else\n", to: "cache/image/id.pub")
        let end = try await check(directory)
        #expect(end.code == 1 && end.complaints.contains("damaged"), "\(end.words)")
    }

    /// Links stand in for files: what is replaced there is damaged there only.
    private static func copyImage(to cache: String) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: cache, withIntermediateDirectories: true)
        try files.copyItem(atPath: "\(LabParts.cache)/image", toPath: "\(cache)/image")
    }
}
