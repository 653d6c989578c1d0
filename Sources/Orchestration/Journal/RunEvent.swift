/// Everything that can happen in a run.
///
/// The journal is a list of these, and all else is a fold over it.
public enum RunEvent: Sendable, Equatable {
    /// The plan is made; by which version of the tool and by which process.
    case runBegan(RunPlan, toolVersion: String, processID: Int)
    /// The run went from one state to the next.
    case runMoved(from: RunState, to: RunState, reason: String?)
    /// Somebody wants the run to end.
    case stopRequested(StopCause)
    /// A case entered a stage.
    case caseMoved(CaseID, CaseStage)
    /// The environment of a case is ready to be used.
    case environmentReady(CaseID, EnvironmentInfo)
    /// The environment of a case turned out to be this machine.
    case machineSeen(CaseID, MachineInfo)
    /// Something failed and will be tried again.
    case retrying(CaseID?, what: String, attempt: Int, pause: Duration, because: String)
    /// A resource is about to be made. On disk before the call that makes it.
    case resourceIntended(Resource)
    /// The provider gave the resource an id. On disk before it is used.
    case resourceMade(token: String, id: String)
    /// The resource was told to end.
    case resourceEnding(token: String)
    /// The provider confirmed that there is no such resource, any more or ever.
    case resourceGone(token: String)
    /// The resource stays on purpose.
    case resourceKept(token: String, until: Timestamp?)
    /// The resource may still be there.
    case resourceUnconfirmed(token: String, reason: String, remedy: String)
    /// An executor came to a result.
    case executed(CaseID, ExecutionResult)
    /// An analyzer came to conclusions.
    case analyzed(CaseID, [Finding])
    /// A case is over.
    case caseEnded(CaseID, CaseOutcome)
    /// Something worth knowing that changes nothing, such as a callback that failed.
    case noted(String)
    /// The run is over, with this exit code.
    case runEnded(exitCode: Int)

    /// Whether the event must be on disk before the run goes on: money depends on it.
    public var mustBeDurable: Bool {
        switch self {
        case .runBegan, .resourceIntended, .resourceMade, .resourceKept, .resourceUnconfirmed, .runEnded: true
        case .runMoved, .stopRequested, .caseMoved, .environmentReady, .retrying, .resourceEnding, .resourceGone,
            .machineSeen, .executed, .analyzed, .caseEnded, .noted:
            false
        }
    }
}

/// The states of a run (DESIGN 6).
public enum RunState: String, Sendable, CaseIterable {
    case idle
    case validating
    case initializing
    case running
    case paused
    case stopping
    case completed
    case failed
}

/// The stages of a case.
public enum CaseStage: String, Sendable, CaseIterable {
    case planned
    case provisioning
    case executing
    case analyzing
    case held
    case keeping
    case releasing
    case ended
}

/// Why a run is to end before it is done.
public enum StopCause: Sendable, Equatable {
    /// A signal such as SIGINT.
    case signal(Int)
    /// A person or another process asked for it.
    case request
    /// The task that ran the run was cancelled.
    case cancelled
    /// The process that started this one is gone.
    case orphaned
    /// The journal can no longer be written.
    case journalFailed(String)
}
