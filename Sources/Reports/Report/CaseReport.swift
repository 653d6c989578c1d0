package import Orchestration

/// One case of a report; what is not known is absent.
struct CaseReport: JSONDescribed {
    private let history: CaseHistory
    private let resources: [Ledger.Entry]
    private let bill: Bill
    private let plan: RunPlan?

    init(_ history: CaseHistory, of run: RunHistory) {
        self.history = history
        resources = run.ledger.entries(of: history.instanceCase.id)
        bill = Bill([history], of: run)
        plan = run.plan
    }

    private static func object(_ labels: [String: String]) -> JSONObject {
        var object = JSONObject()
        for (name, value) in labels.sorted(by: { $0.key < $1.key }) { object[name] = .string(value) }
        return object
    }

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        let outcome = history.finalOutcome
        let planned = history.instanceCase
        // What a journal tells is read when it is asked for: once is enough.
        let result = history.result
        let environment = history.environment
        sink.member("id", planned.id.text)
        sink.member("name", planned.description)
        sink.member("type", planned.type)
        sink.member("index", planned.index)
        sink.member("quantity", planned.quantity)
        sink.member("expected", planned.expectation.rawValue)
        sink.member("status", outcome.status.rawValue)
        sink.member("verdict", outcome.verdict.rawValue)
        sink.member("reason", ifPresent: result?.summary ?? outcome.failure?.happened)
        sink.member("declared_support", ifPresent: environment?.declaredSupport)
        // Whether declaration and observation agree.
        let agrees = Expectation.declared.isMet(by: outcome.verdict, declaredSupport: environment?.declaredSupport)
        sink.member("declared_matches_observed", ifPresent: agrees)
        if let failure = outcome.failure { sink.member("failure", failure) }
        sink.member("disposal", outcome.disposal.rawValue)
        if let environment { sink.member("instance", InstanceReport(environment: environment)) }
        // Also of a machine that says that it is real the plan may know better.
        let pretence = plan?.pretence ?? history.pretence
        sink.member("environment", ifPresent: pretence?.rawValue ?? plan?.environment)
        sink.member("machine", ifPresent: history.machine?.name)
        bill.describeCase(to: &sink)
        if !planned.labels.isEmpty { sink.member("labels", .object(Self.object(planned.labels))) }
        sink.member("checks", result?.checks ?? [])
        sink.member("not_measured", (result?.checks ?? []).filter { $0.status == .notMeasured }.map(\.id))
        sink.member("evidence", result?.evidence ?? [])
        sink.member("figures", (result?.figures ?? []).filter(\.value.isFinite))
        sink.member("artifacts", result?.artifacts ?? [])
        if let metadata = result?.metadata, !metadata.members.isEmpty { sink.member("metadata", .object(metadata)) }
        sink.member("findings", history.findings)
        sink.member("retries", history.retries)
        sink.member("stages", history.steps.map(StepReport.init))
        sink.member("resources", resources.map { ResourceReport($0, of: plan) })
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

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("stage", step.stage.rawValue)
        sink.member("at", step.at)
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
