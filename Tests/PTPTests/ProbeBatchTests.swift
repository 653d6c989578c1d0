import Orchestration
import PTP
import PTPTesting
import Shell
import Testing

@Suite struct ProbeBatchTests {
    @Test func `answers come back as they were given, whatever they say`() async throws {
        try await checkProperty("what a host prints is cut out unchanged", runs: 1_000) { generator in
            Probe.allCases.map { _ in Self.answer(&generator) }
        } refute: { answers in
            let batch = ProbeBatch.all
            let output = batch.frame { probe in answers[Probe.allCases.firstIndex(of: probe) ?? 0] }
            let read = batch.answers(in: output)
            guard read.map(\.probe) == Probe.allCases else { return "answers to \(read.map(\.probe))" }
            return read.map(\.result) == answers ? nil : "other answers: \(read.map(\.result))"
        }
    }

    @Test func `an output cut anywhere gives only whole answers, in their order`() {
        let bytes = ProbeBatch.all.frame { CommandResult(exitStatus: 0, output: "answer to \($0.rawValue)\n") }
        var most = 0
        for length in 0...bytes.count {
            let read = ProbeBatch.all.answers(in: Array(bytes[..<length]))
            #expect(read.map(\.probe) == Array(Probe.allCases.prefix(read.count)))
            #expect(
                read.filter { $0.result != CommandResult(exitStatus: 0, output: "answer to \($0.probe.rawValue)\n") }
                    .isEmpty
            )
            #expect(read.count >= most)
            most = read.count
        }
        #expect(most == Probe.allCases.count)
        #expect(ProbeBatch.all.answers(in: Array("bash: no such luck".utf8)).isEmpty)
    }

    private static func answer(_ generator: inout SeededGenerator) -> CommandResult {
        let scraps = ["a", "\n", "", "é", "@@", "@@ptp-verify", "@@ptp-verify end ", "0\n", "\r\n", "\u{0}"]
        func text() -> String {
            (0..<4).map { _ in scraps[Int.random(in: 0..<scraps.count, using: &generator)] }.joined()
        }
        let status = Int.random(in: 0...255, using: &generator)
        return CommandResult(exitStatus: status, output: text(), errorOutput: text())
    }
}
