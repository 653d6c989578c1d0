import Orchestration
import PTP
import PTPVerify
import Shell
import Testing

/// What is planned, asked for and refused where machines already run.
@Suite struct HostPlanTests {
    @Test func `every host is a case with the name that people gave it`() throws {
        let configuration = try Layers(arguments: ["--hosts=host1,host2:2222,user@host3,[::1]:22"]).configuration()
        let cases = configuration.cases
        #expect(cases.map(\.id.text) == ["host1", "host2:2222", "user@host3", "[::1]:22"])
        #expect(cases.map(\.description) == cases.map(\.id.text))
        #expect(cases.map(\.descriptionWithinType) == cases.map(\.id.text))
        #expect(Set(cases.map(\.type)) == ["host"])
    }

    @Test func `a plan of hosts has no prices and no budget`() throws {
        let configuration = try Layers(
            arguments: ["--hosts=a,b", "--max-instance-hours=0.1", "--max-cost=0.01", "--prices=c7i.large=1"]
        ).configuration()
        let plan = configuration.plan(runID: "r", environment: "hosts")
        #expect(plan.budget == Budget() && plan.prices.isEmpty && plan.keep == .none)
        #expect(plan.refusal == nil && configuration.confirmationNeeded == nil)
    }

    @Test func `a host that runs is not waited for as for one that boots`() throws {
        #expect(try Layers(arguments: ["--hosts=a"]).configuration().loginTimeoutSeconds.value == 60)
        let given = try Layers(arguments: ["--hosts=a", "--login-timeout-seconds=5"]).configuration()
        #expect(given.loginTimeoutSeconds.value == 5)
        #expect(try Layers().configuration().loginTimeoutSeconds.value == nil)
    }

    @Test func `what runs already is left as it is, unless somebody says otherwise`() throws {
        let wishes = try [["--hosts=a"], ["--hosts=a", "--driver=build"], ["--hosts=a", "--driver=auto"], []].map {
            try Layers(arguments: $0).configuration().driver.value
        }
        #expect(wishes == [.asIs, .build, .auto, .auto])
        #expect(Configuration.help().contains("PTP_DRIVER; default: as-is for hosts, else auto"))
    }

    @Test(arguments: [
        ("db1", "me@db1:2200"), ("DB1:2200", "me@db1:2200"), ("you@db1", "you@db1:2200"), ("db1:22", "ec2-user@db1"),
        ("two", "ec2-user@two"), ("two:2201", "a@two:2201"), ("three", "ec2-user@three"), ("::1", "ec2-user@[::1]"),
        ("", nil), ("@h", nil), ("h:", nil), ("-h", nil), ("-u@h", nil), ("a b", nil), ("h:0", nil),
    ])
    func `whoever names a host means it as the file has it`(name: String, endpoint: String?) throws {
        let file = "hosts: [{host: db1, user: me, port: 2200}, two, a@two:2201]\n"
        let configuration = try Layers(file: file).configuration()
        let host = configuration.host(named: name)
        #expect(host.map { configuration.endpoint(of: $0).description } == endpoint)
    }

    @Test(arguments: [
        (
            ["--hosts=h", "--reboot"],
            "--reboot: reboot (--reboot) starts hosts anew, and driver: as-is (default) leaves them as they are"
                + "\n    leave reboot out, or say driver: auto"
        ),
        (
            ["--hosts=host1,admin@HOST1:22"],
            "--hosts: hosts: \"host1\" and \"admin@HOST1:22\" are the same machine\n    leave one of the two out"
        ),
        (
            ["--hosts=h:99999"],
            "--hosts: hosts: \"h:99999\" is no host\n    name it as NAME, USER@NAME, NAME:PORT or [IPV6]:PORT"
        ),
        (
            ["--hosts=h", "--keep=all"],
            "--keep: keep: hosts are neither launched nor terminated, so none is kept\n    leave keep out"
        ),
        (
            ["--hosts=h", "--keep=ask"],
            "--keep: keep: hosts are neither launched nor terminated, so none is kept\n    leave keep out"
        ),
        (
            ["--hosts=h", "--keep=h"],
            "--keep: keep: hosts are neither launched nor terminated, so none is kept\n    leave keep out"
        ),
        (
            ["--hosts=h", "--expect=declared"],
            "--expect: expect: declared needs what EC2 declares of a type, which is not known of hosts"
                + "\n    say supported, unsupported or any"
        ),
        (
            ["--hosts=h", "--host-keys=injected"],
            "--host-keys: host_keys: injected works only for instances that are launched"
                + "\n    say known-hosts, accept-new, or the fingerprints of the hosts"
        ),
    ])
    func `what makes no sense with hosts is refused`(arguments: [String], problem: String) {
        #expect(Layers(arguments: arguments).problems() == [problem])
    }

    @Test func `hosts on several ports of a machine are several, and keep none may be said`() throws {
        let layers = Layers(arguments: ["--hosts=h,h:2222", "--keep=none", "--ttl-minutes=5"])
        #expect(try layers.configuration().plannedCount == 2)
    }
}
