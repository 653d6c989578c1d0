import Orchestration
import PTPVerify
import Testing

@Suite struct ConfigurationValueTests {
    @Test(arguments: [
        ("c7i.large:2,m7g.medium", ["c7i.large:2", "m7g.medium:1"]),
        (" c7i.large : 2 , m7g.medium ", ["c7i.large:2", "m7g.medium:1"]),
        ("a-1.x,b.y,a-1.x:3", ["a-1.x:4", "b.y:1"]),
        ("u7i-12tb.224xlarge:1000", ["u7i-12tb.224xlarge:1000"]),
    ])
    func `types are counted and merged at their first position`(text: String, expected: [String]) throws {
        for layers in [
            Layers(environment: ["PTP_INSTANCE_TYPES": text]),
            Layers(file: "instance_types: '\(text)'\n"),
        ] {
            var layers = layers
            layers.arguments = ["--provider=simulated"]
            #expect(try layers.configuration().instanceTypes.value.map(\.description) == expected)
        }
    }

    @Test(arguments: [
        ("c7i.large:", "the quantity of c7i.large must be a whole number from 1 to 1000, not \"\""),
        ("c7i.large:2:3", "the quantity of c7i.large must be a whole number from 1 to 1000, not \"2:3\""),
        (
            "c7i.large,,m7g.medium",
            "an item of instance_types has no value\n    give it one, or leave it out"
        ),
        ("c7i..large", "an instance type must look like c7i.large, not \"c7i..large\""),
        ("c7i.large.x", "an instance type must look like c7i.large, not \"c7i.large.x\""),
        ("c7i.lärge", "an instance type must look like c7i.large, not \"c7i.lärge\""),
    ])
    func `what is no list of types is refused`(text: String, problem: String) {
        let environment = ["PTP_INSTANCE_TYPES": text, "PTP_SUBNET_ID": "subnet-1"]
        #expect(Layers(environment: environment).problems() == ["PTP_INSTANCE_TYPES: \(problem)"])
    }

    @Test(arguments: ["Before", "a_b", "-a", "a-", "", "a b", "a/b", "../a", String(repeating: "a", count: 41)])
    func `what could not be part of a name is refused`(text: String) {
        let problems = Layers(arguments: ["--provider=simulated", "--instance-types=c7i.large", "--name=\(text)"])
            .problems()
        #expect(problems.count == 1 && problems[0].hasPrefix("--name"), "\(problems)")
    }

    // MARK: - The file of a simulated cloud

    @Test func `the file of a cloud has one name, wherever it is named`() throws {
        for layers in [
            Layers(file: "provider: simulated\nsimulation_state: a.json\n"),
            Layers(environment: ["PTP_SIMULATION_STATE": "a.json"]),
            Layers(arguments: ["--simulation-state=/here/a.json"]),
        ] {
            let configuration = try layers.configuration()
            #expect(configuration.simulationState.value == "/here/a.json")
            let planned = configuration.plan(runID: "r", environment: "simulated").configuration
            #expect(planned.first { $0.key == "simulation_state" }?.value == "/here/a.json")
        }
        #expect(try Layers().configuration().simulationState.value == nil)
    }

    // MARK: - Keep

    @Test(arguments: [
        ("none", KeepPolicy.none), ("all", .all), ("functional", .functional),
        ("1,3,5-6", .positions([1, 3, 5, 6])), ("c7i.large#2", .positions([2])),
        ("m7g.medium#1,1", .positions([1, 5])), ("2-2", .positions([2])),
    ])
    func `what to keep is resolved against the plan`(text: String, expected: KeepPolicy) throws {
        var layers = Layers(arguments: [
            "--provider=simulated", "--instance-types=c7i.large:4,m7g.medium:2", "--keep", text,
        ])
        #expect(try layers.configuration().keep == expected)
        layers.arguments.removeLast(2)
        layers.file = "keep: [\(text)]\n"
        #expect(try layers.configuration().keep == expected)
    }

