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
        #expect(run.count("TerminateInstances") == 2, "once at the end of the case, once at that of the run")
        #expect(run.count("DeleteSecurityGroup") <= 2, "waiting does not help")
        try await trial.expectListed(
            run,
            [
                "termination protection is on", "--no-disable-api-termination",
                "aws ec2 terminate-instances --instance-ids i-", "aws ec2 delete-security-group --group-id sg-",
            ]
        )
    }

    private typealias Decide = @Sendable (FaultProxy.Call) -> Fault?

    /// What goes wrong from the launch on, and the words that must be said.
    private static let faults: [(fault: Decide, words: [String])] = [
        (
            from("DescribeInstances", "TerminateInstances", "DeleteSecurityGroup", fault: .throttled),
            ["RequestLimitExceeded", "aws ec2 terminate-instances --instance-ids i-", "EC2 did not confirm it in time"]
        ),
        (
            from("TerminateInstances", .refused("UnauthorizedOperation", status: "403 Forbidden")),
            ["Ask for the permission ec2:TerminateInstances", "aws ec2 terminate-instances --instance-ids i-"]
        ),
        (
            from("DeleteSecurityGroup", .refused("UnauthorizedOperation", status: "403 Forbidden")),
            ["Ask for the permission ec2:DeleteSecurityGroup", "aws ec2 delete-security-group --group-id sg-"]
        ),
        (
            from("TerminateInstances", .page("403 Forbidden")),
            ["something between here and AWS must have answered", "aws ec2 terminate-instances --instance-ids i-"]
        ),
        (
            // The launch took effect, nobody knows as what, and nobody may look.
            { call in
                switch call.action {
                case "RunInstances": .lost
                case "DescribeInstances" where call.isAfterLaunch:
                    .refused("UnauthorizedOperation", status: "403 Forbidden")
                default: nil
                }
            },
            [
                "Ask for the permission ec2:DescribeInstances",
                "aws ec2 terminate-instances --instance-ids $(aws ec2 describe-instances --filters Name=tag:ptp-verify",
            ]
        ),
    ]

    private static func from(_ actions: String..., fault: Fault) -> Decide {
        { $0.isAfterLaunch && actions.contains($0.action) ? fault : nil }
    }

    private static func from(_ first: String, _ fault: Fault) -> Decide { from(first, fault: fault) }

    @Test func `what cannot be cleaned up is listed, and a sweep removes it when the fault is over`() async throws {
        // Each waits for minutes: side by side they cost no more than one.
        try await withThrowingTaskGroup { group in
            for (fault, words) in Self.faults {
                group.addTask {
                    let trial = try await FaultTrial()
                    let variables = ["AWS_MAX_ATTEMPTS": "2", "PTP_CLEANUP_TIMEOUT_MINUTES": "1"]
                    let run = try await trial.run(variables, #_sourceLocation, fault)
                    try await trial.expectListed(run, words)
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `a launch of which no answer ever comes is found and ended`() async throws {
        let trial = try await FaultTrial()
        let run = try await trial.run(["AWS_MAX_ATTEMPTS": "2"]) { $0.action == "RunInstances" ? .lost : nil }
        #expect(run.end.code == ExitCode.inconclusive, "\(run.end.words)")
        #expect(run.count("RunInstances") == 2 && run.count("TerminateInstances") == 1)
        try await trial.expectNothingLeft(run)
    }
}
