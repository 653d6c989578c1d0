/// The commands that one needs before the first run on an account.
extension ToolCommand {
    static let doctor = ToolCommand(
        name: "doctor",
        flags: [.json],
        settings: .preflight,
        summary: "look for all that would prevent a run, and say what to do about it; nothing is launched",
        details: """
            On EC2: credentials, permissions (asked for by dry runs), types, subnets, images, groups, keys, quotas.
            With hosts: the key, and whether each host lets us in.
            What is not configured yet is left out. A run looks for the same before it launches anything.
            The exit code is 0 when nothing prevents a run, and 2 when something does.
            """,
        examples: [
            Example(line: "ptp-verify doctor", meaning: "what the environment asks for"),
            Example(line: "ptp-verify doctor --json", meaning: "the same for programs"),
        ],
        perform: {
            try await DoctorCommand(tool: $1, configuration: $1.configuration($0)).perform(asJSON: $0.has(.json))
        }
    )

    static let policy = ToolCommand(
        name: "iam-policy",
        flags: [.json],
        settings: .preflight,
        summary: "print the policy of AWS that allows what runs do and nothing else",
        details: """
            With --provider ec2 and other settings: what those runs do, with the subnets and groups that they name.
            The policy is JSON, with and without --json. What it allows to change carries the tag ptp-verify:run.
            """,
        examples: [
            Example(line: "ptp-verify iam-policy", meaning: "for whatever may be configured later"),
            Example(
                line: "ptp-verify iam-policy --provider ec2 --subnet-id subnet-0a1b2c3d --placement-group none",
                meaning: "for runs in one subnet that make no placement group"
            ),
        ],
        perform: { try PolicyCommand(tool: $1, configuration: $1.configuration($0)).perform() }
    )
}
