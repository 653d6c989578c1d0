import Orchestration

/// What a sweep found and did, for people and programs.
struct SweepAccount {
    /// What there is to do.
    var plan = SweepPlan(runs: [], tagged: [], at: Timestamp(nanoseconds: 0))
    /// What became of the plan, once it was applied.
    var result: Sweeper.Result?
    private let sparedElsewhere: [SweepPlan.Spared]
    private let isUnreadable: Bool

    init(spared: [SweepPlan.Spared], isUnreadable: Bool) {
        sparedElsewhere = spared
        self.isUnreadable = isUnreadable
    }

    private var spared: [SweepPlan.Spared] { sparedElsewhere + plan.spared }

    /// Whether there is nothing to tell.
    var isEmpty: Bool {
        plan.items.isEmpty && plan.adopted.isEmpty && plan.departed.isEmpty && spared.isEmpty && plan.unseen.isEmpty
    }

    /// Something may remain: what could not be removed, what is only planned to go, and what nobody could read.
    var exitCode: Int {
        let remains = result.map { !$0.remaining.isEmpty } ?? !plan.items.isEmpty
        // What another cloud may hold is not swept here, and not gone either.
        let isUnsure = isUnreadable || !plan.unseen.isEmpty || !sparedElsewhere.isEmpty
        return remains || isUnsure ? ExitCode.cleanupUnconfirmed : ExitCode.success
    }

    var lines: [String] {
        var lines = spared.map { "spared: \($0.what) of \($0.runID): \($0.reason)" }
        lines += plan.unseen.map { "could not look for any \($0.kind.rawValue) by tag: \($0.reason)" }
        lines += plan.adopted.map { "kept: \(Self.name($0)) of \($0.runID): it carries the mark of what is kept" }
        lines += plan.departed.map { "gone: \(Self.name($0)) of \($0.runID): \($0.reason)" }
        guard let result else {
            lines += plan.items.map { "to go: \(Self.name($0)) of \($0.runID): \($0.reason)" }
            return lines + [plan.items.isEmpty ? "nothing to do" : "`ptp-verify sweep --apply` removes what is to go"]
        }
        lines += result.removed.map { "removed: \(Self.name($0)) of \($0.runID)" }
        for (item, reason, remedy) in result.remaining {
            lines.append("MAY STILL BE RUNNING: \(Self.name(item)) of \(item.runID): \(reason)\n    \(remedy)")
        }
        return lines + (plan.items.isEmpty ? ["nothing to do"] : [])
    }

    var json: JSONObject {
        var object: JSONObject = [
            "applied": .bool(result != nil),
            "to_go": .array(plan.items.map { .object(Self.json($0)) }),
            "gone": .array(plan.departed.map { .object(Self.json($0)) }),
            "kept": .array(plan.adopted.map { .object(Self.json($0)) }),
            "spared": .array(
                spared.map {
                    .object(["run": .string($0.runID), "what": .string($0.what), "reason": .string($0.reason)])
                }
            ),
            "unseen": .array(
                plan.unseen.map { .object(["kind": .string($0.kind.rawValue), "reason": .string($0.reason)]) }
            ),
            "exit_code": .integer(Int64(exitCode)),
        ]
        guard let result else { return object }
        object["removed"] = .array(result.removed.map { .object(Self.json($0)) })
        object["remaining"] = .array(
            result.remaining.map { item, reason, remedy in
                var remaining = Self.json(item)
                remaining["reason"] = .string(reason)
                remaining["remedy"] = .string(remedy)
                return .object(remaining)
            }
        )
        return object
    }

    private static func name(_ item: SweepPlan.Item) -> String {
        "\(item.resource.kind.rawValue) \(item.id ?? item.resource.token)"
    }

    private static func json(_ item: SweepPlan.Item) -> JSONObject {
        let object: JSONObject = [
            "run": .string(item.runID),
            "kind": .string(item.resource.kind.rawValue),
            "id": JSONValue(item.id),
            "token": .string(item.resource.token),
            "case": JSONValue(item.resource.caseID?.text),
            "reason": .string(item.reason),
        ]
        return object.withoutNulls
    }
}
