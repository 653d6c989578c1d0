import AWS
import Orchestration
import PTP
import Shell
import Simulation
import Testing

@Suite struct NetworkTests {
    @Test func `a host that boots times out, refuses, and then lets in`() throws {
        try makeCloud(seed: 5).run { cloud in
            let instance = try await cloud.runInstance(request())
            let there = try #require(cloud.snapshot[instance.id])
            #expect(there.reachableFrom - there.runningAt > .seconds(5))
            var answers: [String] = []
            for moment in [Duration.seconds(-5), .milliseconds(-500), .milliseconds(100)] {
                try await cloud.wait(there.reachableFrom + moment - cloud.executor.now)
                answers.append(await code { try await hello(cloud, endpoint(instance)) } ?? "hello")
            }
            #expect(answers == ["timed-out", "refused", "hello"])
        }
    }

    @Test func `an unknown address times out after two seconds`() throws {
        try makeCloud().run { cloud in
            let nowhere = ShellEndpoint(host: "192.0.2.1", port: 22, user: "ec2-user")
            #expect(await code { try await hello(cloud, nowhere) } == "timed-out")
            #expect(cloud.executor.now - noon == .seconds(2))
        }
    }

    @Test(arguments: [
        (LaunchFault.neverReachable, "refused" as String?), (.reachableLate(.seconds(600)), "refused"),
        (.barred(.keyRefused), "authentication-refused"), (.barred(.otherHostKey), "host-key-mismatch"),
        (.slowToBoot(.seconds(600)), "timed-out"), (.slowCommands(3), nil),
    ])
    func `a launch fault decides what the network answers after a minute`(fault: LaunchFault, expected: String?) throws
    {
        try makeCloud(faults: FaultSchedule(launches: [1: fault])).run { cloud in
            let instance = try await cloud.runInstance(request())
            try await cloud.wait(.seconds(60))
            #expect(await code { try await hello(cloud, endpoint(instance)) } == expected)
        }
    }

    @Test func `a connection is lost when its instance ends`() throws {
        try withShell { cloud, shell, instance in
            #expect(try await shell.run(Probe.kernel.command).isSuccess)
            try await cloud.terminateInstances(ids: [instance.id])
            #expect(await code { try await shell.run(Probe.interface.command) } == "connection-lost")
        }
    }

    @Test func `a host dies in the command that the fault names`() throws {
        try withShell(.diesInCommand(2)) { cloud, shell, instance in
            #expect(try await shell.run(Probe.interface.command).isSuccess)
            #expect(await code { try await shell.run(Probe.interface.command) } == "connection-lost")
            let after = try await cloud.describe(instance.id)
            #expect(after?.state == .shuttingDown)
            #expect(after?.stateReason?.hasPrefix("Server.") == true)
        }
    }

    @Test func `a hanging command ends at its timeout`() throws {
        try withShell(.hangsInCommand(1)) { cloud, shell, _ in
            let start = cloud.executor.now
            #expect(await code { try await shell.run(Command("true", timeout: .seconds(7))) } == "command-timed-out")
            #expect(cloud.executor.now - start == .seconds(7))
            let next = try await shell.run(Probe.interface.command)
            #expect(next.isSuccess)
        }
    }

    @Test func `slow commands are slow`() throws {
        try withShell(.slowCommands(20)) { cloud, shell, _ in
            let start = cloud.executor.now
            _ = try await shell.run(Probe.reading.command)
            #expect(cloud.executor.now - start >= .seconds(20))
        }
    }

    @Test func `cancelling a command says so, and a dead process runs none`() throws {
        try withShell { cloud, shell, _ in
            let outcome = try await cancelled(after: .milliseconds(100), in: cloud) {
                await code { try await shell.run(Probe.reading.command) }
            }
            #expect(outcome == "cancelled")
            cloud.executor.die()
            #expect(await code { try await shell.run(Probe.interface.command) } == "cancelled")
        }
    }

    @Test func `disarming keeps an instance alive`() throws {
        try withShell { cloud, shell, instance in
            let disarm = Command(DeadMansSwitch.disarmCommand)
            #expect(try await shell.run(disarm).exitStatus == 0)
            #expect(try await shell.run(disarm).exitStatus == 5)
            try await cloud.wait(.minutes(600))
            #expect(try await cloud.describe(instance.id)?.state == .running)
        }
    }

    @Test func `an unknown command is not found`() throws {
        try withShell { _, shell, _ in
            let result = try await shell.run(Command("frobnicate --hard"))
            #expect(result.exitStatus == 127)
            #expect(result.errorOutput == "sh: line 1: frobnicate: command not found\n")
        }
    }
}

// MARK: - Fixtures

private func hello(_ cloud: SimulatedEC2, _ endpoint: ShellEndpoint) async throws -> CommandResult {
    try await SimulatedNetwork(cloud).withShell(to: endpoint) { try await $0.run(Probe.interface.command) }
}

/// Lends a shell to an instance that has been up for a minute.
private func withShell(
    _ fault: LaunchFault? = nil,
    _ body: @escaping @Sendable (SimulatedEC2, any RemoteShell, InstanceDescription) async throws -> Void
) throws {
    let faults = FaultSchedule(launches: fault.map { [1: $0] } ?? [:])
    try makeCloud(faults: faults).run { cloud in
        let instance = try await cloud.launchPrecisely()
        try await cloud.wait(.seconds(60))
        try await SimulatedNetwork(cloud).withShell(to: endpoint(instance)) { try await body(cloud, $0, instance) }
    }
}
