import AWS
import Orchestration
import Synchronization

/// Looks at instances for all who wait for them, with one question at a time for all of them.
///
/// Whoever looks first asks for everybody; who comes while the question is under way takes part in its answer.
/// All look at the same moments, so that five hundred who wait cost no more calls than one.
final class InstanceWatch: Sendable {
    /// How long an instance is asked for after somebody wanted to know of it: longer than a set-up lasts, in which
    /// nobody asks, because one question for all is one question.
    private static let interestLasts = Duration.minutes(10)

    private enum Turn: Sendable {
        /// Somebody has to ask, for all of these.
        case ask([String])
        case answered(InstanceDescription?)
        case failed(any Error)
        /// Whoever asked was called off: somebody else has to.
        case again
    }

    private struct Follower {
        let ticket: Int
        let id: String
        let continuation: CheckedContinuation<Turn, Never>
    }

    private struct State {
        /// Until when an instance is asked for whenever somebody asks.
        var interest: [String: Timestamp] = [:]
        /// The last answer about those who were asked for, and when it came.
        var known: [InstanceDescription] = []
        var asked: (ids: [String], at: Timestamp)?
        /// Those who wait for the answer under way; `nil` when nobody asks.
        var followers: [Follower]?
        var tickets = 0
    }

    private let state = Mutex(State())

    /// What EC2 says of an instance; `nil` when it does not know it.
    ///
    /// - Parameters:
    ///   - age: how old an answer may be.
    ///   - ask: asks EC2 about instances; those that it does not know are not in the answer.
    func look(
        at id: String,
        notOlderThan age: Duration,
        on clock: any RunClock,
        _ ask: ([String]) async throws -> [InstanceDescription]
    ) async throws -> InstanceDescription? {
        while true {
            switch await turn(id, age, at: clock.now) {
            case .answered(let description): return description
            case .failed(let error): throw error
            case .again: try Task.checkCancellation()
            case .ask(let ids):
                do {
                    let answer = try await ask(ids)
                    answered(ids, with: answer, at: clock.now)
                    return answer.first { $0.id == id }
                } catch {
                    // What ended only this task is no answer for the others.
                    finish { _ in Task.isCancelled ? .again : .failed(error) }
                    throw error
                }
            }
        }
    }

    /// An instance is gone, or given up: nobody asks for it any more.
    func forget(_ id: String) { state.withLock { $0.interest[id] = nil } }

    private func turn(_ id: String, _ age: Duration, at now: Timestamp) async -> Turn {
        let ticket = state.withLock { state in
            state.tickets += 1
            state.interest[id] = now + Self.interestLasts
            return state.tickets
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let turn: Turn? = state.withLock { state in
                    if Task.isCancelled { return .again }
                    if let (ids, moment) = state.asked, now - moment < age, ids.contains(id) {
                        return .answered(state.known.first { $0.id == id })
                    }
                    guard state.followers == nil else {
                        state.followers?.append(Follower(ticket: ticket, id: id, continuation: continuation))
                        return nil
                    }
                    state.followers = []
                    state.interest = state.interest.filter { $0.value >= now }
                    return .ask(state.interest.keys.sorted())
                }
                if let turn { continuation.resume(returning: turn) }
            }
        } onCancel: {
            let follower = state.withLock { state in
                let place = state.followers?.firstIndex { $0.ticket == ticket }
                return place.flatMap { state.followers?.remove(at: $0) }
            }
            follower?.continuation.resume(returning: .again)
        }
    }

    private func answered(_ ids: [String], with answer: [InstanceDescription], at moment: Timestamp) {
        let followers = state.withLock { state in
            state.known = answer
            state.asked = (ids, moment)
            return state.followers?.count ?? 0
        }
        // Who came when the question was already under way may not be in it.
        guard followers > 0 else { return finish { _ in .again } }
        let (asked, found) = (Set(ids), Dictionary(answer.map { ($0.id, $0) }) { first, _ in first })
        finish { asked.contains($0) ? .answered(found[$0]) : .again }
    }

    private func finish(_ turn: (String) -> Turn) {
        let followers = state.withLock { state in
            defer { state.followers = nil }
            return state.followers ?? []
        }
        for follower in followers { follower.continuation.resume(returning: turn(follower.id)) }
    }
}
