import Foundation
import IntegrationSupport
import Orchestration
import PTPVerify
import SSH
import Testing

/// What proves to instances who we are: the words of OpenSSH are the judge.
@Suite struct LoginKeyTests {
    private static let keygen = "/usr/bin/ssh-keygen"

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: keygen) || EmulatorParts.areRequired,
            "needs OpenSSH's ssh-keygen"
        )
    )
    func `OpenSSH reads a throw-away key and finds the same public half in it`() async throws {
        let directory = try Directory()
        for number in 1...8 {
            // Comments of all lengths, because the file is padded.
            let key = ThrowAwayKey(comment: String(repeating: "c", count: number))
            let path = "\(directory.path)/key-\(number)"
            let bytes = key.privateFile.reveal { Data($0) }
            _ = FileManager.default.createFile(atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600])
            let end = try await directory.start(Self.keygen, ["-y", "-f", path]).end()
            #expect(end.code == 0, "\(end.complaints)")
            #expect(end.output == key.authorizedKey + "\n")
        }
    }

    @Test(.needsEmulator) func `who keeps instances gets the key that opens them, and nobody else does`() async throws {
        let emulator = try await Emulator()
        let run = try await emulator.tool("run", variables: ["PTP_KEEP": "all", "PTP_INSTANCE_TYPES": "c7i.large"])
        #expect(run.code == ExitCode.inconclusive, "\(run.words)")
        let path = "\(emulator.directory.path)/ptp-runs/latest/id_ed25519"
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let other = try await emulator.tool("run", variables: ["PTP_INSTANCE_TYPES": "c7i.large"])
        #expect(other.code == ExitCode.inconclusive, "\(other.words)")
        #expect(!FileManager.default.fileExists(atPath: path), "latest is the run that kept nothing")
    }

    @Test(.needsEmulator) func `a private key without its public half is refused before anything is launched`()
        async throws
    {
        let emulator = try await Emulator()
        let before = try await emulator.things()
        let key = ThrowAwayKey(comment: "mine").privateFile.reveal { String(decoding: $0, as: UTF8.self) }
        try Data(key.utf8).write(to: URL(fileURLWithPath: "\(emulator.directory.path)/id_mine"))
        let run = try await emulator.tool("run", variables: ["PTP_PRIVATE_KEY_PATH": "id_mine"])
        #expect(run.code == ExitCode.usage)
        #expect(run.complaints.contains("ssh-keygen -y -f"), "\(run.complaints)")
        #expect(try await emulator.things() == before)
    }
}
