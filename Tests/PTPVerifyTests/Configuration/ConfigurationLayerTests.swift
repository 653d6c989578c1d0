import Orchestration
import PTPVerify
import Testing

@Suite struct ConfigurationLayerTests {
    @Test func `without any layer the built-in fleet is simulated`() throws {
        let configuration = try Layers().configuration()
        #expect(configuration.provider == Setting(.simulated))
        #expect(configuration.instanceTypes == Setting(Configuration.builtInFleet))
        #expect(configuration.plannedCount == 6)
        #expect(configuration.confirmationNeeded == nil)
        #expect(configuration.effectiveValues.allSatisfy { $0.source == "default" })
    }

    @Test func `each layer overrides the weaker ones and says where a value stands`() throws {
        var layers = Layers()
        #expect(try layers.configuration().sshPort == Setting(22, source: .default))
        layers.file = "provider: simulated\nssh_port: 1\nssh_user: root\n"
        let place = SettingSource.file(path: "fleet.yaml", line: 2, column: 1)
        #expect(try layers.configuration().sshPort == Setting(1, source: place))
        layers.environment["PTP_SSH_PORT"] = "2"
        #expect(try layers.configuration().sshPort == Setting(2, source: .environment("PTP_SSH_PORT")))
        layers.arguments = ["--ssh-port", "3"]
        #expect(try layers.configuration().sshPort == Setting(3, source: .commandLine("--ssh-port")))
        #expect(try layers.configuration().sshUser.source.description == "fleet.yaml:3:1")
    }

    @Test func `the file named on the command line beats the one in the environment`() throws {
        let layers = Layers(
            file: "provider: simulated\nregion: a\n",
            environment: ["PTP_CONFIG": "other.yaml"],
            arguments: ["--config=fleet.yaml"]
        )
        let configuration = try layers.configuration()
        #expect(configuration.region.value == "a")
        #expect(configuration.file == Setting("fleet.yaml", source: .commandLine("--config")))
    }

    @Test func `AWS variables count, weaker than ours, and empty ones do not`() throws {
        var layers = Layers(environment: ["AWS_DEFAULT_REGION": "c", "AWS_PROFILE": "p", "PTP_SSH_PORT": ""])
        #expect(try layers.configuration().region == Setting("c", source: .environment("AWS_DEFAULT_REGION")))
        #expect(try layers.configuration().profile.source == .environment("AWS_PROFILE"))
        #expect(try layers.configuration().sshPort.source == .default)
        layers.environment["AWS_REGION"] = "b"
        #expect(try layers.configuration().region.value == "b")
        layers.environment["PTP_REGION"] = "a"
        #expect(try layers.configuration().region.value == "a")
    }

    @Test func `options take their value after a blank or an equals sign`() throws {
        let layers = Layers(
            arguments: [
                "--provider=simulated", "--instance-types", "c7i.large:2,m7g.medium", "--labels=a=b=c,d=e", "--confirm",
            ]
        )
        let configuration = try layers.configuration()
        #expect(configuration.instanceTypes.value.map(\.description) == ["c7i.large:2", "m7g.medium:1"])
        #expect(configuration.labels.value == ["a": "b=c", "d": "e"])
        #expect(configuration.confirm == Setting(true, source: .commandLine("--confirm")))
        #expect(try Layers(arguments: ["--confirm", "no", "--ssh-port", "1"]).configuration().confirm.value == false)
    }

    @Test(arguments: [
        (["--instance-type", "c7i.large"], "--instance-type: unknown option\n    did you mean --instance-types?"),
        (["--frobnicate"], "--frobnicate: unknown option\n    --help lists the options"),
        (["c7i.large"], "c7i.large: unexpected argument\n    options look like --key value or --key=value"),
        (["--region"], "--region: --region needs a value\n    write --region NAME"),
        (["--region", "--confirm"], "--region: --region needs a value\n    write --region NAME"),
        (["--region="], "--region: region has no value\n    give it one, or leave it out"),
        (["--region=a", "--region=b"], "--region: --region is given twice\n    keep one of the two"),
        (
            ["--config", "a.toml"],
            "--config: the configuration file a.toml is of no known kind\n    its name must end in .yaml, .yml or .json"
        ),
        (
            ["--private-key-path=~root/x"],
            "--private-key-path: private_key_path: the home directory of another user is not looked up: \"~root/x\""
                + "\n    write the whole path, or ~/… for your own"
        ),
    ])
    func `what is wrong with an option is told`(arguments: [String], problem: String) {
        #expect(Layers(arguments: arguments).problems() == [problem])
    }

