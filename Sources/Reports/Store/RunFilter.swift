package import Orchestration

/// Which runs and which of their cases are meant; what is not said does not matter.
package struct RunFilter: Sendable, Equatable {
    /// A label that a case must have, with any value or with this one.
    package struct Label: Sendable, Equatable {
        package let name: String
        package let value: String?

        package init(_ name: String, _ value: String? = nil) {
            self.name = name
            self.value = value
        }
    }

    /// What the run is called.
    package var run: Glob?
    /// What its evidence is of.
    package var environment: String?
    /// When it began, at the earliest.
    package var since: Timestamp?
    /// Before when it began.
    package var until: Timestamp?

    /// What kind of thing a case is about.
    package var type: Glob?
    /// Where a case ran.
    package var region: String?
    /// Where in that region.
    package var zone: String?
    /// What was observed.
    package var verdict: Verdict?
    /// How that compares with what was expected.
    package var status: CaseOutcome.Status?
    /// What the case was labelled with.
    package var label: Label?

    /// Everything is meant.
    package init() {}
}

extension RunFilter {
    /// Whether it asks for anything of a case.
    var asksForCases: Bool {
        type != nil || region != nil || zone != nil || verdict != nil || status != nil || label != nil
    }

    /// Whether a run is meant, whatever its cases are.
    func admits(
        startedAt: Timestamp,
        environment: @autoclosure () -> String,
        name: @autoclosure () -> String
    ) -> Bool {
        (self.environment.map { $0 == environment() } ?? true)
            && (since.map { startedAt >= $0 } ?? true) && (until.map { startedAt < $0 } ?? true)
            && (run.map { $0.matches(name()) } ?? true)
    }

    /// Whether a case is meant, whatever its labels are.
    func admits(
        type: String,
        _ setting: CaseResults.Setting,
        _ status: CaseOutcome.Status,
        _ verdict: Verdict
    ) -> Bool {
        (self.status == nil || self.status == status) && (self.verdict == nil || self.verdict == verdict)
            && (region == nil || region == setting.region) && (zone == nil || zone == setting.zone)
            && (self.type.map { $0.matches(type) } ?? true)
    }

    /// Whether labels are those that are meant.
    func admits(labels: [String: String]) -> Bool {
        guard let label else { return true }
        guard let value = labels[label.name] else { return false }
        return label.value == nil || label.value == value
    }

    /// Whether a case is meant.
    package func admits(_ results: CaseResults) -> Bool {
        admits(type: results.planned.type, results.setting, results.status, results.verdict)
            && admits(labels: results.planned.labels)
    }

    /// Whether a run is meant: by itself, and because one of its cases is.
    package func admits(_ results: RunResults) -> Bool {
        admits(startedAt: results.startedAt, environment: results.environment, name: results.runID)
            && (!asksForCases || results.cases.contains { admits($0) })
    }
}
