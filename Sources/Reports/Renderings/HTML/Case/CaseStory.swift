import Orchestration

/// A case with all that is told of it.
///
/// What a journal tells is read when it is asked for: here it is asked for once.
struct CaseStory {
    /// Its place in the plan, counted from 1.
    let number: Int
    let history: CaseHistory
    let outcome: CaseOutcome
    let result: ExecutionResult?
    let environment: EnvironmentInfo?
    let run: RunHistory
    /// What stands in for real hardware in this case.
    let pretence: Pretence?

    init(_ number: Int, _ report: CaseReport, of run: RunHistory) {
        self.number = number
        history = report.history
        self.run = run
        outcome = history.finalOutcome
        result = report.result
        environment = report.instance
        pretence = run.plan?.pretence ?? history.pretence
    }

    var planned: InstanceCase { history.instanceCase }
    var checks: [Check] { result?.checks ?? [] }
    var metadata: JSONObject { result?.metadata ?? [:] }
    /// Why it came to what it came to.
    var reason: String? { result?.summary ?? outcome.failure?.happened }
    var zone: String? { environment?.properties["zone"]?.string }

    var architecture: String? {
        metadata["architecture"]?.string ?? environment?.properties["architecture"]?.string
    }

    /// How long it took from its first stage to its end, or to the last record.
    var seconds: Double? {
        guard let first = history.steps.first?.at else { return nil }
        let end = history.stage == .ended ? history.steps.last?.at : run.lastAt
        return end.map { ($0 - first).inSeconds }
    }

    /// Whether declaration and observation agree; `nil` where that cannot be said.
    var agreesWithDeclaration: Bool? {
        Expectation.declared.isMet(by: outcome.verdict, declaredSupport: environment?.declaredSupport)
    }
}
