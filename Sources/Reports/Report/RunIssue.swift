import Orchestration

/// Something that is wrong, and all cases in which it is.
struct RunIssue: JSONDescribed {
    /// The rule that found it, or the kind of failure, or `cleanup`.
    let id: String
    let cause: String
    let remedy: String
    private(set) var cases: [String]

    func describe<Sink: JSONSink>(to sink: inout Sink) {
        sink.member("id", id)
        sink.member("cause", cause)
        sink.member("remedy", remedy)
        sink.member("cases", cases)
    }

    /// First what may still cost money, then what most cases have.
    static func all(_ results: [CaseResults], _ history: RunHistory) -> [RunIssue] {
        let leaks = history.ledger.leaks.map { entry in
            RunIssue(
                id: "cleanup",
                cause: "\(entry.resource.kind.rawValue) \(entry.state.id ?? entry.resource.token) may still be there",
                remedy: ResourceReport(entry, of: history.plan).remedy ?? "",
                cases: entry.resource.caseID.map { [$0.text] } ?? []
            )
        }
        var found = Grouping()
        for index in results.indices where results[index].status != .met {
            let result = results[index]
            let id = result.planned.id.text
            for conclusion in result.conclusions {
                found.add(conclusion.id, conclusion.cause, conclusion.remedy, of: id)
            }
            // Where no rule knows the cause, the failure is all there is to tell.
            if result.conclusions.isEmpty, let failure = history.cases[index].finalOutcome.failure {
                // What was never begun was not interrupted itself.
                let isOther = failure.code == .interrupted && result.status == .notRun
                let kind = isOther ? result.status.rawValue : failure.code.rawValue
                found.add(kind, failure.happened, failure.next, of: id)
            }
        }
        return leaks + found.issues
    }

    /// What several cases have in common.
    private struct Grouping {
        private var order: [[String]] = []
        private var groups: [[String]: RunIssue] = [:]

        mutating func add(_ id: String, _ cause: String, _ remedy: String, of caseID: String) {
            let key = [id, cause, remedy]
            if groups[key] == nil {
                order.append(key)
                groups[key] = RunIssue(id: id, cause: cause, remedy: remedy, cases: [])
            }
            groups[key]?.cases.append(caseID)
        }

        /// Those of most cases first, the others in the order in which they were found.
        var issues: [RunIssue] {
            let all = order.compactMap { groups[$0] }
            let ranked = all.enumerated().sorted {
                ($1.element.cases.count, $0.offset) < ($0.element.cases.count, $1.offset)
            }
            return ranked.map(\.element)
        }
    }
}