    @Test(arguments: [
        ("0", "keep: positions count from 1, not \"0\""), ("-1", "keep: positions count from 1, not \"-1\""),
        ("7-5", "keep: a range must rise from 1 or more, not \"7-5\""),
        ("9", "keep: 9 is out of range; 6 instances are planned\n    positions are 1 to 6, ids are like c7i.large#1"),
        (
            "5-999999999999",
            "keep: 5-999999999999 is out of range; 6 instances are planned"
                + "\n    positions are 1 to 6, ids are like c7i.large#1"
        ),
        ("c7i.large#5", "keep: \"c7i.large#5\" is not in the plan\n    positions are 1 to 6, ids are like c7i.large#1"),
        (
            "c7i.large#01",
            "keep: \"c7i.large#01\" is not in the plan\n    positions are 1 to 6, ids are like c7i.large#1"
        ),
        ("functionl", "keep: \"functionl\" is not in the plan\n    did you mean functional?"),
        ("1,all", "keep: \"all\" must stand alone, not in a list"),
        ("ask", "keep: ask needs a terminal to ask on\n    say which to keep: none, all, functional, ids or positions"),
    ])
    func `a selection that is not in the plan is refused`(text: String, problem: String) {
        let layers = Layers(
            arguments: ["--provider=simulated", "--instance-types=c7i.large:4,m7g.medium:2", "--keep=\(text)"]
        )
        #expect(layers.problems() == ["--keep: \(problem)"])
    }

    @Test func `asking is fine on a terminal`() throws {
        let layers = Layers(environment: ["PTP_KEEP": "ask"], isInteractive: true)
        #expect(try layers.configuration().keep == .ask)
    }

    // MARK: - Settings that must go together

    @Test(arguments: [
        (
            ["--provider=ec2"],
            [
                "--provider: the provider is ec2, but no instance types are given"
                    + "\n    set instance_types (PTP_INSTANCE_TYPES, --instance-types)",
                "subnet_id is missing; launching on EC2 needs one"
                    + "\n    set subnet_id (PTP_SUBNET_ID, --subnet-id), or provider: simulated for a rehearsal",
            ]
        ),
        (
            ["--provider=hosts"],
            ["--provider: the provider is hosts, but no hosts are given\n    set hosts (PTP_HOSTS, --hosts)"]
        ),
        (
            ["--provider=simulated", "--hosts=a"],
            ["--hosts: hosts are given, but the provider is simulated (--provider)\n    leave one of the two out"]
        ),
        (
            ["--hosts=a", "--instance-types=c7i.large"],
            ["--instance-types: hosts (--hosts) and instance_types cannot go together\n    leave one of the two out"]
        ),
        (
            ["--case-timeout-minutes=120"],
            [
                "--case-timeout-minutes: ttl_minutes (120, default) must be more than case_timeout_minutes "
                    + "(120, --case-timeout-minutes)\n    an instance would end itself in the middle of its case"
            ]
        ),
        (
            ["--hosts=a,a"], ["--hosts: hosts: \"a\" and \"a\" are the same machine\n    leave one of the two out"]
        ),
        (
            ["--subnet-id=sg-1"],
            ["--subnet-id: subnet_id must be a subnet id such as subnet-0123456789abcdef0, not \"sg-1\""]
        ),
        (["--labels=a"], ["--labels: a label must look like name=value, not \"a\""]),
        (["--labels=a=1,a=2"], ["--labels: the label \"a\" is there twice"]),
        (["--ssh-user=a\nb"], ["--ssh-user: ssh_user contains a control character: \"a?b\""]),
    ])
    func `settings that do not go together are refused`(arguments: [String], problems: [String]) {
        #expect(Layers(arguments: arguments).problems() == problems)
    }

    // MARK: - Confirmation

