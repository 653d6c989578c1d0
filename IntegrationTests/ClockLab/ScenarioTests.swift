import Foundation
import IntegrationSupport
import Orchestration
import Testing

/// The real suite on emulated machines with a real kernel: one scenario each.
@Suite(.needsLab, .onOwnThreads) struct ScenarioTests {
    @Test(arguments: Scenario.wanted)
    func `the suite says what is wrong, and what it measured`(_ scenario: Scenario) async throws {
        let seen = try await LabSeats.shared.withSeats { try await scenario.play() }
        try scenario.expected.check(seen)
        try Recording.keep(seen, of: scenario)
    }

    @Test func `whoever wants a scenario names one that there is`() {
        let names = Set(Scenario.all.map(\.name))
        #expect(names.count == Scenario.all.count)
        #expect(LabParts.areAllWanted || LabParts.wanted.isSubset(of: names), "\(names.sorted())")
    }
}

extension Scenario {
    /// Starts the machine, lets the suite look at it while happens what has to happen, and ends the machine.
    fileprivate func play() async throws -> Verification {
        let host = try await LabMachine(machine)
        if !preparation.isEmpty { try await host.run(preparation) }
        for knob in knobs { try await host.turn(knob) }
        let directory = try Directory()
        let suite = try directory.start(Binaries.suite, Binaries.suiteArguments, variables(for: host))
        try await incident?.happen(to: host, while: suite)
        let seen = try await Verification(await suite.end(), in: directory)
        if !expected.afterwards.isEmpty { try await host.run(expected.afterwards) }
        try await host.stop()
        return seen
    }

    private func variables(for host: LabMachine) -> [String: String] {
        let base = [
            "PTP_HOSTS": host.name, "PTP_HOST_KEYS": "accept-new", "PTP_PRIVATE_KEY_PATH": LabParts.key,
            "PTP_SAMPLES": "20", "PTP_EXPECT": "any", "PTP_LOGIN_TIMEOUT_SECONDS": "200",
            // The machine ends anyway.
            "PTP_RESTORE": "no",
        ]
        return base.merging(variables) { $1 }
    }
}

extension Incident {
    fileprivate func happen(to host: LabMachine, while suite: Child) async throws {
        // One look there, that waits: from here, each would cost the machine more than what is waited for.
        let wait = "n=0; until \(moment) >/dev/null 2>&1; do sleep 0.2; n=$((n + 1)); [ $n -lt 500 ]; done"
        try await host.run("set -e; \(wait); sleep \(after)")
        #expect(suite.isRunning, "the suite was faster")
        switch action {
        case .turn(let knob): try await host.turn(knob)
        case .run(let script): try await host.run(script)
        case .turnFor(let seconds, let knob, let back):
            try await host.turn(knob)
            try await Task.sleep(for: .seconds(seconds))
            try await host.turn(back)
        }
    }
}

extension Expected {
    fileprivate func check(_ seen: Verification) throws {
        let story = "\(seen.end.words)\n\(seen.steps) \(seen.obstacles)\n\(seen.history.result?.checks ?? [])"
        #expect(seen.outcome.verdict == verdict, "\(story)")
        #expect(seen.end.words.contains("EMULATED"), "\(story)")
        let isExplained = seen.findings.first.map(findings.contains) ?? findings.isEmpty
        #expect(isExplained, "\(seen.findings.first ?? "nothing"), not \(findings): \(story)")
        for step in steps { #expect(seen.steps.contains(step), "\(step): \(story)") }
        if let obstacle { #expect(seen.obstacles.contains { $0.contains(obstacle) }, "\(story)") }
        for (name, range) in figures {
            let figure = seen.history.result?.figures.first { $0.name == name }
            #expect(figure.map { range.contains($0.value) } == true, "\(name) is \(figure?.value as Double?): \(story)")
        }
    }
}
