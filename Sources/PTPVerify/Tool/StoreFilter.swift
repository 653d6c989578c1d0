import Orchestration
import Reports

// The options that say which runs of the store are meant.

extension ToolCommand.Parameter {
    /// Those that choose among runs.
    static let filters: [Self] = [
        .name, .type, .region, .zone, .verdict, .status, .environment, .label, .since, .until,
    ]

    static let name = Self("--name", "PATTERN", "only runs of such a name; * stands for anything, ? for one character")
    static let type = Self(
        "--type",
        "PATTERN",
        "only runs with a case of such a type, as c7i.*; what else is asked of a case is asked of the same one"
    )
    static let region = Self("--region", "NAME", "only runs with a case in this region")
    static let zone = Self("--zone", "NAME", "only runs with a case in this zone")
    static let verdict = Self(
        "--verdict",
        "WORD",
        "only runs with a case of this verdict: \(words(Verdict.self))",
        needs: "one of \(words(Verdict.self))"
    ) { Verdict(rawValue: $0) != nil }
    static let status = Self(
        "--status",
        "WORD",
        "only runs with a case that came out so: \(words(CaseOutcome.Status.self))",
        needs: "one of \(words(CaseOutcome.Status.self))"
    ) { CaseOutcome.Status(rawValue: $0) != nil }
    static let environment = Self(
        "--environment",
        "WORD",
        "only runs with evidence of this: \(environments.joined(separator: ", "))",
        needs: "one of \(environments.joined(separator: ", "))"
    ) { environments.contains($0) }
    static let label = Self(
        "--label",
        "NAME[=VALUE]",
        "only runs with a case that has this label",
        needs: "a label such as team or team=clocks"
    ) { RunFilter.Label(text: $0) != nil }
    static let since = Self(
        "--since",
        "MOMENT",
        "only runs that began then or later: a moment, a day such as 2026-11-21, or an age such as 7d",
        needs: moments,
        isGood: isMoment
    )
    static let until = Self("--until", "MOMENT", "only runs that began before", needs: moments, isGood: isMoment)
    static let limit = Self(
        "--limit",
        "N",
        "at most so many runs; 50 when it is not said",
        needs: "a whole number from 1 up"
    ) { Int($0).map { $0 >= 1 } ?? false }

    private static let environments = ProviderKind.allCases.map(\.rawValue) + ["emulated"]

    private static let moments = "a moment such as 2026-11-21T12:00:00Z, a day such as 2026-11-21, or an age such as 7d"

    private static let isMoment: @Sendable (String) -> Bool = {
        Timestamp(choice: $0, now: Timestamp(nanoseconds: 0)) != nil
    }

    private static func words<Word: CaseIterable & RawRepresentable<String>>(_ type: Word.Type) -> String {
        Word.allCases.map(\.rawValue).joined(separator: ", ")
    }
}

extension Invocation {
    /// Which runs of the store are meant.
    func filter(now: Timestamp) -> RunFilter {
        var filter = RunFilter()
        filter.run = value(.name).map { Glob($0) }
        filter.type = value(.type).map { Glob($0) }
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
