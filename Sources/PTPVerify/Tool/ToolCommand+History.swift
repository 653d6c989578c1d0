import Orchestration
import Reports

/// The commands that look at more than one run.
extension ToolCommand {
    static let compare = ToolCommand(
        name: "compare",
        subject: .sides,
        flags: [.all, .mixed, .json],
        parameters: [.tolerance],
        settings: .store,
        summary: "tell what is better, the same or worse than in other runs, type by type",
        details: """
            The first name is the baseline, all others are compared with it; without another one, the newest run is.
            Where the baseline has several runs, `with` stands between the sides. A name may be a path, a list such as
            a,b, or a pattern such as 'sim-*' in quotes. More runs on each side tell more: what too few values cannot
            tell is said to be open, and how many it would take.
            With --store or PTP_STORE the runs are those of the results store.
            The exit code is 0 when nothing is worse, 1 when something is, 2 when the runs cannot be compared, and 4
            when nothing at all can be told.
            """,
        examples: [
            Example(line: "ptp-verify compare 20261121T122155Z", meaning: "the newest run with an older one"),
            Example(line: "ptp-verify compare 'may-*' with 'june-*'", meaning: "all runs of two months"),
            Example(
                line: "ptp-verify compare ptp-runs/may-* with ptp-runs/june-* --tolerance 5 --json",
                meaning: "by paths, more sensitive, for programs"
            ),
        ],
        perform: { invocation, tool in
            let source = RunSource.configured(try tool.configuration(invocation), tool)
            return try await CompareCommand(tool: tool, source: source).perform(invocation)
        }
    )

    static let trend = ToolCommand(
        name: "trend",
        subject: .runs,
        flags: [.json],
        parameters: [.metric, .followedType, .by, .svg, .tolerance],
        settings: .store,
        summary: "follow what was measured through all runs, and find where it changed",
        details: """
            Without names all runs of the report directory, or of the results store that is set, are followed. Each
            point is the median of a run's cases. A
            change is told with what changed together with it: zone, kernel, driver, system, tool.
            The exit code is 0, or 4 when there are too few runs to tell anything.
            """,
        examples: [
            Example(line: "ptp-verify trend", meaning: "the total error of each type"),
            Example(line: "ptp-verify trend --type 'c7i.*' --by zone", meaning: "some types, each zone by itself"),
            Example(
                line: "ptp-verify trend --metric phc_error_bound,duration --svg trend.svg",
                meaning: "other metrics, with plots"
            ),
        ],
        perform: { invocation, tool in
            let source = RunSource.configured(try tool.configuration(invocation), tool)
            return try await TrendCommand(tool: tool, source: source).perform(invocation)
        }
    )
}

extension ToolCommand.Flag {
    static let all = Self(
        option: "--all",
        summary: "show all metrics, too, not only those by which types are judged"
    )
    static let mixed = Self(
        option: "--mixed",
        summary: "compare pretended evidence with real evidence all the same"
    )
}

extension ToolCommand.Parameter {
    static let metric = Self(
        "--metric",
        "NAME[,NAME]…",
        "what to follow; without it \(Metric.headline.name)",
        needs: "the name of a metric, such as \(Metric.headline.name)"
    )
    static let followedType = Self(
        "--type",
        "TYPE",
        "only this type, or types like it, such as 'c7i.*'",
        needs: "the name of a type"
    )
    static let by = Self(
        "--by",
        "WHAT[,WHAT]…",
        "what to tell apart besides types: \(HistoryWords.groupings)",
        needs: "some of \(HistoryWords.groupings)"
    ) { HistoryWords.groupings($0) != nil }
    static let svg = Self("--svg", "FILE", "also write the plots to this file", needs: "the path of a file")
    static let tolerance = Self(
        "--tolerance",
        "PERCENT",
        "changes up to this one matter to nobody; 10 without it",
        needs: "per cent above 0, such as 10"
    ) { HistoryWords.share($0) != nil }
}
