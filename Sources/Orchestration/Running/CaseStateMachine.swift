/// The life of one case, as decisions only: what to do next after what happened.
///
/// It neither waits nor acts.
public struct CaseStateMachine: Sendable {
    /// What can happen to a case.
    public enum Event: Sendable {
        case begin
        case provisioned(EnvironmentInfo)
        case executed(ExecutionResult)
        case analyzed([Finding])
        /// The stage under way could not be completed.
        case failed(RunError)
        /// Somebody said whether the instance that was held may stay.
        case decided(keep: Bool)
        case disposed(CaseOutcome.Disposal)
    }

    /// What is to be done.
    ///
    /// Every event has exactly one consequence.
    public enum Action: Sendable, Equatable {
        case provision
        case execute(EnvironmentInfo)
        case analyze(AnalysisInput)
        case keep
        case release
        /// Leave the instance as it is until somebody decides.
        case hold
        case finish(CaseOutcome)
    }

    /// The planned case.
    public let instanceCase: InstanceCase
    /// Where it is.
    public private(set) var stage = CaseStage.planned
    /// Its environment, once there is one.
    public private(set) var environment: EnvironmentInfo?
    private let position: Int
    private let keep: KeepPolicy
    private var result: ExecutionResult?
    private var failure: RunError?

    /// A case at its place in the plan, counted from 1.
    public init(_ instanceCase: InstanceCase, position: Int, keep: KeepPolicy) {
        self.instanceCase = instanceCase
        self.position = position
        self.keep = keep
    }

    /// What was observed; without an observation it is inconclusive.
    public var verdict: Verdict { failure == nil ? result?.verdict ?? .inconclusive : .inconclusive }

    /// Decides what follows from an event.
    public mutating func handle(_ event: Event) -> Action {
        switch (stage, event) {
        case (.planned, .begin):
            stage = .provisioning
            return .provision
        case (.provisioning, .provisioned(let environment)):
            self.environment = environment
            stage = .executing
            return .execute(environment)
        case (.executing, .executed(let result)):
            self.result = result
            return analyze()
        case (.provisioning, .failed(let error)), (.executing, .failed(let error)):
            failure = error
            // Somebody who stops a run does not wait for explanations.
            return error.code == .interrupted ? dispose() : analyze()
        case (.analyzing, .analyzed):
            return dispose()
        case (.analyzing, .failed):
            // An analyzer that fails changes no verdict.
            return dispose()
        case (.held, .decided(let mayStay)):
            stage = mayStay ? .keeping : .releasing
            return mayStay ? .keep : .release
        case (.keeping, .disposed(let disposal)), (.releasing, .disposed(let disposal)):
            stage = .ended
            return .finish(outcome(disposal))
        case (.planned, _), (.provisioning, _), (.executing, _), (.analyzing, _), (.held, _), (.keeping, _),
            (.releasing, _), (.ended, _):
            preconditionFailure("\(instanceCase.id): \(event) cannot happen in stage \(stage)")
        }
    }

    private mutating func analyze() -> Action {
        stage = .analyzing
        return .analyze(
            AnalysisInput(instanceCase: instanceCase, environment: environment, result: result, failure: failure)
        )
    }

    private mutating func dispose() -> Action {
        let decision =
            environment == nil || failure?.code == .interrupted
            ? .terminate : keep.decide(position: position, verdict: verdict)
        switch decision {
        case .terminate:
            stage = .releasing
            return .release
        case .keep:
            stage = .keeping
            return .keep
        case .ask:
            stage = .held
            return .hold
        }
    }

    private func outcome(_ disposal: CaseOutcome.Disposal) -> CaseOutcome {
        let status: CaseOutcome.Status
        if failure?.code == .interrupted {
            status = .interrupted
        } else {
            let isMet = instanceCase.expectation.isMet(by: verdict, declaredSupport: environment?.declaredSupport)
            status = isMet.map { $0 ? .met : .notMet } ?? .inconclusive
        }
        return CaseOutcome(status: status, verdict: verdict, disposal: disposal, failure: failure)
    }
}
