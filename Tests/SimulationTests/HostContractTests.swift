import AWS
import Orchestration
import PTPTesting
import Shell
import Simulation
import Testing

@Suite struct HostContractTests {
    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `a simulated host keeps what every shell promises`(seed: UInt64) throws {
        try makeCloud(seed: seed).run { cloud in
            let contract = RemoteShellContract(clock: cloud.executor) { use in
                let instance = try await cloud.launchPrecisely("token-\(cloud.executor.next())")
                try await cloud.wait(.seconds(62))
                try await SimulatedNetwork(cloud).withShell(to: endpoint(instance)) { try await use($0) }
            }
            try await contract.check()
        }
    }

    /// What no contract notices, it does not promise.
    @Test(arguments: Flaw.allCases)
    func `the contract notices every flaw`(flaw: Flaw) throws {
        try makeCloud().run { cloud in
            let contract = RemoteShellContract(clock: cloud.executor) { use in
                let instance = try await cloud.launchPrecisely("token-\(cloud.executor.next())")
                try await cloud.wait(.seconds(62))
                try await SimulatedNetwork(cloud).withShell(to: endpoint(instance)) {
                    try await use(FlawedShell($0, flaw, on: cloud.executor))
                }
            }
            await withKnownIssue { try await contract.check() }
        }
    }

    @Test(arguments: [
        ("false && echo a || echo b; echo c", "b\nc\n", 0),
        ("true || echo a && echo b", "b\n", 0),
        ("echo a\n\n false ;\n", "a\n", 1),
        ("echo a &&\n echo b", "a\nb\n", 0),
        ("nonsense || echo \"a  $HOME\\\"\"'  b'\\ c", "a  /home/ec2-user\"  b c\n", 0),
        ("printf '%s-%%\\n' a b; exit 300", "a-%\nb-%\n", 44),
        ("printf 'a\\\\%sb'; cat /dev/null", "a\\b", 0),
        ("cat /no/such/file; exit", "", 1),
        ("echo a; kill -KILL 1", "a\n", 1),
        ("head -c 2 && cat", "input", 0),
    ])
    func `its shell runs what it knows`(text: String, output: String, status: Int) throws {
        let result = try run(text)
        #expect(result.output == output && result.ending == .exited(status), "\(result)")
    }

    @Test(arguments: [
        "echo a | cat", "echo $HOME", "echo `id`", "echo \"`id`\"", "echo \"$(id)\"", "echo *", "sleep 1 & echo a",
        "echo a > /tmp/file", "echo a 2>&2", "A=b", "if true; then echo a; fi", "echo a; { echo b; }", "echo a # b",
    ])
    func `what its shell does not know, it does not guess`(text: String) throws {
        let result = try run(text)
        #expect(result.exitStatus == 127 && result.outputBytes.isEmpty)
        #expect(result.errorOutput.hasSuffix(": command not found\n"))
    }

    @Test func `gigabytes of zeros cost no memory`() throws {
        let result = try run("head -c 9000000000000000000 /dev/zero")
        #expect(result.outputBytes.count == Command.usualLimit && result.isTruncated)
    }

    private func run(_ text: String) throws -> CommandResult {
        try makeCloud().run { cloud in
            let instance = try await cloud.launchPrecisely()
            try await cloud.wait(.seconds(62))
            return try await SimulatedNetwork(cloud).withShell(to: endpoint(instance)) { shell in
                try await shell.run(Command(text, input: Array("input".utf8)))
            }
        }
    }
}
