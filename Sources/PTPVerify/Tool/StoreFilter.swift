import Orchestration
import Reports

// The options that say which runs of the store are meant.

extension ToolCommand.Parameter {
    /// Those that choose among runs.
    static let filters: [Self] = [
        .name, .type, .region, .zone, .verdict, .status, .environment, .label, .since, .until,
    ]

    var filterSummary: String {
        switch self {
        case .name: "only runs of such a name; * stands for anything, ? for one character"
        case .type:
            "only runs with a case of such a type, as c7i.*; what else is asked of a case is asked of the same one"
        case .region: "only runs with a case in this region"
        case .zone: "only runs with a case in this zone"
        case .verdict: "only runs with a case of this verdict: \(Self.words(Verdict.self))"
        case .status: "only runs with a case that came out so: \(Self.words(CaseOutcome.Status.self))"
        case .environment: "only runs with evidence of this: ec2, hosts, simulated or emulated"
        case .label: "only runs with a case that has this label"
        case .since: "only runs that began then or later: a moment, a day such as 2026-11-21, or an age such as 7d"
        case .until: "only runs that began before"
        case .limit: "at most so many runs; 50 when it is not said"
        case .port, .run, .olderThan: ""
        }
    }

    func filterComplaint(about value: String) -> String? {
        switch self {
        case .verdict: Verdict(rawValue: value) == nil ? "one of \(Self.words(Verdict.self))" : nil
        case .status:
            CaseOutcome.Status(rawValue: value) == nil ? "one of \(Self.words(CaseOutcome.Status.self))" : nil
        case .label: (RunFilter.Label(text: value) == nil) ? "a label such as team or team=clocks" : nil
        case .since, .until:
            Timestamp(choice: value, now: Timestamp(nanoseconds: 0)) == nil
                ? "a moment such as 2026-11-21T12:00:00Z, a day such as 2026-11-21, or an age such as 7d" : nil
        case .limit: Int(value).map { $0 < 1 } ?? true ? "a whole number from 1 up" : nil
        case .name, .type, .region, .zone, .environment: value.isEmpty ? "a value" : nil
        case .port, .run, .olderThan: nil
        }
    }

    private static func words<Word: CaseIterable & RawRepresentable<String>>(_ type: Word.Type) -> String {
        Word.allCases.map(\.rawValue).joined(separator: ", ")
    }
}

extension Invocation {
    /// Which runs of the store are meant.
    func filter(now: Timestamp) -> RunFilter {
        var filter = RunFilter()
        filter.run = value(.name).map { NamePattern($0) }
        filter.type = value(.type).map { NamePattern($0) }
        filter.region = value(.region)
        filter.zone = value(.zone)
        filter.verdict = value(.verdict).flatMap { Verdict(rawValue: $0) }
        filter.status = value(.status).flatMap { CaseOutcome.Status(rawValue: $0) }
        filter.environment = value(.environment)
        filter.label = value(.label).flatMap { RunFilter.Label(text: $0) }
        filter.since = value(.since).flatMap { Timestamp(choice: $0, now: now) }
        filter.until = value(.until).flatMap { Timestamp(choice: $0, now: now) }
        return filter
    }
}

extension RunFilter.Label {
    fileprivate init?(text: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard !parts[0].isEmpty else { return nil }
        self.init(parts[0], parts.count == 2 ? parts[1] : nil)
    }
}

extension Timestamp {
    /// Reads a moment, the beginning of a day in UTC, or how long ago something was.
    fileprivate init?(choice: String, now: Timestamp) {
        let moment = Timestamp(choice) ?? Timestamp("\(choice)T00:00:00Z")
        guard let moment = moment ?? Age(choice).map({ now + (.zero - $0.duration) }) else { return nil }
        self = moment
    }
}
