import Orchestration

/// Shows where a run is.
struct StatusCommand {
    let tool: Tool
    let directory: RunDirectory

    func perform(asJSON: Bool) async throws -> Int {
        // First alive, then the journal: a run that ends in between has said so in its journal.
        let isAlive = try directory.isAlive()
        let status = RunStatus(try await tool.history(of: directory), name: directory.name, isAlive: isAlive)
        if asJSON {
            tool.console.write(JSONValue.object(status.json).indented)
        } else {
            for line in status.lines { tool.console.write(line) }
        }
        return ExitCode.success
    }
}

/// Where a run is, as one value for people and programs.
struct RunStatus {
    private let history: RunHistory
    private let name: String
    private let isAlive: Bool

    init(_ history: RunHistory, name: String, isAlive: Bool) {
        self.history = history
        self.name = history.plan?.runID ?? name
        self.isAlive = isAlive
    }

    private var isOver: Bool { history.recordedExitCode != nil }

    var lines: [String] {
        let over = history.cases.count { $0.stage == .ended }
        let place = history.plan.map { " on \($0.environment)" } ?? ""
        var lines = [
            "\(name)\(place): \(history.state.rawValue), \(over) of \(history.cases.count) cases over; \(life)"
        ]
        lines += aligned(history.cases.map(Self.row))
        for entry in history.ledger.leaks where !isAlive {
            let what = "\(entry.resource.kind.rawValue) \(entry.state.id ?? entry.resource.token)"
            lines.append("may still be running: \(what)")
        }
        return lines
    }

    private var life: String {
        if isAlive { return "its process is alive" }
        if let code = history.recordedExitCode { return "it ended with exit code \(code)" }
        return "its process is gone: see `ptp-verify sweep`"
    }

    private static func row(_ history: CaseHistory) -> [String] {
        let since = history.steps.last.map { "since \($0.at)" } ?? ""
        let outcome = history.recordedOutcome
        return [
            history.instanceCase.id.text, history.stage.rawValue, since,
            outcome.map { "\($0.status.rawValue), \($0.verdict.rawValue)" } ?? "",
        ]
    }

    var json: JSONObject {
        let object: JSONObject = [
            "run": .string(name),
            "environment": JSONValue(history.plan?.environment),
            "state": .string(history.state.rawValue),
            "alive": .bool(isAlive),
            "over": .bool(isOver),
            "last_record": JSONValue(history.lastAt?.description),
            "cases": .array(history.cases.map { .object(Self.json($0)) }),
            "may_still_run": .array(
                history.ledger.leaks.map { .string($0.state.id ?? $0.resource.token) }
            ),
        ]
        return object.withoutNulls
    }

    private static func json(_ history: CaseHistory) -> JSONObject {
        let object: JSONObject = [
            "id": .string(history.instanceCase.id.text),
            "stage": .string(history.stage.rawValue),
            "since": JSONValue(history.steps.last?.at.description),
            "status": JSONValue(history.recordedOutcome?.status.rawValue),
            "verdict": JSONValue(history.recordedOutcome?.verdict.rawValue),
        ]
        return object.withoutNulls
    }
}
