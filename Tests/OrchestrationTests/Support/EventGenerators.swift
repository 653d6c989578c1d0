import Orchestration
import PTPTesting

/// Random events of every kind, as far from the usual as their types allow.
extension SeededGenerator {
    static let eventKinds = 18

    mutating func event() -> RunEvent { event(kind: below(Self.eventKinds)) }

    mutating func event(kind: Int) -> RunEvent {
        switch kind {
        case 0: .runBegan(plan(), toolVersion: text(), processID: integer())
        case 1: .runMoved(from: pick(RunState.allCases), to: pick(RunState.allCases), reason: maybe { $0.text() })
        case 2: .stopRequested(stopCause())
        case 3: .caseMoved(caseID(), pick(CaseStage.allCases))
        case 4: .environmentReady(caseID(), environment())
        case 5:
            .retrying(maybe { $0.caseID() }, what: text(), attempt: integer(), pause: duration(), because: text())
        case 6: .resourceIntended(resource())
        case 7: .resourceMade(token: text(), id: text())
        case 8: .resourceEnding(token: text())
        case 9: .resourceGone(token: text())
        case 10: .resourceKept(token: text(), until: maybe { $0.moment() })
        case 11: .resourceUnconfirmed(token: text(), reason: text(), remedy: text())
        case 12: .executed(caseID(), result())
        case 13: .analyzed(caseID(), list(upTo: 3) { $0.finding() })
        case 14: .caseEnded(caseID(), outcome())
        case 15: .noted(text())
        case 16: .machineSeen(caseID(), MachineInfo(name: text(), isEmulated: below(2) == 1))
        default: .runEnded(exitCode: integer())
        }
    }

    mutating func caseID() -> CaseID { CaseID("\(text())#\(1 + below(3))") }

    mutating func stopCause() -> StopCause {
        pick([.signal(below(65)), .request, .cancelled, .orphaned, .journalFailed(text())])
    }

    mutating func resource() -> Resource {
        Resource(
            token: text(),
            kind: pick(Resource.Kind.allCases),
            caseID: maybe { $0.caseID() },
            expiresAt: maybe { $0.moment() }
        )
    }

    mutating func plan() -> RunPlan {
        let quantity = 1 + below(4)
        let types = list(upTo: 3) { $0.text() }
        let cases = Set(types).sorted().flatMap { type in
            (1...quantity).map { instanceCase(type: type, index: $0, of: quantity) }
        }
        return RunPlan(
            runID: text(),
            environment: text(),
            cases: cases,
            concurrency: 1 + below(9),
            keep: pick([.none, .all, .functional, .ask, .positions(Set(list(upTo: 4) { $0.below(9) }))]),
            timeToLive: duration(),
            cleanupTimeout: duration(),
            toleratesInconclusive: below(2) == 1,
            failsFast: below(2) == 1,
            prices: Dictionary(types.map { ($0, money()) }) { first, _ in first },
            budget: Budget(money: maybe { $0.money() }, seconds: maybe { $0.below(1 << 40) }),
            configuration: list(upTo: 3) { .init(key: $0.text(), value: $0.text(), source: $0.text()) }
        )
    }

    mutating func money() -> Money { Money(micros: Int64(next() >> (1 + UInt64(below(63))))) }

    mutating func instanceCase(type: String, index: Int, of quantity: Int) -> InstanceCase {
        var labels: [String: String] = [:]
        for _ in 0..<below(3) { labels[text()] = text() }
        return InstanceCase(
            type: type,
            index: index,
            of: quantity,
            machine: maybe { "\(type)#\(index) \($0.text())" },
            expectation: pick(Expectation.allCases),
            timeout: duration(),
            labels: labels
        )
    }

    mutating func environment() -> EnvironmentInfo {
        EnvironmentInfo(
            id: text(),
            provider: text(),
            region: maybe { $0.text() },
            access: Access(host: text(), port: below(65_536), user: text()),
            declaredSupport: maybe { $0.chance(2) },
            properties: jsonObject()
        )
    }

    mutating func result() -> ExecutionResult {
        ExecutionResult(
            verdict: pick(Verdict.allCases),
            summary: text(),
            checks: list(upTo: 3) { $0.check() },
            evidence: list(upTo: 3) { $0.evidence() },
            figures: list(upTo: 3) { Figure($0.text(), $0.double(), unit: $0.text()) },
            artifacts: list(upTo: 2) { Artifact(name: $0.text(), path: $0.text(), mediaType: $0.text()) },
            metadata: jsonObject(),
            startedAt: moment(),
            endedAt: moment()
        )
    }

    mutating func check() -> Check {
        let status = pick(Check.Status.allCases)
        return Check(id: text(), title: text(), status: status, detail: text(), evidence: list(upTo: 3) { $0.text() })
    }

    mutating func evidence() -> Evidence {
        Evidence(
            id: text(),
            command: text(),
            exitStatus: maybe { $0.below(256) },
            output: text(),
            at: moment()
        )
    }

    mutating func finding() -> Finding {
        Finding(
            id: text(),
            severity: pick(Finding.Severity.allCases),
            cause: text(),
            remedy: text(),
            evidence: list(upTo: 3) { $0.text() }
        )
    }

    mutating func outcome() -> CaseOutcome {
        CaseOutcome(
            status: pick(CaseOutcome.Status.allCases),
            verdict: pick(Verdict.allCases),
            disposal: pick(CaseOutcome.Disposal.allCases),
            failure: maybe { $0.runError() }
        )
    }

    mutating func runError() -> RunError {
        RunError(pick(RunError.Code.allCases), attempt: text(), happened: text(), next: text())
    }
}
