import Orchestration
import PTPVerify
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

    @Test(arguments: [
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
