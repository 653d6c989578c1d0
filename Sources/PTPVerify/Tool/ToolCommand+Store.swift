/// The commands about results that are kept.
extension ToolCommand {
    static let storeAdd = ToolCommand(
        name: "store add",
        subject: .runsAndDirectories,
        settings: .store,
        summary: "add runs to the results store: the newest one, those named, or all in a directory",
        details: """
            A run that is there already is left as it is, or replaced where its journal has grown since. With --store
            or PTP_STORE set, every run is added when it is over.
            """,
        examples: [
            Example(line: "ptp-verify store add", meaning: "the newest run"),
            Example(line: "ptp-verify store add ptp-runs", meaning: "all runs in that directory"),
        ],
        perform: { try await StoreAddCommand(tool: $1, configuration: $1.configuration($0)).perform($0.subjects) }
    )

    static let storeList = ToolCommand(
        name: "store list",
        flags: [.json],
        parameters: Parameter.filters + [.limit],
        settings: .store,
        summary: "list the runs in the results store, the newest first, with how many cases came out as expected",
        examples: [
            Example(line: "ptp-verify store list", meaning: "the newest 50 runs"),
            Example(
                line: "ptp-verify store list --type 'c7i.*' --verdict supported --since 30d --json",
                meaning: "the last month's runs in which one of these types worked, for programs"
            ),
        ],
        perform: { try StoreCommand(tool: $1, configuration: $1.configuration($0)).list($0) }
    )

    static let storeShow = ToolCommand(
        name: "store show",
        subject: .storedRun,
        flags: [.json],
        settings: .store,
        summary: "show what a run in the results store came to, with its figures",
        details: """
            RUN is the name of a run or as much of its beginning as tells it from all others. Where runs share their
            name, as simulated ones of one seed do, NAME@FINGERPRINT tells them apart.
            """,
        examples: [
            Example(line: "ptp-verify store show sim-2026", meaning: "the only run whose name begins so"),
            Example(line: "ptp-verify store show sim-2026 --json", meaning: "the same for programs"),
        ],
        perform: { invocation, tool in
            let command = StoreCommand(tool: tool, configuration: try tool.configuration(invocation))
            return try command.show(invocation.subject, asJSON: invocation.has(.json))
        }
    )

    static let storeRemove = ToolCommand(
        name: "store remove",
        subject: .storedRun,
        settings: .store,
        summary: "remove a run from the results store; its directory stays, and can be added again",
        details: "RUN is what `ptp-verify store show` takes.",
        examples: [
            Example(line: "ptp-verify store remove sim-2026", meaning: "the only run whose name begins so")
        ],
        perform: { try StoreCommand(tool: $1, configuration: $1.configuration($0)).remove($0.subject) }
    )

    static let storeExport = ToolCommand(
        name: "store export",
        parameters: Parameter.filters,
        settings: .store,
        summary: "print runs in the results store as lines of JSON that can be imported elsewhere",
        details: "The first line says what follows; then each line is a run with all its results, the oldest first.",
        examples: [
            Example(line: "ptp-verify store export", meaning: "everything"),
            Example(line: "ptp-verify store export --since 7d", meaning: "the last week"),
        ],
        perform: { try StoreCommand(tool: $1, configuration: $1.configuration($0)).export($0) }
    )

    static let storeImport = ToolCommand(
        name: "store import",
        subject: .file,
        settings: .store,
        summary: "add to the results store what was exported from another; all of it, or nothing where it is broken",
        details: "- is the standard input. What is there already is left as it is.",
        examples: [
            Example(line: "ptp-verify store import results.jsonl", meaning: "a file that was made by an export"),
            Example(line: "ptp-verify store import -", meaning: "from a pipe"),
        ],
        perform: { try StoreCommand(tool: $1, configuration: $1.configuration($0)).importing($0.subject) }
    )

    static let storeRebuild = ToolCommand(
        name: "store rebuild",
        settings: .store,
        summary: "make the results store anew from all run directories",
        details: """
            The old store is replaced when the new one is complete. Runs that only the old one has are kept; a broken
            one gets a name that ends in .broken.
            """,
        examples: [
            Example(line: "ptp-verify store rebuild", meaning: "from the runs in ptp-runs"),
            Example(
                line: "ptp-verify store rebuild --report-dir ptp-runs --store results.sqlite",
                meaning: "from those in a directory, into a file"
            ),
        ],
        perform: { try await StoreAddCommand(tool: $1, configuration: $1.configuration($0)).rebuild() }
    )
}
