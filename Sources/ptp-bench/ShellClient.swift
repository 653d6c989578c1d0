import Files
import Glibc
import Orchestration
import PTPVerify
import SSH
import Shell

/// What our process does at the other end of `Sshd`, in the way of the tool; the peers' do the same.
///
/// It prints the processor's seconds, then the seconds of each time the task was done.
struct ShellClient {
    private static let commandsOfCrowd = 20

    private let connector: SSHConnector
    private let endpoint: ShellEndpoint
    private let directory: String
    private let surroundings = Surroundings.system()

    /// Does a task so many times.
    static func perform(_ arguments: [String], _ count: Int) async throws {
        guard arguments.count == 4, let port = Int(arguments[2]) else {
            throw Child.Failure(description: "shell-client TASK DIRECTORY PORT USER COUNT")
        }
        let client = try ShellClient(directory: arguments[1], port: port, user: arguments[3])
        let numbers =
            switch arguments[0] {
            case "connect": try await client.connect(count)
            case "commands": try await client.commands(count)
            case "upload": try await client.upload(count)
            case "crowd": try await client.crowd(count)
            case "wait": try await client.wait()
            default: throw Child.Failure(description: "shell-client: no task is called \(arguments[0])")
            }
        print(numbers.map { "\($0)" }.joined(separator: " "))
    }

    private init(directory: String, port: Int, user: String) throws {
        let known = try Files.read("\(directory)/known_hosts", limit: 1000)
        connector = SSHConnector(
            as: .key(
                try PrivateKey(Secret(try Files.read("\(directory)/key", limit: 10_000)), name: "the bench's key")
            ),
            trusting: FiledHostKeys(KnownHosts(String(decoding: known, as: UTF8.self), path: "known_hosts")),
            in: surroundings
        )
        endpoint = ShellEndpoint(host: "127.0.0.1", port: port, user: user)
        self.directory = directory
    }

    // MARK: - Tasks

    private func connect(_ count: Int) async throws -> [Double] {
        try await measured(count) {
            let start = Uptime.seconds
            return try await connector.withShell(to: endpoint) { _ in Uptime.seconds - start }
        }
    }

    private func commands(_ count: Int) async throws -> [Double] {
        try await connector.withShell(to: endpoint) { shell in
            try await expectSuccess(of: Command("true"), on: shell)
            return try await measured(count) {
                let start = Uptime.seconds
                try await expectSuccess(of: Command("true"), on: shell)
                return Uptime.seconds - start
            }
        }
    }

    private func upload(_ count: Int) async throws -> [Double] {
        let payload = try Files.read("\(directory)/payload", limit: 1 << 30)
        let command = Command("cat > \("\(directory)/uploaded".shellQuoted)", input: payload)
        return try await measured(count) {
            let start = Uptime.seconds
            return try await connector.withShell(to: endpoint) { shell in
                try await expectSuccess(of: command, on: shell)
                return Uptime.seconds - start
            }
        }
    }

    /// Many sessions at once; the last number is that of this process's threads while they are open.
    private func crowd(_ count: Int) async throws -> [Double] {
        let start = Uptime.seconds
        let threads = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...count {
                group.addTask {
                    try await connector.withShell(to: endpoint) { shell in
                        for _ in 1...Self.commandsOfCrowd { try await expectSuccess(of: Command("true"), on: shell) }
                        return try Self.threads
                    }
                }
            }
            return try await group.reduce(0, max)
        }
        return [0, Uptime.seconds - start, Double(threads)]
    }

    /// Knocks until somebody opens, as it is done at a host that boots; the second number is when that was.
    private func wait() async throws -> [Double] {
        let patience = Patience(in: surroundings)
        while true {
            do {
                return try await connector.withShell(to: endpoint) { _ in [0, Uptime.seconds] }
            } catch let error as ShellError where error.isWorthRetrying {
                try await surroundings.clock.sleep(for: patience.pause)
            }
        }
    }

    // MARK: - Helpers

    private func expectSuccess(of command: Command, on shell: any RemoteShell) async throws {
        let result = try await shell.run(command)
        guard result.isSuccess else { throw Child.Failure(description: "\(command.text): \(result.ending)") }
    }

    private func measured(_ count: Int, _ body: () async throws -> Double) async throws -> [Double] {
        var seconds: [Double] = []
        let before = Self.processorSeconds
        for _ in 0..<count { seconds.append(try await body()) }
        return [Self.processorSeconds - before] + seconds
    }

    private static var processorSeconds: Double {
        var moment = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &moment)
        return Double(moment.tv_sec) + Double(moment.tv_nsec) / 1e9
    }

    private static var threads: Int {
        get throws { try Files.names(in: "/proc/self/task").count }
    }
}
