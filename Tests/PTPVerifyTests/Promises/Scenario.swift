import Orchestration
import PTPTesting
import Simulation

/// A generated run: what is planned, what goes wrong, and when somebody loses patience.
struct Scenario: Sendable, CustomStringConvertible {
    /// What may happen besides faults.
    struct Dangers {
        var mayDie = false
        var mayStop = false
        var mayFillDisk = false
        var faults = 4
    }

    var seed: UInt64
    var types: [(name: String, quantity: Int)]
    var concurrency: Int
    var keep: KeepPolicy
    var faults: FaultSchedule
    /// After which records somebody asks the run to stop.
    var stops: [Int] = []
    /// After how many records the disk is full.
    var journalCapacity = Int.max
    /// Whether the machine dies with the process, and takes with it what was not on disk.
    var losesUnsynced = false

    static let runID = "promise-run"

    static func random(_ generator: inout SeededGenerator, _ dangers: Dangers) -> Scenario {
        let pool = ["c7i.large", "m7g.medium", "r7i.large", "c6i.large", "t3.micro", "x99.large", "nonsense"]
        var types: [(name: String, quantity: Int)] = []
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let name = pool[.random(in: pool.indices, using: &generator)]
            if types.contains(where: { $0.name == name }) { continue }
            types.append((name, .random(in: 1...2, using: &generator)))
        }
        let policies: [KeepPolicy] = [.none, .none, .none, .all, .functional, .ask, .positions([1, 3])]
        var scenario = Scenario(
            seed: generator.next(),
            types: types,
            concurrency: .random(in: 1...3, using: &generator),
            keep: policies[.random(in: policies.indices, using: &generator)],
            faults: .random(using: &generator, size: dangers.faults, mayDie: dangers.mayDie)
        )
        scenario.losesUnsynced = dangers.mayDie && Bool.random(using: &generator)
        if dangers.mayStop {
            scenario.stops = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
                Int.random(in: 1...70, using: &generator)
            }
        }
        if dangers.mayFillDisk, Int.random(in: 0..<4, using: &generator) == 0 {
            scenario.journalCapacity = .random(in: 0...60, using: &generator)
        }
        return scenario
    }

    /// Scenarios with less in them: fewer faults, fewer cases, less happening at once.
    func smaller() -> [Scenario] {
        var candidates = faults.smaller.map { faults in changed { $0.faults = faults } }
        for place in types.indices where types.count > 1 { candidates.append(changed { $0.types.remove(at: place) }) }
        for place in types.indices where types[place].quantity > 1 {
            candidates.append(changed { $0.types[place].quantity -= 1 })
        }
        if concurrency > 1 { candidates.append(changed { $0.concurrency = 1 }) }
        if keep != .none { candidates.append(changed { $0.keep = .none }) }
        for place in stops.indices { candidates.append(changed { $0.stops.remove(at: place) }) }
        if journalCapacity < .max { candidates.append(changed { $0.journalCapacity = .max }) }
        return candidates
    }

    private func changed(_ change: (inout Scenario) -> Void) -> Scenario {
        var copy = self
        change(&copy)
        return copy
    }

    var plan: RunPlan {
        let cases = types.flatMap { type in
            (1...type.quantity).map {
                InstanceCase(type: type.name, index: $0, of: type.quantity, expectation: .any)
            }
        }
        return RunPlan(
            runID: Self.runID,
            environment: "simulated",
            cases: cases,
            concurrency: concurrency,
            keep: keep
        )
    }

    var description: String {
        let plan = types.map { "\($0.name):\($0.quantity)" }.joined(separator: ",")
        var parts = ["seed \(seed)", plan, "concurrency \(concurrency)", "keep \(keep)", "\(faults)"]
        if !stops.isEmpty { parts.append("stops after records \(stops)") }
        if journalCapacity < .max { parts.append("disk full after \(journalCapacity) records") }
        if losesUnsynced { parts.append("the machine dies too") }
        return parts.joined(separator: "; ")
    }
}
