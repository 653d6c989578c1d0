import IntegrationSupport
import Orchestration
import Testing

/// What goes wrong for good leaves nothing behind that is not listed, with the command that removes it.
@Suite(.serialized, .needsEmulator, .onOwnThreads) struct LastingFaultTests {
    private static let protection = Fault.refused(
        "OperationNotPermitted",
        "The instance may not be terminated. Modify its 'disableApiTermination' instance attribute and try again."
    )
    private static let inUse = Fault.refused("DependencyViolation", "resource has a dependent object")

    @Test func `an instance that is protected is listed with what lifts the protection`() async throws {
        let trial = try await FaultTrial()
        let run = try await trial.run { call in
            switch call.action {
            case "TerminateInstances": Self.protection
            case "DeleteSecurityGroup": Self.inUse
            default: nil
            }
        }
        #expect(run.count("TerminateInstances") == 1, "trying again does not help")
        #expect(run.count("DeleteSecurityGroup") <= 2, "waiting does not help")
        try await trial.expectListed(
            run,
            [
                "termination protection is on", "--no-disable-api-termination",
                "aws ec2 terminate-instances --instance-ids i-", "aws ec2 delete-security-group --group-id sg-",
            ]
        )
    }

    @Test func `a storm of refusals that outlasts the run is listed`() async throws {
        let trial = try await FaultTrial()
        let run = try await trial.run(["AWS_MAX_ATTEMPTS": "2"]) { call in
            ["DescribeInstances", "TerminateInstances", "DeleteSecurityGroup"].contains(call.action) ? .throttled : nil
        }
        try await trial.expectListed(
            run,
            ["RequestLimitExceeded", "aws ec2 terminate-instances --instance-ids i-", "Try again later"]
        )
    }
}
