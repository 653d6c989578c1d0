import Orchestration
import PTP
import Shell
import Simulation
import Testing

/// chrony follows its clock before the system clock has come all the way to it.
@Suite struct CorrectionTests {
    /// What chrony says while it still slews: the system clock is off by more than a good one ever is.
    private static let slewing: @Sendable ([UInt8]) -> CommandResult = { output in
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let text = lines.map { line in
            var fields = line.split(separator: ",", omittingEmptySubsequences: false)
            // The tracking is the only answer of fourteen fields.
            guard fields.count == 14 else { return String(line) }
            fields[4] = "0.000026900"
            return fields.joined(separator: ",")
        }
        return CommandResult(.exited(0), output: Array(text.joined(separator: "\n").utf8))
    }

    @Test func `the first correction is waited for before the clock is judged`() {
        var bench = Bench(.working)
        let start = bench.now
        bench.batches = Array(repeating: Self.slewing, count: 4)
        bench.prove(samples: 20)
        #expect(bench.batches.isEmpty)
        #expect(Ladder(bench.record.situation).verdict.verdict == .supported)
        #expect(bench.now - start >= .seconds(8 + 20))
    }

    @Test func `one that never ends is judged as it is`() {
        var bench = Bench(.working)
        let start = bench.now
        bench.batches = Array(repeating: Self.slewing, count: 40)
        bench.prove(samples: 20)
        #expect(bench.batches.count > 20, "it was waited for too long")
        #expect(bench.now - start < .seconds(60))
    }

    @Test func `nobody waits for a clock that is close from the start`() {
        var bench = Bench(.working)
        let start = bench.now
        bench.prove(samples: 20)
        #expect(bench.now - start < .seconds(30))
    }
}
