import IntegrationSupport
import Orchestration
import Testing

/// What goes wrong for a while only costs a run time: it comes to its end, and nothing is left.
@Suite(.serialized, .needsEmulator, .onOwnThreads) struct PassingFaultTests {
    private typealias Decide = @Sendable (FaultProxy.Call) -> Fault?

    /// What goes wrong, and how many launches are asked for.
    private static let faults: [(name: String, launches: Int, fault: Decide)] = [
        ("the answer to the launch is lost", 2, { first("RunInstances", $0, .lost) }),
        ("the answer to the launch is cut", 2, { first("RunInstances", $0, .cut(afterBytes: 700)) }),
        (
            "a gateway answers in place of a launch that took effect", 2,
            { first("RunInstances", $0, .replaced(Fault.whole("<html>", "504 Gateway Timeout", "text/html"))) }
        ),
        (
            "junk comes in place of a launch that took effect", 2,
            { first("RunInstances", $0, .replaced(Fault.whole("}{", "200 OK", "text/xml"))) }
        ),
        ("every call is throttled at first", 3, { $0.number <= 2 ? .throttled : nil }),
        ("each answer is lost once", 2, { $0.number == 1 ? .lost : nil }),
        ("a gateway has trouble with each call once", 2, { $0.number == 1 ? .page("502 Bad Gateway") : nil }),
        ("every answer is late", 1, { _ in .delayed(milliseconds: 300) }),
    ]

    private static func first(_ action: String, _ call: FaultProxy.Call, _ fault: Fault) -> Fault? {
        call.action == action && call.number == 1 ? fault : nil
    }

    @Test func `a run comes to its end all the same, with one launch`() async throws {
        let trial = try await FaultTrial()
        for (name, launches, fault) in Self.faults {
            let run = try await trial.run([:], #_sourceLocation, fault)
            #expect(run.end.code == ExitCode.inconclusive, "\(name): \(run.end.words)")
            #expect(run.count("RunInstances") == launches, "\(name)")
            try await trial.expectNothingLeft(run)
        }
    }
}
