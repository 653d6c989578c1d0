package import Orchestration

/// One case of a report; what is not known is absent.
struct CaseReport: JSONDescribed {
    let history: CaseHistory
    /// What was observed.
    let result: ExecutionResult?
    /// What was made for it.
    let instance: EnvironmentInfo?
    private let resources: [Ledger.Entry]
    let bill: Bill
    private let plan: RunPlan?

    /// Reads what a journal tells of a case, which is work: once is enough.
    init(_ history: CaseHistory, of run: RunHistory) {
        self.history = history
        result = history.result
        instance = history.environment
        resources = run.ledger.entries(of: history.instanceCase.id)
        bill = Bill(history, of: run)
        plan = run.plan
    }

    /// What stands in for the machine, or who provided it: also of one that says that it is real the plan may know
    /// better.
    var environment: String? { (plan?.pretence ?? history.pretence)?.rawValue ?? plan?.environment }

    /// The reason for what it came to, in one sentence.
    var reason: String? { result?.summary ?? history.finalOutcome.failure?.happened }

    /// How long it took, as far as its journal goes.
    var duration: Duration? {
        guard let first = history.steps.first, let last = history.steps.last else { return nil }
        return last.at - first.at
    }

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        describePlan(to: &sink)
        describeOutcome(to: &sink)
        bill.describeCase(to: &sink)
        describeObservations(to: &sink)
        sink.member("findings", history.findings)
        sink.member("retries", history.retries)
        sink.member("duration_seconds", ifPresent: duration?.inSeconds)
        sink.member("stages", StepReport.all(of: history))
        sink.member("resources", resources.map { ResourceReport($0, of: plan) })
    }

    private func describePlan<Sink: JSONSink>(to sink: inout Sink) {
        let planned = history.instanceCase
        sink.member("id", planned.id.text)
        sink.member("name", planned.description)
        sink.member("type", planned.type)
        sink.member("family", planned.family)
        sink.member("index", planned.index)
        sink.member("quantity", planned.quantity)
        sink.member("expected", planned.expectation.rawValue)
        guard !planned.labels.isEmpty else { return }
        sink.key("labels")
        sink.object { labels in
            for (name, value) in planned.labels.sorted(by: { $0.key < $1.key }) { labels.member(name, value) }
        }
    }

    private func describeOutcome<Sink: JSONSink>(to sink: inout Sink) {
        let outcome = history.finalOutcome
        sink.member("status", outcome.status.rawValue)
        sink.member("verdict", outcome.verdict.rawValue)
        sink.member("reason", ifPresent: reason)
        sink.member("declared_support", ifPresent: instance?.declaredSupport)
        // Whether declaration and observation agree.
        let agrees = Expectation.declared.isMet(by: outcome.verdict, declaredSupport: instance?.declaredSupport)
        sink.member("declared_matches_observed", ifPresent: agrees)
        if let failure = outcome.failure { sink.member("failure", failure) }
        sink.member("disposal", outcome.disposal.rawValue)
        if let instance { sink.member("instance", InstanceReport(environment: instance)) }
        sink.member("environment", ifPresent: environment)
        sink.member("machine", ifPresent: history.machine?.name)
    }

    private func describeObservations<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("checks", result?.checks ?? [])
        sink.member("not_measured", (result?.checks ?? []).filter { $0.status == .notMeasured }.map(\.id))
        sink.member("evidence", result?.evidence ?? [])
        sink.member("figures", (result?.figures ?? []).filter(\.value.isFinite))
        sink.member("artifacts", result?.artifacts ?? [])
        if let metadata = result?.metadata, !metadata.members.isEmpty { sink.member("metadata", .object(metadata)) }
    }
}

/// The instance of a case.
private struct InstanceReport: JSONDescribed {
    let environment: EnvironmentInfo

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("id", environment.id)
        sink.member("provider", environment.provider)
        sink.member("region", ifPresent: environment.region)
        sink.member("host", environment.access.host)
        sink.member("properties", .object(environment.properties))
    }
}

/// A stage that a case went through.
private struct StepReport: JSONDescribed {
    let step: CaseHistory.Step
    /// When the next one was entered.
    let end: Timestamp?

    static func all(of history: CaseHistory) -> [StepReport] {
        history.steps.enumerated().map { place, step in
            StepReport(step: step, end: place + 1 < history.steps.count ? history.steps[place + 1].at : nil)
        }
    }

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("stage", step.stage.rawValue)
        sink.member("at", step.at)
        sink.member("seconds", ifPresent: end.map { ($0 - step.at).inSeconds })
    }
}

/// One resource of a report.
struct ResourceReport: JSONDescribed {
    private let entry: Ledger.Entry
    private let plan: RunPlan?

    init(_ entry: Ledger.Entry, of plan: RunPlan?) {
        self.entry = entry
        self.plan = plan
    }

    /// The command that removes what may still be there; nothing where nothing is to be removed.
    var remedy: String? {
        guard entry.state.mayLeak else { return nil }
        if case .unconfirmed(_, _, let remedy) = entry.state { return remedy }
        if entry.resource.kind == .setup { return entry.resource.restoring }
        return "ptp-verify sweep\(whereabouts) --apply"
    }

    /// A sweep looks only where it is told to.
    private var whereabouts: String {
        guard let plan, plan.environment != "simulated" else { return "" }
        let region = plan.configuration.last { $0.key == "region" }
        return " --provider \(plan.environment)" + (region.map { " --region \($0.value)" } ?? "")
    }

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        let (word, reason, until) = state
        sink.member("kind", entry.resource.kind.rawValue)
        sink.member("token", entry.resource.token)
        sink.member("id", ifPresent: entry.state.id)
        sink.member("case", ifPresent: entry.resource.caseID?.text)
        sink.member("state", word)
        sink.member("reason", ifPresent: reason)
        sink.member("remedy", ifPresent: remedy)
        sink.member("kept_until", ifPresent: until)
    }

    private var state: (word: String, reason: String?, until: Timestamp?) {
        switch entry.state {
        case .intended: ("intended", nil, nil)
        case .made: ("made", nil, nil)
        case .ending: ("ending", nil, nil)
        case .kept(_, let until): ("kept", nil, until)
        case .gone: ("gone", nil, nil)
        case .unconfirmed(_, let reason, _): ("not-confirmed", reason, nil)
        }
    }
}

extension Resource {
    /// The command that undoes a set-up, which is named after its host.
    package var restoring: String { "ptp-verify restore \(token) --packages" }
}
