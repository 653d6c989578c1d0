/// The command that a pipeline asks whether it may go on.
extension ToolCommand {
    static let gate = ToolCommand(
        name: "gate",
        subject: .runs,
        flags: [.allowSimulated, .json],
        parameters: [.policy, .baseline, .events],
        settings: .store,
        summary: "decide whether runs have shown what a policy asks for, with every reason",
        details: """
            Several runs are judged together, also those of a pattern such as '*-nightly'. A run is read from its \
            journal: a killed one is judged, too, and fails; so does one of whose journal part cannot be read. A run \
            that has no directory any more is looked up in the results store, where --store or PTP_STORE names one.
            Without --policy, every case must be as its plan expected, be observed, and be of real machines.
            The policy's language is described in fixtures/schema/policy.schema.json; fixtures/policies has examples.
            The exit code is 0 when the policy is satisfied, 1 when something contradicts it, 4 when only what was not \
            observed stands in the way, 3 when something of a run may still be there, and 2 when policy or call are \
            wrong.
            """,
        examples: [
            Example(line: "ptp-verify gate --allow-simulated", meaning: "the newest run, each case as expected"),
            Example(
                line: "ptp-verify gate ptp-runs/latest --allow-simulated --json",
                meaning: "the same for programs"
            ),
        ],
        perform: { try await GateCommand(tool: $1, invocation: $0).perform() }
    )
}

extension ToolCommand.Flag {
    static let allowSimulated = Self(
        option: "--allow-simulated",
        summary: "let evidence of simulated and emulated machines count, whatever the policy says"
    )
}

extension ToolCommand.Parameter {
    static let policy = Self(
        "--policy",
        "FILE",
        "what is asked for, in YAML or JSON; without it, that every case is as expected",
        needs: "the path of a file"
    )
    static let baseline = Self(
        "--baseline",
        "RUN",
        "the earlier run with which rules about growth compare",
        needs: "the name of a run"
    )
    static let events = Self(
        "--events",
        "FILE",
        "what `swift test --event-stream-output-path` wrote: it must agree with the run's journal",
        needs: "the path of a file"
    )
}
