import Foundation
import Orchestration
import PTP
import Testing

/// What an emulated machine with a real kernel answered in a scenario of the clock lab, and what was made of it then.
struct Capture: Decodable, CustomTestStringConvertible {
    struct Answer: Decodable {
        let id: String
        let status: Int?
        let output: String
    }

    let scenario: String
    let machine: [String]
    let preparation: String
    let variables: [String: String]
    let verdict: String
    let findings: [String]
    let answers: [Answer]

    var testDescription: String { scenario }

    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../../../fixtures/transcripts").standardizedFileURL

    /// All of them, by name.
    static let all: [Capture] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().filter { $0.hasSuffix(".json") && $0 != "index.json" }.compactMap { try? read($0) }
    }()

    static func read(_ name: String) throws -> Capture {
        try JSONDecoder().decode(Capture.self, from: Data(contentsOf: folder.appendingPathComponent(name)))
    }

    /// What was seen, as a record has it.
    var situation: Situation {
        let evidence = answers.map {
            Evidence(id: $0.id, command: "", exitStatus: $0.status, output: $0.output, at: Timestamp(nanoseconds: 0))
        }
        return HostRecord(evidence).situation
    }
}

/// Captures go on to mean what they meant.
@Suite struct CaptureTests {
    @Test func `captures are there, and their list names them all`() throws {
        struct Index: Decodable {
            struct Entry: Decodable {
                let scenario: String
                let answers: [String]
            }
            let captures: [Entry]
            let commands: [String: String]
        }
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../fixtures/transcripts/index.json")
        let index = try JSONDecoder().decode(Index.self, from: Data(contentsOf: folder))
        #expect(Capture.all.count > 20)
        #expect(index.captures.map(\.scenario).sorted() == Capture.all.map(\.scenario).sorted())
        let asked = Set(index.captures.flatMap(\.answers).filter { !$0.hasPrefix("step-") })
        #expect(asked.subtracting(index.commands.keys) == [])
    }

    @Test(arguments: Capture.all) func `verdict and findings are those of the day`(_ capture: Capture) {
        let ladder = Ladder(capture.situation)
        #expect(ladder.verdict.verdict.rawValue == capture.verdict, "\(ladder.verdict.reason)")
        #expect(Diagnosis.findings(for: ladder).map(\.id) == capture.findings)
    }

    @Test(arguments: Capture.all) func `every answer is understood`(_ capture: Capture) throws {
        for fact in capture.situation.facts.json.members {
            guard case .object(let object) = fact.value, let absence = object["missing"]?.string else { continue }
            #expect(!absence.hasPrefix("not understood"), "\(fact.key): \(absence)")
        }
    }
}
