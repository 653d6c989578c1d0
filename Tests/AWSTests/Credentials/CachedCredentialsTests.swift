import AWS
import Orchestration
import PTPTesting
import Synchronization
import Testing

@Suite struct CachedCredentialsTests {
    private let clock = HastyClock()
    private let provider: ScriptedProvider
    private let cache: CachedCredentials

    init() {
        provider = ScriptedProvider(clock: clock)
        cache = CachedCredentials(provider, clock: clock)
    }

    private func wait(_ duration: Duration) async throws { try await clock.sleep(for: duration) }

    private func number() async throws -> String { try await cache.credentials().accessKeyID }

    @Test func `credentials are kept until five minutes before their end`() async throws {
        #expect(try await number() == "1")
        try await wait(.minutes(54))
        #expect(try await number() == "1")
        try await wait(.minutes(1))
        #expect(try await number() == "2")
    }

    @Test func `credentials without an end are kept for ever`() async throws {
        provider.lifetime.withLock { $0 = nil }
        #expect(try await number() == "1")
        try await wait(.seconds(1 << 30))
        #expect(try await number() == "1")
    }

    @Test func `a renewal ahead of time that fails is tried again a minute later`() async throws {
        _ = try await number()
        try await wait(.minutes(56))
        provider.fails.withLock { $0 = true }
        #expect(try await number() == "1")
        #expect(try await number() == "1")
        #expect(provider.calls == 2)
        try await wait(.minutes(1))
        provider.fails.withLock { $0 = false }
        #expect(try await number() == "3")
    }

    @Test func `credentials that are over are not handed out`() async throws {
        _ = try await number()
        provider.fails.withLock { $0 = true }
        try await wait(.minutes(60))
        await #expect(throws: ScriptedProvider.failure) { try await cache.credentials() }
        provider.fails.withLock { $0 = false }
        #expect(try await number() == "3")
    }

    @Test func `credentials that live for less than five minutes are not asked for at each call`() async throws {
        provider.lifetime.withLock { $0 = .minutes(4) }
        for _ in 0..<10 { _ = try await number() }
        #expect(provider.calls == 1)
    }

    @Test func `what AWS refused is replaced, and only that`() async throws {
        let first = try await cache.credentials()
        await cache.invalidate(first)
        #expect(try await number() == "2")
        await cache.invalidate(first)
        #expect(try await number() == "2")
    }

    @Test func `many who ask at once cause one renewal`() async throws {
        let gate = provider.close()
        try await withThrowingTaskGroup { group in
            for _ in 0..<100 { group.addTask { try await cache.credentials().accessKeyID } }
            for await _ in gate.reached { break }
            gate.open()
            for try await number in group { #expect(number == "1") }
        }
        #expect(provider.calls == 1)
    }

    @Test func `a failure is everybody's who waited for it`() async {
        provider.fails.withLock { $0 = true }
        let failures = await withTaskGroup { group in
            for _ in 0..<10 { group.addTask { await Result { try await cache.credentials() } } }
            return await group.reduce(into: 0) { if case .failure = $1 { $0 += 1 } }
        }
        #expect(failures == 10)
    }

    @Test func `who is cancelled while renewing leaves it to the next`() async throws {
        let gate = provider.close()
        try await withThrowingTaskGroup(of: String?.self) { group in
            let leader = AsyncStream<Never>.makeStream()
            group.addTask {
                // In a group of its own it can be cancelled alone.
                await withTaskGroup { inner in
                    inner.addTask { try? await cache.credentials().accessKeyID }
                    for await _ in leader.stream {}
                    inner.cancelAll()
                    return await inner.next() ?? nil
                }
            }
            for await _ in gate.reached { break }
            group.addTask { try await cache.credentials().accessKeyID }
            leader.continuation.finish()
            let outcomes = try await group.reduce(into: []) { $0.append($1) }
            #expect(outcomes.contains(nil))
            #expect(outcomes.contains("2"))
        }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

/// Hands out credentials with the number of the call as their id.
private final class ScriptedProvider: CredentialProvider {
    static let failure = CredentialError(attempt: "ask", happened: "no", next: "Wait.")

    let lifetime = Mutex<Duration?>(.minutes(60))
    let fails = Mutex(false)
    private let counter = Atomic(0)
    private let gate = Mutex<Gate?>(nil)
    private let clock: any RunClock

    init(clock: any RunClock) { self.clock = clock }

    /// A door that the first call stands before.
    struct Gate: Sendable {
        let reached: AsyncStream<Void>
        let arrival: AsyncStream<Void>.Continuation
        let passage: AsyncStream<Never>
        let opener: AsyncStream<Never>.Continuation

        func open() { opener.finish() }
    }

    var calls: Int { counter.load(ordering: .relaxed) }

    func close() -> Gate {
        let (reached, arrival) = AsyncStream<Void>.makeStream()
        let (passage, opener) = AsyncStream<Never>.makeStream()
        let gate = Gate(reached: reached, arrival: arrival, passage: passage, opener: opener)
        self.gate.withLock { $0 = gate }
        return gate
    }

    func credentials() async throws(CredentialError) -> AWSCredentials {
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        let gate = gate.withLock { gate in
            defer { gate = nil }
            return gate
        }
        if let gate {
            gate.arrival.finish(after: ())
            // Ends when the door opens, or the task is cancelled.
            for await _ in gate.passage {}
            if Task.isCancelled { throw Self.failure }
        }
        if fails.withLock(\.self) { throw Self.failure }
        return AWSCredentials(
            accessKeyID: "\(number)",
            secretAccessKey: Secret("CANARY"),
            expiresAt: lifetime.withLock(\.self).map { clock.now + $0 },
            source: "a script"
        )
    }
}

extension AsyncStream.Continuation {
    fileprivate func finish(after element: sending Element) {
        yield(element)
        finish()
    }
}
