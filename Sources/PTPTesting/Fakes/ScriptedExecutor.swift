public import Orchestration
import Synchronization

/// An executor that finds out what it was told to find out.
public final class ScriptedExecutor: Executor {
    /// What happens to one case.
    public enum Step: Sendable {
        case finds(Verdict)
        case returns(ExecutionResult)
        case fails(any Error)
        /// Ends only when it is cancelled.
        case hangs
    }

    private let steps: [CaseID: Step]
    private let otherwise: Step
    private let beforeEach: @Sendable (ExecutionTarget) async throws -> Void
    private let executed = Mutex<[CaseID]>([])

    /// An executor that follows steps.
    ///
    /// - Parameters:
    ///   - otherwise: what happens to cases without a step of their own.
    ///   - beforeEach: what every execution waits for.
    public init(
        _ steps: [CaseID: Step] = [:],
        otherwise: Step = .finds(.supported),
        beforeEach: @escaping @Sendable (ExecutionTarget) async throws -> Void = { _ in }
    ) {
        self.steps = steps
        self.otherwise = otherwise
        self.beforeEach = beforeEach
    }

    /// The cases that were executed, in that order.
    public var order: [CaseID] { executed.withLock(\.self) }

    /// Finds what the step of the case says.
    public func execute(_ target: ExecutionTarget) async throws -> ExecutionResult {
        executed.withLock { $0.append(target.instanceCase.id) }
        try await beforeEach(target)
        switch steps[target.instanceCase.id] ?? otherwise {
        case .finds(let verdict): return .scripted(verdict)
        case .returns(let result): return result
        case .fails(let error): throw error
        case .hangs:
            await waitUntilCancelled()
            throw CancellationError()
        }
    }
}

extension ExecutionResult {
    /// A result with nothing but a verdict.
    public static func scripted(_ verdict: Verdict) -> ExecutionResult {
        let moment = Timestamp(nanoseconds: 0)
        return ExecutionResult(verdict: verdict, summary: "as scripted", startedAt: moment, endedAt: moment)
    }
}
