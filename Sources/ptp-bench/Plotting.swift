import Orchestration
import PTPVerify
import Reports

/// The page of a run with many samples: from the history in memory to the bytes of a file.
enum Plotting {
    private static let plotted = 50
    private static let samples = 3600

    static func measure() -> [Figure] {
        let sampled = SimulatedRun.conduct(
            SimulatedRun.plan(cases: plotted),
            verifiedBy: Samples(count: samples),
            seed: 1,
            storage: MemoryJournal()
        )
        let deep = median { RunReport(sampled.history, series: ClockSeries.reader()).renderHTML() }
        let what = "\(plotted) cases with \(samples) samples each as HTML"
        return [
            .atMost(1, "report of \(what)", deep.seconds, "s"),
            .atMost(2, "size of a report of \(what)", deep.mebibytes, "MiB"),
        ]
    }

    private static func median(_ render: () -> [UInt8]) -> (seconds: Double, mebibytes: Double) {
        var size = 0
        let times = (1...3).map { _ in
            let (elapsed, bytes) = seconds(render)
            size = bytes.count
            return elapsed
        }
        return (times.sorted()[times.count / 2], Double(size) / 1_048_576)
    }
}

/// Finds every clock in order, by samples that differ from second to second.
private struct Samples: Executor {
    let count: Int

    func execute(_ target: ExecutionTarget) async throws -> ExecutionResult {
        var generator = SeededGenerator(seed: UInt64(target.instanceCase.index))
        let moment = Timestamp(nanoseconds: 1_795_000_000_000_000_000)
        var result = try await Content().execute(target)
        let evidence = Evidence(
            id: "samples",
            command: "chronyc",
            exitStatus: 0,
            output: output(&generator),
            at: moment
        )
        result.evidence.append(evidence)
        return result
    }

    private func output(_ generator: inout SeededGenerator) -> String {
        var output = "@@ptp-verify samples \(count)\n"
        for number in 0..<count {
            let offset = Int.random(in: 100...999, using: &generator)
            output += """
                @@ptp-verify sample \(number) \(Int.random(in: 20_000...40_000, using: &generator))
                #,*,PHC0,0,0,377,0,0.000000012,0.000000015,0.000000041
                @@ptp-verify tracking
                50484330,PHC0,1,\(1_795_000_000 + number).123456789,\(offset % 2 == 0 ? "-" : "")0.000000\(offset),\
                0.000000011,0.000000030,1.500,0.000,0.050,0.000000010,0.000001200,1.0,Normal

                """
        }
        return output + "@@ptp-verify end\n"
    }
}
