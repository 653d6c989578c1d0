extension ToolCommand {
    /// All commands, in the order in which one needs them.
    package static let table = [
        run, plan, doctor, policy, report, gate, compare, trend, status, pause, resume, stop, sweep, diagnose, restore,
        ssh, storeAdd, storeList, storeShow, storeRemove, storeExport, storeImport, storeRebuild, simulateCloud,
        explain,
    ]

    /// Those that one meets first.
    package static let introduction = [plan, run, report, sweep]

    private static let run = ToolCommand(
        name: "run",
        settings: .all,
        summary: "verify the planned instances, one after the other, and report",
        details: """
            More than \(Configuration.mostTypesUnconfirmed) types or \(Configuration.mostInstancesUnconfirmed) \
            instances must be confirmed: on a terminal by an answer, elsewhere by --confirm.
            With --keep ask, the instances that work are shown at the end, and you say which stay.
            With --hosts, machines that already run are verified: nothing is launched, terminated or paid for. With \
            --driver auto or build they are set up, too, and given back as they were.
            \(SecretVariable.webhook.rawValue) is the address of a web hook that is told when the run is over; as a \
            secret, it is a variable only.
            Ctrl-C ends the run in order; a second one hurries it.
            """,
        examples: [
            Example(line: "ptp-verify run", meaning: "the built-in simulated fleet"),
            Example(
                line: "ptp-verify run --provider simulated --instance-types c7i.large:2,m7g.medium",
                meaning: "three instances of two types"
            ),
        ],
        perform: { try await RunCommand(tool: $1, configuration: $1.configuration($0)).perform() }
    )

    private static let plan = ToolCommand(
        name: "plan",
        flags: [.json],
        settings: .all,
        summary: "show what would run; nothing is launched",
        examples: [
            Example(line: "ptp-verify plan", meaning: "what the environment asks for"),
            Example(line: "ptp-verify plan --hosts host1,admin@host2:2222", meaning: "two machines that already run"),
            Example(
                line: "ptp-verify plan --provider simulated --instance-types m7g.medium:4 --json",
                meaning: "the same for programs"
            ),
        ],
        perform: { try PlanCommand(tool: $1, configuration: $1.configuration($0)).perform(asJSON: $0.has(.json)) }
    )

    private static let report = ToolCommand(
        name: "report",
        subject: .run,
        flags: [.json, .yaml],
        parameters: [.format],
        settings: .reporting,
        summary: "make the reports of a run again from its journal, and sum up",
        details: """
            Tells of a run that was killed, too: as far as its journal goes. The exit code is that of the run. With \
            --format, --json or --yaml one of the reports is printed, and no file changes.
            """,
        examples: [
            Example(line: "ptp-verify report", meaning: "the newest run"),
            Example(line: "ptp-verify report ptp-runs/latest --json", meaning: "a run by its path, as JSON"),
            Example(line: "ptp-verify report --format markdown", meaning: "for the summary of a CI job"),
        ],
        perform: { invocation, tool in
            let redact = try tool.configuration(invocation).redact
            let command = ReportCommand(
                tool: tool,
                directory: try tool.directory(invocation),
                hidden: redact.source == .default ? nil : redact.value
            )
            return try await command.perform(as: invocation.rendering)
        }
    )

    private static let status = ToolCommand(
        name: "status",
        subject: .run,
        flags: [.json],
        summary: "show how far each case of a run is, and whether the run is alive",
        examples: [
            Example(line: "ptp-verify status", meaning: "the newest run"),
            Example(line: "ptp-verify status --json", meaning: "the same for programs"),
        ],
        perform: { try await StatusCommand(tool: $1, directory: $1.directory($0)).perform(asJSON: $0.has(.json)) }
    )

    private static let pause = control(.pause, "launch nothing more; what is under way goes on")
    private static let resume = control(.resume, "go on with a paused run")
    private static let stop = control(.stop, "end a run in order: nothing new, everything cleaned up")

    private static func control(_ request: RunDirectory.Request, _ summary: String) -> ToolCommand {
        ToolCommand(
            name: request.rawValue,
            subject: .run,
            summary: summary,
            details:
                "The run listens several times a second. A run whose process is gone cannot: then the exit code is 2.",
            examples: [Example(line: "ptp-verify \(request.rawValue)", meaning: "the newest run")],
            perform: { try ControlCommand(tool: $1, directory: $1.directory($0)).perform(request) }
        )
    }

    private static let sweep = ToolCommand(
        name: "sweep",
        flags: [.apply, .json],
        parameters: [.run, .olderThan],
        settings: .preflight,
        summary: "find what dead runs left behind; with --apply, remove it",
        details: """
            Nothing is touched that is not ours, that belongs to a run still alive, or that is kept on purpose.
            The exit code is 3 when something may still be there afterwards.
            """,
        examples: [
            Example(line: "ptp-verify sweep", meaning: "what would be removed, and why"),
            Example(line: "ptp-verify sweep --apply", meaning: "remove it and wait until that is confirmed"),
            Example(line: "ptp-verify sweep --older-than 2h --apply", meaning: "leave alone what is younger"),
        ],
        perform: { invocation, tool in
            let command = SweepCommand(tool: tool, configuration: try tool.configuration(invocation))
            return try await command.perform(
                invocation.selection,
                applies: invocation.has(.apply),
                asJSON: invocation.has(.json)
            )
        }
    )

    private static let diagnose = ToolCommand(
        name: "diagnose",
        subject: .evidence,
        flags: [.json],
        summary: "judge recorded outputs again: of a run, or of commands that somebody pasted into files",
        details: """
            Nothing is asked of any host. Files are recognised by what is in them - chronyc, ethtool, modinfo, dmesg \
            and many others - and all of them are taken for outputs of one host; - is the standard input. What they \
            show too little of is inconclusive. The exit code is 0, or 1 where a run's record gives another verdict \
            than then.
            """,
        examples: [
            Example(line: "ptp-verify diagnose", meaning: "the newest run"),
            Example(
                line: "ptp-verify diagnose sources.txt ethtool.txt --json",
                meaning: "pasted outputs, for programs"
            ),
        ],
        perform: { invocation, tool in
            let command = DiagnoseCommand(tool: tool, configuration: try tool.configuration(invocation))
            return try await command.perform(invocation.subjects, asJSON: invocation.has(.json))
        }
    )

    private static let restore = ToolCommand(
        name: "restore",
        subject: .host,
        flags: [.packages],
        settings: .access,
        summary: "undo on a host what a set-up changed there",
        details: """
            The host itself remembers what was changed: files get back what they held, services run as they did, the \
            driver is switched as it was, which takes its network away for some seconds. Twice does no harm. Packages \
            stay, and are forgotten, unless --packages is given.
            """,
        examples: [
            Example(line: "ptp-verify restore 192.0.2.10", meaning: "as ssh_user, ec2-user by default"),
            Example(line: "ptp-verify restore admin@192.0.2.10 --packages", meaning: "as on the first day"),
        ],
        perform: { invocation, tool in
            let command = RestoreCommand(tool: tool, configuration: try tool.configuration(invocation))
            return try await command.perform(invocation.subject, removesPackages: invocation.has(.packages))
        }
    )

    private static let ssh = ToolCommand(
        name: "ssh",
        subject: .hostAndCommand,
        settings: .access,
        summary: "run a command on a host, logging in as runs do",
        details: """
            The key is private_key_path, or else what an agent (SSH_AUTH_SOCK) or ~/.ssh has. The host must be known:
            see host_keys. The exit code is that of the command, or 255 when it could not be run to its end.
            """,
        examples: [
            Example(line: "ptp-verify ssh 192.0.2.10 -- chronyc tracking", meaning: "as ssh_user, ec2-user by default"),
            Example(
                line: "ptp-verify ssh admin@192.0.2.10:2222 --private-key-path key -- uptime",
                meaning: "with a key of one's own"
            ),
        ],
        perform: { invocation, tool in
            let command = RemoteCommandLine(tool: tool, configuration: try tool.configuration(invocation))
            return try await command.perform(invocation.subject, invocation.words)
        }
    )

    private static let simulateCloud = ToolCommand(
        name: "simulate-cloud",
        parameters: [.port],
        settings: .simulation,
        summary: "serve the simulated cloud on this machine to programs that speak the protocols of EC2, SSM and STS",
        details: """
            The first line of the output is `listening on http://127.0.0.1:PORT`; Ctrl-C or SIGTERM ends it with 0.
            Any credentials will do, because signatures are not checked. Time passes as in the real world, unless
            --simulation-pace says otherwise; the calls that are answered are those that ptp-verify makes itself.
            """,
        examples: [
            Example(
                line: "ptp-verify simulate-cloud --port 5000",
                meaning: "then: aws --endpoint-url http://127.0.0.1:5000 …"
            ),
            Example(
                line: "ptp-verify simulate-cloud --simulation-state cloud.json --simulation-pace 0.1",
                meaning: "a cloud that outlives the process, ten times as fast as a real one"
            ),
        ],
        perform: { invocation, tool in
            let configuration = try tool.configuration(invocation)
            return try await SimulateCloudCommand(tool: tool, configuration: configuration).perform(invocation.port)
        }
    )

    private static let explain = ToolCommand(
        name: "config explain",
        settings: .all,
        summary: "show every setting with its value and where the value comes from",
        examples: [
            Example(line: "ptp-verify config explain", meaning: "what is in force here"),
            Example(line: "ptp-verify config explain --seed 7", meaning: "with an option on top"),
        ],
        perform: { invocation, tool in
            tool.console.write(String(try tool.configuration(invocation).explanation.dropLast()))
            return 0
        }
    )
}
