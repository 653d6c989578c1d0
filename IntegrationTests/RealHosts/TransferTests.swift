import Crypto
import Foundation
import IntegrationSupport
import Shell
import Testing

/// Files that go to a real host and come back.
@Suite(.needsSSHServer, .onOwnThreads) struct TransferTests {
    private let host: TestHost

    init() async throws { host = try await TestHost() }

    @Test(arguments: [0, 1, 4096, 3_000_001]) func `a file arrives whole, with its mode, and comes back`(size: Int)
        async throws
    {
        let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        let path = "\(host.path)/it's a file"
        try await host.withShell { shell in
            try await shell.upload(content, to: path, mode: .ownersOnly)
            #expect(try await shell.download(path) == content)
        }
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: host.path).allSatisfy { !$0.hasPrefix(".ptp-verify") }
        )
    }

    @Test func `a file that is there is replaced at once or not at all`() async throws {
        let path = "\(host.path)/file"
        try await host.withShell { shell in
            try await shell.upload(Array("old".utf8), to: path, mode: .executable)
            try await shell.upload(Array("new".utf8), to: path)
            #expect(try await shell.download(path) == Array("new".utf8))
            // A directory is in the way: nothing changes, and nothing is left behind.
            try FileManager.default.createDirectory(
                atPath: "\(host.path)/full/inside",
                withIntermediateDirectories: true
            )
            await #expect(throws: FileTransferError.self) { try await shell.upload([1], to: "\(host.path)/full") }
            await #expect(throws: FileTransferError.self) { try await shell.upload([1], to: "\(host.path)/none/file") }
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: host.path).allSatisfy { !$0.hasPrefix(".ptp-verify") }
        )
    }

    @Test func `what is missing or too long is told`() async throws {
        let path = "\(host.path)/long"
        try await host.withShell { shell in
            try await shell.upload([UInt8](repeating: 7, count: 5000), to: path)
            let tooLong = await #expect(throws: FileTransferError.self) { try await shell.download(path, limit: 4999) }
            #expect(tooLong?.description.contains("more than the 4999 bytes") == true)
            let missing = await #expect(throws: FileTransferError.self) { try await shell.download("\(path)-not") }
            #expect(
                missing?.description.contains("No such file") == true
                    || missing?.description.contains("cannot open") == true
            )
        }
    }
}
