import AWS
import Glibc
import PTPVerify

/// Calls of EC2, by ours and by boto3, AWS's own library for Python: both answered by the same emulator.
enum PeerCalls {
    private static let instances = 1
    private static let calls = 1000
    private static let starts = 7

    static func measure() throws -> [Figure] {
        guard unsafe access(Emulator.python, X_OK) == 0 else {
            return [.notMeasured("calls of EC2 beside boto3's", "\(Emulator.python) is missing, run .ci/setup")]
        }
        let emulator = try Emulator(instances: instances)
        defer { emulator.end() }
        let environment = emulator.environment
        let describe = { (who: Who, count: Int) throws -> Child in
            let child = try Child.run(who.command + ["\(count)"], environment)
            precondition(child.seconds > 0, "a process takes time")
            return child
        }
        // Once for nothing: what is read from disk for the first time is nobody's figure.
        for who in Who.allCases { _ = try describe(who, 1) }
        var first: [Who: [Child]] = [:]
        for _ in 1...starts { for who in Who.allCases { first[who, default: []].append(try describe(who, 1)) } }
        let (ours, theirs) = (Typical(first[.ours] ?? []), Typical(first[.boto3] ?? []))
        let many = try (describe(.ours, calls + 1), describe(.boto3, calls + 1))
        let each = (
            ours: (many.0.processorSeconds - ours.processorSeconds) / Double(calls),
            theirs: (many.1.processorSeconds - theirs.processorSeconds) / Double(calls)
        )
        let what = "process start to first answered DescribeInstances"
        let beside = { (part: Double, what: String, ours: Double, theirs: Double, unit: String) in
            Figure.atMost(part * theirs, what, ours, unit).beside([Peer("boto3", theirs)])
        }
        return [
            beside(1.0 / 5, "\(what), wall", ours.seconds * 1000, theirs.seconds * 1000, "ms"),
            beside(1.0 / 5, "\(what), CPU", ours.processorSeconds * 1000, theirs.processorSeconds * 1000, "ms"),
            beside(1.0 / 2, "memory of that process", ours.peakMebibytes, theirs.peakMebibytes, "MiB"),
            beside(1.0 / 3, "CPU of a call, of \(calls) on one client", each.ours * 1e6, each.theirs * 1e6, "µs"),
        ]
    }

    /// Who calls.
    private enum Who: CaseIterable {
        case ours
        case boto3

        var command: [String] {
            switch self {
            case .ours: [Child.ownPath, "describe-instances"]
            case .boto3: [Emulator.python, "fixtures/benchmarks/describe.py"]
            }
        }
    }

    /// The medians of several processes.
    private struct Typical {
        let seconds: Double
        let processorSeconds: Double
        let peakMebibytes: Double

        init(_ children: [Child]) {
            let median = { (part: (Child) -> Double) in children.map(part).sorted()[children.count / 2] }
            seconds = median(\.seconds)
            processorSeconds = median(\.processorSeconds)
            peakMebibytes = median(\.peakMebibytes)
        }
    }

    /// What our process does: the way to AWS that the tool goes, and so many calls.
    static func describeInstances(_ count: Int) async throws {
        let client = EC2Client(
            try await AWSAccess(region: nil, profile: nil, environment: ProcessEnvironment.read()).caller
        )
        for _ in 0..<count {
            let found = try await client.describeInstances(.tagKey("ptp-verify:run"))
            precondition(found.count == instances, "an answer with everything that is there")
        }
    }
}