    @Test(arguments: [
        ("c7i.large:5", false), ("c7i.large:6", true), ("a.x,b.x,c.x", false), ("a.x,b.x,c.x,d.x", true),
    ])
    func `many instances or types need a confirmation, whatever the source`(types: String, isNeeded: Bool) throws {
        for provider in ["ec2", "simulated"] {
            for layers in [
                Layers(file: "instance_types: \(types)\n"), Layers(environment: ["PTP_INSTANCE_TYPES": types]),
                Layers(arguments: ["--instance-types", types]),
            ] {
                var layers = layers
                layers.arguments += ["--provider", provider, "--subnet-id=subnet-1"]
                #expect((try layers.configuration().confirmationNeeded != nil) == isNeeded)
                layers.environment["PTP_CONFIRM"] = "YES"
                #expect(try layers.configuration().confirmationNeeded == nil)
            }
        }
    }

    @Test func `the confirmation says what would be launched and how to agree`() throws {
        let layers = Layers(environment: ["PTP_INSTANCE_TYPES": "c7i.large:6", "PTP_PROVIDER": "simulated"])
        #expect(
            try layers.configuration().confirmationNeeded == """
                6 instances of 1 type would be launched (from PTP_INSTANCE_TYPES); more than 3 types or 5 instances \
                must be confirmed: set PTP_CONFIRM=1, --confirm, or confirm: true in the file
                """
        )
    }

    @Test func `hosts need no confirmation, for nothing is launched`() throws {
        #expect(try Layers(arguments: ["--hosts=a,b,c,d,e,f,g"]).configuration().confirmationNeeded == nil)
    }

    // MARK: - Who hosts are

    @Test(arguments: [
        ("auto", HostKeyChoice.auto), ("known-hosts", .knownHosts), ("accept-new", .acceptNew),
        ("injected", .injected),
        (
            "SHA256:02Lq7Rnuai/i4JZ3ZfkiY0Vf+TAGfKKA5ZnHzs8wTV4",
            .pinned(["SHA256:02Lq7Rnuai/i4JZ3ZfkiY0Vf+TAGfKKA5ZnHzs8wTV4"])
        ),
    ])
    func `how hosts prove who they are is a word or their fingerprints`(text: String, choice: HostKeyChoice) throws {
        let configuration = try Layers(arguments: ["--host-keys", text]).configuration()
        #expect(configuration.hostKeys.value == choice)
        #expect(choice.description == text)
    }

    @Test(arguments: ["any", "SHA256:short", "auto,injected", "MD5:00:11"])
    func `nothing accepts just anybody`(text: String) {
        #expect(throws: ConfigurationProblems.self) { try Layers(arguments: ["--host-keys", text]).configuration() }
    }

    // MARK: - Explanation

    @Test func `every setting is explained with its source`() throws {
        let layers = Layers(
            file: "instance_types: [c7i.large:2]\nsubnet_id: subnet-1\n",
            environment: ["PTP_KEEP": "1-2"],
            arguments: ["--driver=as-is"]
        )
        let lines = try layers.configuration().explanation.split(separator: "\n")
        #expect(lines.count == SettingTable.rows.count)
        #expect(lines.first == "config                  = fleet.yaml   (PTP_CONFIG)")
        #expect(lines.contains("provider                = ec2   (fleet.yaml:1:1)"))
        #expect(lines.contains("instance_types          = c7i.large:2   (fleet.yaml:1:1)"))
        #expect(lines.contains("keep                    = 1-2   (PTP_KEEP)"))
        #expect(lines.contains("driver                  = as-is   (--driver)"))
        #expect(lines.contains("ami_id                  = newest Amazon Linux 2023   (default)"))
    }

    @Test func `the help names each option, variable and default once`() {
        let help = Configuration.help()
        for row in SettingTable.rows {
            #expect(help.ranges(of: "  \(row.option) ").count == 1)
            #expect(row.environment.allSatisfy { help.contains($0) })
        }
        #expect(help.contains("  --ssh-port N\n      port of the SSH server\n      PTP_SSH_PORT; default: 22\n"))
    }

    @Test func `no two settings share a key or a variable`() {
        #expect(Set(SettingTable.rows.map(\.key)).count == SettingTable.rows.count)
        let variables = SettingTable.rows.flatMap(\.environment)
        #expect(Set(variables).count == variables.count)
    }
}
