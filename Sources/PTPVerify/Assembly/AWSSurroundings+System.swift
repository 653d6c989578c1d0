import AWS
import Files
import Orchestration

extension AWSSurroundings {
    /// The files and processes of this machine.
    static func system(
        _ environment: [String: String],
        _ transport: any HTTPTransport,
        _ surroundings: Surroundings
    ) -> AWSSurroundings {
        let processes = SystemProcesses(environment: environment, clock: surroundings.clock)
        return AWSSurroundings(
            environment: environment,
            home: environment["HOME"],
            readFile: { try Files.exists($0) ? Files.read($0, limit: 16 << 20) : nil },
            writeFile: { try Files.write($1, to: $0, readableBy: .owner) },
            runProcess: { await processes.run($0, within: $1) },
            transport: transport,
            run: surroundings
        )
    }
}
