import Orchestration
import PTP
import Shell
import Simulation
import Testing

/// Batches of questions that hang as a whole, or come back cut.
@Suite struct SilenceTests {
    /// A result of which only so much came.
    private static func cut(to share: Double) -> @Sendable ([UInt8]) -> CommandResult {
        { output in
            let length = Int(Double(output.count) * share)
            return CommandResult(.killed(signal: "TERM"), output: Array(output[..<length]))
        }
    }

    @Test(arguments: [0, 0.3, 0.5, 0.9, 0.999])
    func `what did not come is asked once more, and then all is known`(share: Double) {
        var bench = Bench(.working)
        bench.batches = [Self.cut(to: share)]
        bench.prove(samples: 60)
        #expect(Ladder(bench.record.situation).verdict.verdict == .supported)
        #expect(bench.record.evidence.count { $0.exitStatus == nil } == 0)
    }

    @Test func `what never comes is a fact of its own, and nothing is made of it`() throws {
        for share in [0, 0.2, 0.4, 0.6, 0.8] {
            var bench = Bench()
            bench.batches = Array(repeating: Self.cut(to: share), count: 40)
            let done = bench.prove(samples: 60)
            #expect(done.isEmpty, "\(done)")
            let ladder = Ladder(bench.record.situation)
            #expect(ladder.verdict.verdict == .inconclusive || bench.record.facts.clocks.value != nil)
            let silent = bench.record.evidence.filter { $0.exitStatus == nil }
            #expect(!silent.isEmpty && silent.allSatisfy { $0.output.contains("asked twice in vain") })
            #expect(bench.record.evidence.count >= Probe.allCases.count, "each question has an answer or none")
            #expect(HostRecord(bench.record.evidence).situation == bench.record.situation)
        }
    }

    @Test func `a host that says nothing at all is inconclusive, with the reason`() {
        var bench = Bench(.working)
        bench.batches = Array(
            repeating: { _ in CommandResult(exitStatus: 1, output: "", errorOutput: "sh: no such luck\n") },
            count: 40
        )
        bench.prove()
        let (verdict, reason) = Ladder(bench.record.situation).verdict
        #expect(verdict == .inconclusive)
        #expect(reason.contains("no answer: asked twice in vain: sh: no such luck"), "\(reason)")
        #expect(bench.obstacles.contains { $0.contains("asked twice in vain") }, "\(bench.obstacles)")
    }

    @Test func `the question that broke off comes last when it is asked again`() {
        var procedure = HostProcedure(.restoration(removesPackages: false))
        let moment = Bench().now
        let answer = ProbeBatch([.system, .kernel]).frame { _ in CommandResult(exitStatus: 0, output: "x\n") }
        procedure.note(CommandResult(.exited(0), output: answer), to: .all, at: moment)
        guard case .ask(let batch) = procedure.next() else { return #expect(Bool(false), "\(procedure.next())") }
        #expect(batch.probes == Probe.allCases.dropFirst(3) + [.machine])
        #expect(ProbeBatch(commandText: batch.command.text) == batch)
        // Over a new connection all is asked, for the last time.
        procedure.reconnected(at: moment)
        #expect(procedure.next() == .ask(.all))
    }
}
