package import Orchestration

/// A run in the store, as lists show it.
package struct StoredRun: Sendable, Equatable {
    /// How many cases of a type came to the same.
    package struct Share: Sendable, Equatable {
        package let type: String
        package let status: CaseOutcome.Status
        package let verdict: Verdict
        package let count: Int

        package init(type: String, status: CaseOutcome.Status, verdict: Verdict, count: Int) {
            self.type = type
            self.status = status
            self.verdict = verdict
            self.count = count
        }
    }

    package let runID: String
    package let fingerprint: String
    package let toolVersion: String
    package let planDigest: String
    package let environment: String
    package let startedAt: Timestamp
    package let lastAt: Timestamp
    package let isComplete: Bool
    package let exitCode: Int
    package let caseCount: Int
    /// What its cases came to, in the order in which the plan has them first.
    package let shares: [Share]
}

extension StoredRun {
    /// What a list would show of these results.
    package init(_ results: RunResults) {
        self.init(
            runID: results.runID,
            fingerprint: results.fingerprint,
            toolVersion: results.toolVersion,
            planDigest: results.planDigest,
            environment: results.environment,
            startedAt: results.startedAt,
            lastAt: results.lastAt,
            isComplete: results.isComplete,
            exitCode: results.exitCode,
            caseCount: results.cases.count,
            shares: results.cases.reduce(into: []) { shares, result in
                shares.add(
                    Share(type: result.planned.type, status: result.status, verdict: result.verdict, count: 1)
                )
            }
        )
    }

    /// How many cases there are of each type, and how many of them came out as expected, in the order of the plan.
    package var types: [(type: String, met: Int, planned: Int)] {
        var types: [(type: String, met: Int, planned: Int)] = []
        for share in shares {
            let met = share.status == .met ? share.count : 0
            if let place = types.firstIndex(where: { $0.type == share.type }) {
                types[place].met += met
                types[place].planned += share.count
            } else {
                types.append((share.type, met, share.count))
            }
        }
        return types
    }

    /// How many cases came to a verdict.
    package func count(_ verdict: Verdict) -> Int {
        shares.reduce(0) { $0 + ($1.verdict == verdict ? $1.count : 0) }
    }

    /// How many cases came out in some way.
    package func count(_ status: CaseOutcome.Status) -> Int {
        shares.reduce(0) { $0 + ($1.status == status ? $1.count : 0) }
    }

    /// The run as JSON.
    package var json: JSONObject {
        var statuses = JSONObject()
        for status in CaseOutcome.Status.allCases { statuses[status.rawValue] = JSONValue(count(status)) }
        var verdicts = JSONObject()
        for verdict in Verdict.allCases { verdicts[verdict.rawValue] = JSONValue(count(verdict)) }
        var byType = JSONObject()
        for (type, met, planned) in types { byType[type] = ["met": JSONValue(met), "planned": JSONValue(planned)] }
        return [
            "run": .string(runID), "fingerprint": .string(fingerprint), "tool_version": .string(toolVersion),
            "plan_digest": .string(planDigest), "environment": .string(environment),
            "started": .string(startedAt.description), "last_record": .string(lastAt.description),
            "complete": .bool(isComplete), "exit_code": JSONValue(exitCode), "cases": JSONValue(caseCount),
            "status": .object(statuses), "verdict": .object(verdicts), "types": .object(byType),
        ]
    }
}

extension [StoredRun.Share] {
    /// Adds to a share that is there, or a new one at the end.
    mutating func add(_ share: StoredRun.Share) {
        let place = lastIndex {
            $0.type == share.type && $0.status == share.status && $0.verdict == share.verdict
        }
        guard let place else { return append(share) }
        let count = self[place].count + share.count
        self[place] = StoredRun.Share(type: share.type, status: share.status, verdict: share.verdict, count: count)
    }
}
