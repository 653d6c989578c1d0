import PTPTesting
import Testing

/// Verifies the PTP hardware clock of every planned instance, one test case each.
///
/// What is planned comes from the environment and the configuration file; with neither, a simulated fleet.
@Suite(.serialized, .verificationRun) struct PTPHardware {
    @Test("instance", arguments: PlannedCase.all) func instance(_ planned: PlannedCase) async throws {
        try await RunSession.verify(planned)
    }
}