    @Test func `a misspelled variable is a problem, a foreign one is not`() {
        #expect(
            Layers(environment: ["PTP_INSTANCE_TYPE": "c7i.large", "PTP_SOMETHING_ELSE": "1", "PTPX": "1"]).problems()
                == [
                    "PTP_INSTANCE_TYPE: unknown variable\n    did you mean PTP_INSTANCE_TYPES?"
                ]
        )
    }

    @Test func `a tilde is the home directory in every layer`() throws {
        let layers = Layers(
            file: "provider: simulated\nsimulation_state: '~'\n",
            environment: ["PTP_REPORT_DIR": "~/runs"],
            arguments: ["--private-key-path=~/x"]
        )
        let configuration = try layers.configuration()
        #expect(configuration.simulationState.value == "/home/me")
        #expect(configuration.reportDirectory.value == "/home/me/runs")
        #expect(configuration.privateKeyPath.value == "/home/me/x")
        #expect(
            Layers(arguments: ["--report-dir=~/x"], home: nil).problems() == [
                "--report-dir: report_dir: ~ cannot be replaced, because HOME is not set: \"~/x\""
                    + "\n    set HOME or write the whole path"
            ]
        )
    }

    @Test func `all problems of all layers come at once, in order`() {
        let layers = Layers(
            file: "subnet: a\nssh_port: 0\n",
            environment: ["PTP_KEEP": "0", "PTP_ADDRESS": "pubic"],
            arguments: ["--concurrency", "many", "--reigon", "x"]
        )
        let places = layers.problems().map { String($0.prefix { $0 != " " }) }
        #expect(
            places == [
                "--reigon:", "--concurrency:", "PTP_ADDRESS:", "PTP_KEEP:", "fleet.yaml:1:1:", "fleet.yaml:2:11:",
            ]
        )
    }

    // MARK: - Precedence as a property

    @Test func `whatever the layers, the strongest that speaks wins`() throws {
        for seed in 0..<300 {
            var dice = LayerDice(seed: UInt64(seed))
            let keys = ["ssh_port", "concurrency", "case_timeout_minutes", "cleanup_timeout_minutes", "seed"]
            var layers = Layers(file: "provider: simulated\n")
            var expected: [String: (value: String, source: String)] = [:]
            for (index, key) in keys.enumerated() {
                let defaults = ["22", "1", "30", "15", "1"]
                expected[key] = (defaults[index], "default")
                if let value = dice.value() {
                    layers.file? += "\(key): \(value)\n"
                    let line = layers.file?.count { $0 == "\n" } ?? 0
                    expected[key] = (value, "fleet.yaml:\(line):1")
                }
                let name = "PTP_\(key.uppercased())"
                if let value = dice.value() {
                    layers.environment[name] = value
                    expected[key] = (value, name)
                }
                let option = "--\(key.replacing("_", with: "-"))"
                if let value = dice.value() {
                    layers.arguments += dice.value() == nil ? [option, value] : ["\(option)=\(value)"]
                    expected[key] = (value, option)
                }
            }
            let effective = try layers.configuration().effectiveValues
            for (key, value, source) in effective {
                guard let expected = expected[key] else { continue }
                #expect(value == expected.value && source == expected.source, "seed \(seed): \(key) in \(layers)")
            }
        }
    }
}

// MARK: - Fixtures

/// Says or omits a number, the same for the same seed.
private struct LayerDice {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func value() -> String? {
        Bool.random(using: &generator) ? nil : String(Int.random(in: 1...100, using: &generator))
    }
}
