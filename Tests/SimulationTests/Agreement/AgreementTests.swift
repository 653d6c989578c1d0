import Orchestration
import PTP
import Simulation
import Testing

/// A simulated machine and one with a real kernel, in the same state, are told the same.
@Suite struct AgreementTests {
    /// A scenario of the lab, and the machine that stands for it in simulations.
    struct Pair: CustomTestStringConvertible {
        let scenario: String
        let condition: SimulatedClock
        /// Whether it is set up; else it is only looked at.
        var isSetUp = false
        /// What may come out otherwise.
        var differing: Set<String> = []

        var testDescription: String { "\(scenario) as \(condition)" }
    }

    static let pairs = [
        Pair(scenario: "healthy", condition: .working),
        Pair(scenario: "other-distribution", condition: .fresh, isSetUp: true),
        Pair(scenario: "off", condition: .disabled, isSetUp: true),
        // Emulated machines are looked at when chrony has just begun to measure the network.
        Pair(scenario: "off-as-is", condition: .disabled, differing: ["rung bound", "sources"]),
        Pair(scenario: "password", condition: .sudoPassword, isSetUp: true, differing: ["rung bound", "sources"]),
        Pair(scenario: "no-clock", condition: .absent, isSetUp: true, differing: ["sources"]),
        // Of two that disagree chrony believes neither; simulated machines have a majority.
        Pair(scenario: "stopped", condition: .stopped, differing: ["sources"]),
        Pair(scenario: "offset-5ms", condition: .falseticker, differing: ["sources"]),
        // By another name, the second time.
        Pair(scenario: "registered-twice", condition: .secondRefclock, differing: ["sources", "reference clocks"]),
        // The driver counts our own reading.
        Pair(scenario: "dead-chronyd", condition: .chronyDown, differing: ["rung counters"]),
        // Failed readings hide the error bound now and then.
        Pair(scenario: "failing-reads", condition: .countersRising, differing: ["rung stability"]),
    ]

    @Test(arguments: pairs) func `verdict, cause, rungs and facts agree`(_ pair: Pair) throws {
        let real = try Capture.read("\(pair.scenario).json").situation
        var bench = Bench(pair.condition)
        bench.prove(samples: 20, asIs: !pair.isSetUp)
        let simulated = bench.record.situation
        let (left, right) = (Ladder(real), Ladder(simulated))
        #expect(left.verdict.verdict == right.verdict.verdict, "\(left.verdict.reason); \(right.verdict.reason)")
        #expect(Diagnosis.findings(for: left).first?.id == Diagnosis.findings(for: right).first?.id)
        let meaning = Self.meaning(simulated, right)
        for (id, seen) in Self.meaning(real, left) where !pair.differing.contains(id) {
            #expect(seen == meaning[id], "\(id)")
        }
    }

    /// What a ladder and its facts come to, without what differs from machine to machine.
    private static func meaning(_ situation: Situation, _ ladder: Ladder) -> [String: String] {
        let facts = situation.facts
        var meaning: [String: String] = [:]
        for check in ladder.checks() { meaning["rung \(check.id)"] = check.status.rawValue }
        meaning["root"] = "\(facts.access.value?.isRoot as Bool?)"
        meaning["interface"] = facts.interface.value?.driver
        meaning["loaded"] = "\(facts.module.value?.isLoaded as Bool?)"
        meaning["enabled"] = "\(facts.isEnabled as Bool?)"
        meaning["switch"] = facts.moduleFile.value.map { "\($0.parameters.contains("phc_enable"))" }
        meaning["clocks"] = facts.clocks.value.map { "\($0.clocks.map { clock in clock.name })" }
        meaning["symlink"] = facts.symlink.value?.text
        meaning["ethtool -T"] = facts.timestamping.value.map { "\($0.clockIndex as Int?) \($0.receiveFilters)" }
        meaning["bound"] = "\(facts.errorBound.value != nil)"
        meaning["counters"] = "\(facts.counters.value != nil)"
        meaning["sources"] = facts.sources.value.map { sources in
            "\(sources.rows.map { "\($0.mode.rawValue)\($0.state.rawValue) \($0.name) \($0.stratum)" })"
        }
        meaning["reference clocks"] = facts.chronyConfiguration.value.map { configuration in
            "\(configuration.referenceClocks.map { "\($0.driver) \($0.parameter)" })"
        }
        return meaning
    }
}
