import Orchestration
import PTP
import Simulation
import Testing

/// What the real plans, proofs and rules make of every machine that something is wrong with.
@Suite struct ConditionTests {
    /// What comes of a machine that is set up, and of one that is only looked at; with the first finding.
    private static let table: [(SimulatedClock, setUp: String, asIs: String)] = [
        (.fresh, "supported", "partial F09"),
        (.working, "supported", "supported"),
        (.absent, "unsupported ordinary-though-placed", "inconclusive ordinary-though-placed"),
        (.disabled, "supported", "partial F09"),
        (.oldDriver, "supported", "partial F07"),
        (.fatalDriver, "inconclusive F19", "inconclusive ordinary-though-placed"),
        (.notReloaded, "supported", "partial F13"),
        (.staleInitramfs, "supported", "partial F12"),
        (.wrongParameter, "supported", "partial F10"),
        (.builtIn, "partial F07", "partial F07"),
        (.builtInSwitch, "supported", "partial F09"),
        (.forgetful, "supported", "partial F09"),
        (.xen, "inconclusive F48", "inconclusive F48"),
        (.secureBoot, "partial F18", "partial F18"),
        (.buildFails, "inconclusive F17", "partial F07"),
        (.noHeaders, "inconclusive F16", "partial F07"),
        (.noInternet, "inconclusive no-internet", "partial F07"),
        (.fullDisk, "inconclusive F46", "partial F07"),
        (.packageLock, "supported", "partial F07"),
        (.noSymlink, "supported", "partial F25"),
        (.losesSymlink, "partial F26", "partial F26"),
        (.container, "partial F45", "partial F45"),
        (.enclave, "inconclusive F45", "inconclusive F45"),
        (.otherClockOnly, "unsupported ordinary-though-placed", "inconclusive ordinary-though-placed"),
        (.wrongClock, "supported", "partial F24"),
        (.stopped, "partial stopped-clock", "partial stopped-clock"),
        (.atomicTime, "partial F24", "partial F24"),
        (.busyClock, "partial F33", "partial F33"),
        (.countersRising, "partial F38", "partial F38"),
        (.notSelected, "supported", "partial F34"),
        (.falseticker, "partial F35", "partial F35"),
        (.unstable, "partial F36", "partial F36"),
        (.losesClock, "partial F50", "partial F09"),
        (.chronyDown, "supported", "partial F42"),
        (.missingDevice, "inconclusive F27", "inconclusive F09"),
        (.badDirective, "partial F30", "inconclusive F09"),
        (.dyingChrony, "partial refused-line", "partial F09"),
        (.secondRefclock, "supported", "partial F32"),
        (.overRead, "supported", "partial F37"),
        (.slewing, "supported", "partial F09"),
        (.competingDaemon, "supported", "partial F09"),
        (.crashingDaemon, "supported", "partial F09"),
        (.sudoPassword, "partial F09", "partial F09"),
    ]

    @Test func `every condition has its verdict and its first finding, set up and as it is`() {
        #expect(
            Set(Self.table.map(\.0)) == Set(SimulatedClock.allCases)
                && Self.table.count == SimulatedClock.allCases.count
        )
        for (condition, setUp, asIs) in Self.table {
            #expect(end(of: condition, isSetUp: true) == setUp, "\(condition), set up")
            #expect(end(of: condition, isSetUp: false) == asIs, "\(condition), as it is")
        }
    }

    /// The rules that some machine is wrong enough for, as the first cause or as another.
    @Test func `machines can be wrong in more than twenty ways that have names`() {
        var rules: Set<String> = []
        for condition in SimulatedClock.allCases {
            for isSetUp in [true, false] { rules.formUnion(findings(of: condition, isSetUp: isSetUp).1) }
        }
        #expect(rules.filter { $0.hasPrefix("F") }.count >= 20, "\(rules.sorted())")
    }

    /// A machine of another distribution loses its symlink for another reason.
    @Test func `a symlink that is gone is the fault of systemd only where that is known`() {
        var bench = Bench(.losesSymlink)
        bench.wait(40)
        #expect(Diagnosis.findings(for: Ladder(bench.observe())).first?.id == "F25")
        #expect(bench.facts.sources.value?.rows.first?.state == .selected)
    }

    private func end(of condition: SimulatedClock, isSetUp: Bool) -> String {
        let (verdict, rules) = findings(of: condition, isSetUp: isSetUp)
        return verdict == .supported ? "supported" : "\(verdict) \(rules.first ?? "unexplained")"
    }

    private func findings(of condition: SimulatedClock, isSetUp: Bool) -> (Verdict, [String]) {
        // The symlink goes away on one distribution only.
        var bench = Bench(condition, MachineImage(condition == .losesSymlink ? .rhel9 : .amazonLinux2023))
        bench.wait(40)
        if isSetUp { bench.carryOut() }
        let ladder = Ladder(bench.observe())
        return (ladder.verdict.verdict, Diagnosis.findings(for: ladder).map(\.id))
    }
}
