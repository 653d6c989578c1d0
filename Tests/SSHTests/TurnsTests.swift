import Orchestration
import PTPTesting
import SSH
import Simulation
import Synchronization
import Testing

@Suite struct TurnsTests {
    /// Somebody who wants a turn; in milliseconds.
    private struct Guest: Sendable {
        let arrival: Int
        let stay: Int
        /// When he gives up.
        let patience: Int?
    }

    private struct Crowd: Sendable {
        let seed: UInt64
        let guests: [Guest]

        init(_ random: inout SeededGenerator) {
            seed = random.next()
            var guests: [Guest] = []
            for number in 0..<Int.random(in: 1...8, using: &random) {
                let arrival = 10 * number + Int.random(in: 0...5, using: &random)
                let givesUp = random.next() % 3 == 0
                let patience = Int.random(in: 0...80, using: &random)
                let stay = Int.random(in: 0...60, using: &random)
                guests.append(Guest(arrival: arrival, stay: stay, patience: givesUp ? patience : nil))
            }
            self.guests = guests
        }
    }

    private final class Log: Sendable {
        struct State {
            var inside = 0
            var most = 0
            var entered: [Int] = []
        }

        let state = Mutex(State())
    }

    @Test func `one at a time, in the order of arrival, and who gives up is in nobody's way`() async throws {
        try await checkProperty(
            "turns are kept",
            runs: 400,
            generate: { Crowd(&$0) },
            refute: { Self.refute($0) }
        )
    }

    private static func refute(_ crowd: Crowd) -> String? {
        let executor = DeterministicExecutor(seed: crowd.seed, start: Timestamp(nanoseconds: 0))
        let turns = Turns()
        let log = Log()
        let refused = executor.run {
            await withTaskGroup(of: Int?.self) { group in
                for (number, guest) in crowd.guests.enumerated() {
                    group.addTask {
                        try? await executor.sleep(for: .milliseconds(guest.arrival))
                        return await Self.comes(number, guest, turns, log, executor) ? nil : number
                    }
                }
                return await group.reduce(into: Set<Int>()) { if let number = $1 { $0.insert(number) } }
            }
        }
        let seen = log.state.withLock { $0 }
        if seen.most > 1 { return "\(seen.most) were in at once" }
        if seen.entered != seen.entered.sorted() { return "the order was \(seen.entered)" }
        let missing = Set(crowd.guests.indices).subtracting(seen.entered).subtracting(refused)
        if !missing.isEmpty { return "\(missing) never had a turn" }
        return refused.contains { crowd.guests[$0].patience == nil } ? "\(refused) were sent away" : nil
    }

    /// Has a turn, or gives up when patience ends; `false` then.
    private static func comes(
        _ number: Int,
        _ guest: Guest,
        _ turns: Turns,
        _ log: Log,
        _ executor: DeterministicExecutor
    ) async -> Bool {
        await withTaskGroup(of: Bool.self) { visit in
            visit.addTask { await Self.visit(number, guest.stay, turns, log, executor) }
            if let patience = guest.patience {
                try? await executor.sleep(for: .milliseconds(patience))
                visit.cancelAll()
            }
            return await visit.next() ?? true
        }
    }

    /// Waits, stays a while and leaves; `false` when it gave up before.
    private static func visit(
        _ number: Int,
        _ stay: Int,
        _ turns: Turns,
        _ log: Log,
        _ executor: DeterministicExecutor
    ) async -> Bool {
        guard await turns.take() else { return false }
        log.state.withLock { state in
            state.inside += 1
            state.most = max(state.most, state.inside)
            state.entered.append(number)
        }
        try? await executor.sleep(for: .milliseconds(stay))
        log.state.withLock { $0.inside -= 1 }
        turns.pass()
        return true
    }
}
