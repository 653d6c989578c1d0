import Dispatch
package import Testing

/// Runs a suite on threads of its own.
///
/// Tests that compute keep the shared threads busy for a minute; whoever watches a process in real time cannot wait
/// that long for its turn.
package struct OwnThreads: SuiteTrait, TestScoping {
    private final class Threads: TaskExecutor {
        private let queue = DispatchQueue(label: "processes", attributes: .concurrent)

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        }
    }

    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(Threads()) { try await function() }
    }
}

extension Trait where Self == OwnThreads {
    /// Keeps the suite off the threads that all tests share.
    package static var onOwnThreads: Self { OwnThreads() }
}
