import Foundation

/// As many machines at once as there is room for.
///
/// A machine takes 400 MB, and a processor while it starts or is set up; while chrony is looked at it takes little.
actor LabSeats {
    static let shared = LabSeats(2 * ProcessInfo.processInfo.activeProcessorCount)

    /// Within 4 GiB.
    private static let most = 10

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = min(count, Self.most) }

    /// Does something that needs so many machines.
    ///
    /// - Precondition: nobody else waits for more than one.
    nonisolated func withSeats<Result: Sendable>(
        _ count: Int = 1,
        _ body: () async throws -> Result
    ) async throws -> Result {
        for _ in 1...count { await take() }
        do {
            let result = try await body()
            for _ in 1...count { await leave() }
            return result
        } catch {
            for _ in 1...count { await leave() }
            throw error
        }
    }

    private func take() async {
        if free > 0 { free -= 1 } else { await withCheckedContinuation { waiting.append($0) } }
    }

    private func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
