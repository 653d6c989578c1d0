import Orchestration

/// One case of a report.
struct CaseReport {
    private let history: CaseHistory
    private let resources: [Ledger.Entry]

    init(_ history: CaseHistory, _ ledger: Ledger) {
        self.history = history
        resources = ledger.entries(of: history.instanceCase.id)
    }

    var json: JSONObject {
        let outcome = history.finalOutcome
        let planned = history.instanceCase
        let object: JSONObject = [
            "id": .string(planned.id.text),
            "name": .string(planned.description),
            "type": .string(planned.type),
            "index": JSONValue(planned.index),
            "quantity": JSONValue(planned.quantity),
            "expected": .string(planned.expectation.rawValue),
            "status": .string(outcome.status.rawValue),
            "verdict": .string(outcome.verdict.rawValue),
            "reason": JSONValue(history.result?.summary ?? outcome.failure?.happened),
            "declared_support": JSONValue(history.environment?.declaredSupport),
            "declared_matches_observed": JSONValue(declaredMatches(outcome.verdict)),
            "failure": outcome.failure.map { .object($0.json) } ?? .null,
            "disposal": .string(outcome.disposal.rawValue),
            "instance": instance,
            "checks": .array((history.result?.checks ?? []).map { .object($0.json) }),
            "evidence": .array((history.result?.evidence ?? []).map { .object($0.json) }),
            "figures": .array((history.result?.figures ?? []).filter(\.value.isFinite).map { .object($0.json) }),
            "findings": .array(history.findings.map { .object($0.json) }),
            "retries": JSONValue(history.retries),
            "stages": .array(history.steps.map { .object(Self.step($0)) }),
            "resources": .array(resources.map { .object(ResourceReport($0).json) }),
        ]
        return object.withoutNulls
    }

    /// Whether declaration and observation agree; nothing where one of them is missing.
    private func declaredMatches(_ verdict: Verdict) -> Bool? {
        Expectation.declared.isMet(by: verdict, declaredSupport: history.environment?.declaredSupport)
    }

    private var instance: JSONValue {
        guard let environment = history.environment else { return .null }
        let object: JSONObject = [
            "id": .string(environment.id), "provider": .string(environment.provider),
            "region": JSONValue(environment.region), "host": .string(environment.access.host),
            "properties": .object(environment.properties),
        ]
        return .object(object.withoutNulls)
    }

    private static func step(_ step: CaseHistory.Step) -> JSONObject {
        ["stage": .string(step.stage.rawValue), "at": .string(step.at.description)]
    }
}

/// One resource of a report.
struct ResourceReport {
    private let entry: Ledger.Entry

    init(_ entry: Ledger.Entry) {
        self.entry = entry
    }

    /// The command that removes what may still be there; nothing where nothing is to be removed.
    var remedy: String? {
        guard entry.state.mayLeak else { return nil }
        if case .unconfirmed(_, _, let remedy) = entry.state { return remedy }
        return "ptp-verify sweep --apply"
    }

    var json: JSONObject {
        let object: JSONObject = [
            "kind": .string(entry.resource.kind.rawValue),
            "token": .string(entry.resource.token),
            "id": JSONValue(entry.state.id),
            "case": JSONValue(entry.resource.caseID?.text),
            "state": .string(state.word),
            "reason": JSONValue(state.reason),
            "remedy": JSONValue(remedy),
            "kept_until": JSONValue(state.until?.description),
        ]
        return object.withoutNulls
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
