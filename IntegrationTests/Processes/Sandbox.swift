import Foundation
import IntegrationSupport
import Orchestration
import PTPVerify
import Simulation
import Testing

/// A directory of its own in which the real tool and the real suite run, with nothing of this process's environment.
final class Sandbox: Sendable {
    static let epoch = Timestamp(nanoseconds: 1_767_225_600_000_000_000)

    private let directory: Directory
    private let base: [String: String]

    init() throws {
        directory = try Directory()
        base = ["PATH": "/usr/bin:/bin", "HOME": directory.path]
    }

    var path: String { directory.path }

    /// Starts the tool.
    func start(_ arguments: [String], _ variables: [String: String] = [:]) throws -> Child {
        try Child(Binaries.tool, arguments, base.merging(variables) { $1 }, in: path)
    }

    /// Runs the tool to its end.
    func tool(_ arguments: String..., variables: [String: String] = [:]) async throws -> Child.End {
        try await start(arguments, variables).end()
    }

    /// What Swift Testing tells programs about the suite.
    static let events = "events.jsonl"

    /// Starts the suite as `swift test --filter PTPHardware` does.
    func startSuite(_ variables: [String: String] = [:]) throws -> Child {
        let events = ["--event-stream-output-path", "\(path)/\(Self.events)", "--event-stream-version", "6.3"]
        return try Child(Binaries.suite, Binaries.suiteArguments + events, base.merging(variables) { $1 }, in: path)
    }

    /// Starts any other program.
    func start(_ executable: String, with arguments: [String], _ variables: [String: String] = [:]) throws -> Child {
        try Child(executable, arguments, base.merging(variables) { $1 }, in: path)
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")) }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }
}

// MARK: - Runs and the cloud that outlives them

extension Sandbox {
    /// The simulated cloud that survives processes.
    var cloud: StateFile { StateFile("\(path)/cloud.json") }

    /// What makes a run use that cloud, and take real time.
    func lasting(pace: Double) -> [String: String] {
        ["PTP_PROVIDER": "simulated", "PTP_SIMULATION_STATE": cloud.path, "PTP_SIMULATION_PACE": "\(pace)"]
    }

    /// The same with more to do than any test waits for.
    func lastingLong(pace: Double) -> [String: String] {
        lasting(pace: pace).merging(["PTP_INSTANCE_TYPES": "c7i.large:40", "PTP_CONFIRM": "1"]) { $1 }
    }

    /// What makes a sweep look at that cloud.
    var sweeping: [String: String] { ["PTP_PROVIDER": "simulated", "PTP_SIMULATION_STATE": cloud.path] }

    /// The directories of the runs so far.
    var runs: [RunDirectory] {
        get throws { try RunDirectory.all(in: "\(path)/ptp-runs") }
    }

    /// The history of the only run.
    func history() async throws -> RunHistory {
        let runs = try runs
        try #require(runs.count == 1)
        return try await runs[0].read().history
    }

    /// Waits until the journal of the only run tells something, as long as its process lives.
    func journal(
        of child: Child,
        _ location: SourceLocation = #_sourceLocation,
        tells isTold: (RunHistory) -> Bool
    ) async throws {
        while true {
            // First alive, then the journal: what a run says last counts, too.
            let isRunning = child.isRunning
            if try runs.count == 1, try await isTold(history()) { return }
            guard isRunning else { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        try #require(Bool(false), "the run ended and never said so", sourceLocation: location)
    }

    /// Sweeps, and holds the cloud against what is to be left of it.
    func sweep(leaving foreign: Foreign? = nil, _ location: SourceLocation = #_sourceLocation) async throws {
        let sweep = try await tool("sweep", "--apply", variables: sweeping)
        #expect(sweep.code == 0, "\(sweep.output)\(sweep.complaints)", sourceLocation: location)
        guard let cloud = try cloud.read() else { return }
        #expect(cloud.leftovers(at: cloud.time) == [], sourceLocation: location)
        if let foreign { #expect(Foreign(in: cloud) == foreign, "foreign things changed", sourceLocation: location) }
        for run in try runs {
            let history = try await run.read().history
            #expect(history.ledger.leaks.isEmpty, "\(run.name) is not accounted for", sourceLocation: location)
        }
    }

    /// Makes the cloud with things of other people in it.
    func addForeign() throws -> Foreign {
        var state = CloudState(seed: 1, time: Self.epoch)
        let group = try state.addForeignGroup(.placement, name: "theirs", at: Self.epoch)
        _ = state.addForeignInstance(tags: ["Name": "their database"], groups: [group], at: Self.epoch)
        _ = state.addForeignInstance(tags: ["ptp-verify": "not our tag"], at: Self.epoch)
        try cloud.write(state)
        return Foreign(in: state)
    }
}

/// The things of other people in a cloud.
struct Foreign: Equatable {
    private let instances: [SimulatedInstance]
    private let groups: [SimulatedGroup]

    init(in cloud: CloudState) {
        instances = cloud.instances.filter(\.isForeign)
        groups = cloud.groups.filter(\.isForeign)
    }
}
