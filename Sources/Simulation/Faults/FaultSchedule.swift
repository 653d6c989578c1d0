/// What goes wrong in a simulated run, and when.
package struct FaultSchedule: Sendable, Equatable {
    /// When the simulated process dies.
    package enum DeathPoint: Sendable, Equatable {
        /// Right after the n-th record of the journal; whoever keeps the journal sees to it.
        case afterRecord(Int)
        /// When the n-th call that creates something was sent and has not taken effect.
        case beforeCreating(Int)
        /// When the n-th call that creates something took effect and was not answered.
        case afterCreating(Int)
    }

    /// Faults by number of the API call, counted from 1 over all calls.
    package var calls: [Int: CallFault]
    /// Faults by number of the launched instance, counted from 1.
    package var launches: [Int: LaunchFault]
    /// When the process dies, if it does.
    package var death: DeathPoint?

    /// Nothing goes wrong but for what is named.
    package init(calls: [Int: CallFault] = [:], launches: [Int: LaunchFault] = [:], death: DeathPoint? = nil) {
        self.calls = calls
        self.launches = launches
        self.death = death
    }
}

extension FaultSchedule: CustomStringConvertible {
    package var description: String {
        var parts = calls.sorted { $0.key < $1.key }.map { "call \($0.key): \($0.value)" }
        parts += launches.sorted { $0.key < $1.key }.map { "launch \($0.key): \($0.value)" }
        switch death {
        case .afterRecord(let number)?: parts.append("death after record \(number)")
        case .beforeCreating(let number)?: parts.append("death before creating call \(number)")
        case .afterCreating(let number)?: parts.append("death after creating call \(number)")
        case nil: break
        }
        return parts.isEmpty ? "no faults" : parts.joined(separator: "; ")
    }
}
