import IntegrationSupport
import Orchestration
import Testing

/// The tool with nothing but shared files that say where AWS is and who calls.
@Suite(.needsEmulator, .onOwnThreads) struct ProfileTests {
    @Test func `a profile in files is all that a run needs`() async throws {
        let emulator = try await Emulator()
        try emulator.directory.write(emulator.profile(named: "emulated"), to: "config")
        let variables = [
            "AWS_CONFIG_FILE": "config", "AWS_PROFILE": "emulated", "AWS_ENDPOINT_URL": "", "AWS_REGION": "",
            "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_EC2_METADATA_DISABLED": "true",
        ]
        let before = try await emulator.things()
        let run = try await emulator.tool("run", variables: variables)
        // Nobody can log in, but everything before it went well: EC2, SSM and STS were all found in the emulator.
        #expect(run.code == ExitCode.inconclusive, "\(run.words)")
        #expect(try await emulator.things() == before)
    }
}
