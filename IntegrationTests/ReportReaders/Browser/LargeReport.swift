import Orchestration
import PTPVerify
import Reports

/// A report with much to draw.
enum LargeReport {
    /// The page of a run whose cases were each looked at for so many seconds.
    static func page(cases count: Int, samples: Int) -> [UInt8] {
        let cases = (1...count).map { InstanceCase(type: "c7i.large", index: $0, of: count) }
        let plan = RunPlan(runID: "large", environment: "simulated", cases: cases)
        let start = Timestamp(nanoseconds: 1_795_000_000_000_000_000)
        var history = RunHistory()
        var number = 0
        func note(_ event: RunEvent) {
            number += 1
            history.apply(JournalRecord(number: number, at: start + .seconds(number), event: event))
        }
        note(.runBegan(plan, toolVersion: "1", processID: 1))
        for (index, planned) in cases.enumerated() {
            note(.caseMoved(planned.id, .executing))
            note(.executed(planned.id, result(samples, SeededGenerator(seed: UInt64(index)))))
            note(.caseEnded(planned.id, CaseOutcome(status: .met, verdict: .supported, disposal: .neverMade)))
        }
        note(.runEnded(exitCode: 0))
        return RunReport(history, series: ClockSeries.reader()).renderHTML()
    }

    private static func result(_ samples: Int, _ generator: SeededGenerator) -> ExecutionResult {
        var generator = generator
        let moment = Timestamp(nanoseconds: 1_795_000_000_000_000_000)
        var output = "@@ptp-verify samples \(samples)\n"
        for number in 0..<samples {
            let offset = Int.random(in: -99...99, using: &generator)
            let digits = offset.magnitude < 10 ? "0\(offset.magnitude)" : "\(offset.magnitude)"
            output += """
                @@ptp-verify sample \(number) \(Int.random(in: 20_000...40_000, using: &generator))
                #,*,PHC0,0,0,377,0,0.000000012,0.000000015,0.000000041
                @@ptp-verify tracking
                50484330,PHC0,1,\(1_795_000_000 + number).123456789,\(offset < 0 ? "-" : "")0.0000000\(digits),\
                0.000000011,0.000000030,1.500,0.000,0.050,0.000000010,0.000001200,1.0,Normal

                """
        }
        output += "@@ptp-verify end\n"
        let evidence = Evidence(id: "samples", command: "chronyc", exitStatus: 0, output: output, at: moment)
        return ExecutionResult(
            verdict: .supported,
            summary: "the clock works",
            evidence: [evidence],
            startedAt: moment,
            endedAt: moment
        )
    }
}
