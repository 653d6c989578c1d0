import Foundation
import IntegrationSupport
import Orchestration
import Testing

/// The tool against an emulator of AWS, and something between them that goes wrong.
struct FaultTrial {
    let emulator: Emulator
    private let before: [String]

    init() async throws {
        emulator = try await Emulator()
        before = try await emulator.things()
    }

    /// What a run came to, and how often what was called.
    struct Run {
        let end: Child.End
        let calls: [String]
        let audit: String

        func count(_ action: String) -> Int { calls.count { $0 == action } }
    }

    /// Runs the tool with something going wrong, and holds what always holds: no secret is told, and every call that
    /// was made is in the record of calls.
    func run(
        _ variables: [String: String] = [:],
        _ location: SourceLocation = #_sourceLocation,
        _ fault: @escaping @Sendable (FaultProxy.Call) -> Fault?
    ) async throws -> Run {
        let proxy = try FaultProxy(to: emulator.port, fault)
        let base = ["PTP_INSTANCE_TYPES": "c7i.large", "AWS_ENDPOINT_URL": proxy.endpoint]
        let end = try await emulator.tool("run", variables: base.merging(variables) { $1 })
        try emulator.holdNoSecret(end.words)
        let audit = try emulator.files()["audit.jsonl"] ?? ""
        let told = audit.matches(of: /"action":"(\w+)"(,"dry_run":true)?/).map { "\($0.1)\($0.2 == nil ? "" : "?")" }
        #expect(told.sorted() == proxy.calls.sorted(), "\(end.words)", sourceLocation: location)
        return Run(end: end, calls: proxy.calls, audit: audit)
    }

    /// Nothing of ours is left, and nothing of others was touched.
    func expectNothingLeft(_ run: Run, _ location: SourceLocation = #_sourceLocation) async throws {
        #expect(try await emulator.things() == before, "\(run.end.words)", sourceLocation: location)
    }

    /// Something is left; it is listed with these words, and a sweep without the fault removes it.
    func expectListed(_ run: Run, _ words: [String], _ location: SourceLocation = #_sourceLocation) async throws {
        #expect(run.end.code == ExitCode.cleanupUnconfirmed, "\(run.end.words)", sourceLocation: location)
        for text in words {
            #expect(run.end.words.contains(text), "\(text)\n\(run.end.words)", sourceLocation: location)
        }
        #expect(try await emulator.things() != before, sourceLocation: location)
        let proxy = try FaultProxy(to: emulator.port)
        let sweep = try await emulator.tool("sweep", "--apply", variables: ["AWS_ENDPOINT_URL": proxy.endpoint])
        #expect(sweep.code == ExitCode.success, "\(sweep.words)", sourceLocation: location)
        #expect(try await emulator.things() == before, "\(sweep.words)", sourceLocation: location)
    }
}
