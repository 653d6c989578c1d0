import AWS
import Orchestration
import PTP
import PTPTesting
import Shell
import Simulation
import Testing

/// Hosts that change while somebody is logged in to them.
@Suite struct HostLifeTests {
    private static let option = SetupStep(
        "driver-option",
        because: "test",
        .write(path: "/etc/modprobe.d/ptp-verify-ena.conf", content: "options ena phc_enable=1\n")
    )
    private static let reload = SetupStep("reload", because: "test", .reloadDriver)
    private static let end = SetupStep("end-rescue", because: "test", .endRescue)

    @Test func `a reload ends the session, and a new one finds the clock`() throws {
        try makeCloud().run { cloud in
            let instance = try await cloud.launchPrecisely()
            try await cloud.wait(.seconds(62))
            let network = SimulatedNetwork(cloud)
            try await network.withShell(to: endpoint(instance)) { shell in
                for step in [Self.option, Self.reload] {
                    let result = try await shell.run(step.command)
                    #expect(result.isSuccess)
                }
                for text in ["sleep 5", "true"] {
                    let end = await code { try await shell.run(Command(text)) }
                    #expect(end == "connection-lost")
                }
            }
            let knock = await code { try await network.withShell(to: endpoint(instance)) { _ in } }
            #expect(knock == "timed-out")
            try await cloud.wait(.seconds(8))
            try await network.withShell(to: endpoint(instance)) { shell in
                let end = try await shell.run(Self.end.command)
                let clocks = try await shell.run(Probe.clocks.command)
                #expect(end.output == "the driver is loaded\n" && clocks.output.contains(" ena-ptp-"))
            }
        }
    }

    @Test func `a host that starts anew in the middle of a command has another boot id`() throws {
        try makeCloud(faults: FaultSchedule(launches: [1: .rebootsInCommand(2)])).run { cloud in
            let instance = try await cloud.launchPrecisely()
            try await cloud.wait(.seconds(62))
            let network = SimulatedNetwork(cloud)
            let before = try await network.withShell(to: endpoint(instance)) { shell in
                let before = try await shell.run(Probe.boot.command).output
                let end = await code { try await shell.run(Command("sleep 5")) }
                #expect(end == "connection-lost")
                return before
            }
            try await cloud.wait(.seconds(30))
            let after = try await network.withShell(to: endpoint(instance)) { shell in
                try await shell.run(Probe.boot.command).output
            }
            #expect(before != after && before.utf8.count == 37 && after.utf8.count == 37)
        }
    }

    @Test func `samples of any number are a second apart and take their time`() throws {
        try makeCloud().run { cloud in
            let instance = try await cloud.launchPrecisely()
            try await cloud.wait(.seconds(62))
            try await SimulatedNetwork(cloud).withShell(to: endpoint(instance)) { shell in
                let start = cloud.executor.now
                let result = try await shell.run(Sampling(count: 7).command)
                #expect(cloud.executor.now - start >= .seconds(6) && cloud.executor.now - start < .seconds(7))
                #expect(Answer<ChronySamples>(result).value?.samples.count == 7)
            }
        }
    }

    @Test func `a second process finds the machine as the first left it`() throws {
        let cloud = makeCloud()
        try cloud.run { cloud in
            let instance = try await cloud.launchPrecisely()
            try await cloud.wait(.seconds(62))
            try await SimulatedNetwork(cloud).withShell(to: endpoint(instance)) { shell in
                for step in [Self.option, Self.reload] { _ = try await shell.run(step.command) }
            }
            try await cloud.wait(.seconds(20))
            try await SimulatedNetwork(cloud).withShell(to: endpoint(instance)) { shell in
                _ = try await shell.run(Self.end.command)
            }
        }
        let state = cloud.snapshot
        let again = try CloudState(json: JSONParser.parse(state.json.text()))
        #expect(again == state && again.instances[0].deeds.count == 3)
        let machine = again.instances[0].machine
        #expect(machine.answer(.clocks, at: state.time + .seconds(60)).output.contains(" ena-ptp-"))
    }

    /// What a machine is follows from the moment at which somebody looks, not from who looked before.
    @Test func `looking at a machine changes nothing`() async throws {
        try await checkProperty(
            "looking changes nothing",
            runs: 200,
            seed: 1,
            generate: { generator in
                (0..<12).map { _ in
                    (Int.random(in: 0..<6, using: &generator), Int.random(in: 0...200, using: &generator))
                }
            }
        ) { deeds in
            let start = Timestamp(nanoseconds: 1_767_225_600_000_000_000)
            var watched = Machine(MachineImage(.amazonLinux2), .fresh, seed: 7, at: start)
            var alone = watched
            var now = start
            for (deed, seconds) in deeds {
                for second in 0..<seconds { watched.advance(to: now + .seconds(second)) }
                now = now + .seconds(seconds)
                let action: SetupStep.Action =
                    switch deed {
                    case 0: .reloadDriver
                    case 1: .reboot
                    case 2: .endRescue
                    case 3: Self.option.action
                    case 4: .rebuildInitramfs(with: .dracut)
                    default: .restartChrony(unit: "chronyd")
                    }
                guard watched.perform(action, at: now) == alone.perform(action, at: now) else {
                    return "\(action) differs"
                }
            }
            return watched == alone ? nil : "the machines differ"
        }
    }
}
