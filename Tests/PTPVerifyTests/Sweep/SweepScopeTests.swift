import Orchestration
import PTPTesting
import PTPVerify
import Testing

@Suite struct SweepScopeTests {
    private struct NotOpened: Error {}

    private func run(
        _ name: String,
        on environment: String = "simulated",
        state: String? = "in memory",
        isPlanned: Bool = true
    ) -> SweepableRun {
        var configuration = state.map { [RunPlan.EffectiveValue(key: "simulation_state", value: $0, source: "test")] }
        if environment == "ec2", let state {
            configuration = [
                .init(key: "aws_account", value: "123456789012", source: "test"),
                .init(key: "region", value: state, source: "test"),
            ]
        }
        let plan = RunPlan(
            runID: name,
            environment: environment,
            cases: [InstanceCase(type: "c7i.large")],
            configuration: configuration ?? []
        )
        var history = RunHistory()
        let resource = Resource(token: "\(name)/1", kind: .instance, caseID: CaseID("c7i.large#1"), expiresAt: nil)
        let events: [RunEvent] =
            (isPlanned ? [.runBegan(plan, toolVersion: "1", processID: 1)] : []) + [.resourceIntended(resource)]
        for (number, event) in events.enumerated() {
            history.apply(JournalRecord(number: number + 1, at: Timestamp(nanoseconds: 0), event: event))
        }
        return SweepableRun(runID: name, history: history, isAlive: false) { throw NotOpened() }
    }

    private func cloud(_ arguments: String...) throws -> CloudName? {
        let configuration = try Configuration.resolve(arguments: arguments, files: .real).get()
        return CloudName(configuration.plan(runID: "", environment: configuration.provider.value.rawValue))
    }

    @Test func `runs of other clouds are left alone, with the reason`() throws {
        let all = [
            run("ours", state: "/clouds/a.json"), run("other-file", state: "/clouds/b.json"), run("memory"),
            run("real", on: "ec2", state: "eu-west-1"),
            run("old", state: nil), run("headless", isPlanned: false),
        ]
        let scope = SweepScope(all, on: try cloud("--simulation-state", "/clouds/a.json"))
        #expect(scope.runs.map(\.runID) == ["ours"])
        #expect(scope.spared.map(\.runID) == ["other-file", "real", "old", "headless"])
        #expect(scope.spared[0].reason == "it ran on another cloud: simulated (/clouds/b.json)")
        #expect(scope.spared[1].reason == "it ran on another cloud: EC2 in eu-west-1 of account 123456789012")
        #expect(scope.spared[2].reason == "its journal does not say on which cloud it ran")
        #expect(scope.spared[3].reason == "its journal does not say on which cloud it ran")
    }

    @Test func `a cloud in memory is that of the runs without a file`() throws {
        let scope = SweepScope([run("memory"), run("file", state: "a.json")], on: try cloud())
        #expect(scope.runs.map(\.runID) == ["memory"])
        #expect(scope.spared.map(\.runID) == ["file"])
    }

    @Test func `where only hosts are looked at, what is left of launches is told and left alone`() throws {
        let all = [run("real", on: "ec2", state: "eu-west-1"), run("headless", isPlanned: false)]
        let scope = SweepScope(all, on: try cloud("--hosts", "host1"))
        #expect(scope.runs.isEmpty && scope.spared.map(\.runID) == ["real", "headless"])
    }
}
