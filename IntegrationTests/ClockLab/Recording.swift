import Foundation
import IntegrationSupport
import Orchestration
import Synchronization

/// What a machine answered in a scenario, and what was made of it: a capture for tests that have no machine.
struct Recording: Codable {
    struct Answer: Codable {
        let id: String
        /// None where a signal ended the command.
        let status: Int?
        let output: String
    }

    let scenario: String
    /// What the machine was started with, and what was done to it then.
    let machine: [String]
    let preparation: String
    let variables: [String: String]
    let system: String
    let kernel: String
    let driver: String
    let chrony: String
    let verdict: String
    let findings: [String]
    let answers: [Answer]

    static let folder = "\(EmulatorParts.root)/fixtures/transcripts"

    /// Whether captures are to be made anew.
    private static let isWanted = ProcessInfo.processInfo.environment["PTP_LAB_RECORD"] == "1"
    private static let turn = Mutex(())

    /// Writes a capture, and the list of all captures, if that is wanted.
    static func keep(_ seen: Verification, of scenario: Scenario) throws {
        guard isWanted, let recording = Recording(seen, of: scenario) else { return }
        try turn.withLock { _ in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try write(recording, to: scenario.name)
            try write(Index(of: folder, commands: seen.history.result?.evidence ?? []), to: "index")
        }
    }

    private init?(_ seen: Verification, of scenario: Scenario) {
        guard let result = seen.history.result else { return nil }
        func word(_ name: String) -> String { result.metadata[name]?.string ?? "" }
        self.scenario = scenario.name
        machine = scenario.machine
        preparation = ([scenario.preparation] + scenario.knobs).filter { !$0.isEmpty }.joined(separator: "; ")
        variables = scenario.variables
        (system, kernel, driver, chrony) = (word("system"), word("kernel"), word("driver"), word("chrony"))
        verdict = seen.outcome.verdict.rawValue
        findings = seen.findings
        answers = result.evidence.map {
            Answer(id: $0.id, status: $0.exitStatus, output: Self.withoutMirror($0.output))
        }
    }

    /// From which mirror an image is made is nobody's business.
    private static func withoutMirror(_ text: String) -> String {
        guard let host = text.firstMatch(of: /https?:\/\/([^\/ ]+)\/debian/)?.1 else { return text }
        return text.replacing(host, with: "mirror.invalid")
    }

    fileprivate static func write(_ value: some Encodable, to name: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(value) + Data("\n".utf8)).write(to: URL(fileURLWithPath: "\(folder)/\(name).json"))
    }
}

/// Which captures there are, and with which commands they were made.
private struct Index: Codable {
    struct Capture: Codable {
        let scenario: String
        let system: String
        let kernel: String
        let driver: String
        let chrony: String
        let verdict: String
        let answers: [String]
    }

    var captures: [Capture] = []
    /// The command behind each answer; what steps of a set-up ran is in the source.
    var commands: [String: String] = [:]

    /// Lists a folder.
    ///
    /// - Parameter evidence: tells commands, as far as they are in it; others are as they were.
    init(of folder: String, commands evidence: [Evidence]) throws {
        let decoder = JSONDecoder()
        func data(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")) }
        commands = (try? decoder.decode(Index.self, from: data("index.json")).commands) ?? [:]
        for answer in evidence where !answer.id.hasPrefix("step-") { commands[answer.id] = answer.command }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        for name in names.sorted() where name.hasSuffix(".json") && name != "index.json" {
            let it = try decoder.decode(Recording.self, from: data(name))
            captures.append(
                Capture(
                    scenario: it.scenario,
                    system: it.system,
                    kernel: it.kernel,
                    driver: it.driver,
                    chrony: it.chrony,
                    verdict: it.verdict,
                    answers: it.answers.map(\.id)
                )
            )
        }
    }
}
