import Files
import Orchestration
import Reports
internal import YAML

/// Decides whether runs have shown what a policy asks for.
struct GateCommand {
    /// What Swift Testing tells of ten thousand cases has some megabytes.
    private static let mostEventBytes = 256 << 20

    let tool: Tool
    let invocation: Invocation

    func perform() async throws -> Int {
        let policy: GatePolicy
        do {
            policy = try readPolicy()
        } catch let problems as PolicyProblems {
            let count = problems.all.count
            tool.console.complain("The policy has \(count == 1 ? "a problem" : "\(count) problems"):\n\(problems)")
            return ExitCode.usage
        }
        try check(policy)
        let reports = try await reports()
        let decision = Gate.judge(
            reports.map(\.results),
            by: policy,
            now: Surroundings.system().clock.now,
            baseline: try await baseline(policy)?.results,
            allowsSimulated: invocation.has(.allowSimulated),
            damages: Dictionary(reports.map { ($0.results.runID, $0.damage) }) { $0 ?? $1 }.compactMapValues(\.self),
            witness: try invocation.value(.events).map { EventStream(try Files.read($0, limit: Self.mostEventBytes)) }
        )
        if invocation.has(.json) {
            let told = reports.reduce(JSONValue.object(decision.json(policy: policyName))) { $1.redaction.apply($0) }
            tool.console.write(told.indented)
        } else {
            for line in decision.lines(policy: policyName) {
                tool.console.write(reports.reduce(line) { $1.redaction.apply($0) })
            }
        }
        return decision.exitCode
    }

    // MARK: - Policy

    private var policyName: String {
        invocation.value(.policy) ?? "the built-in policy (each case as expected, all observed, on real machines)"
    }

    private func readPolicy() throws -> GatePolicy {
        guard let path = invocation.value(.policy) else { return .standard }
        let bytes: [UInt8]
        do {
            bytes = try ConfigurationFiles.real.read(path)
        } catch {
            let problem = PolicyProblem("the policy cannot be read: \(error.message)", at: nil, error.remedy)
            throw PolicyProblems([problem], in: path)
        }
        let isJSON = path.lowercased().hasSuffix(".json")
        return try GatePolicy(isJSON ? YAMLDocument(json: bytes) : YAMLReader.readAll(bytes), path: path)
    }

    /// Refuses calls that could only give a useless answer.
    private func check(_ policy: GatePolicy) throws(UsageError) {
        var problems: [String] = []
        if policy.needsBaseline, invocation.value(.baseline) == nil {
            problems.append("\(policyName) limits how much figures may grow: name an earlier run with --baseline")
        }
        if invocation.value(.events) != nil, invocation.subjects.count > 1 {
            problems.append("--events is about one run: name only that one")
        }
        guard problems.isEmpty else { throw UsageError(problems: problems) }
    }

    // MARK: - Runs

    /// What a run came to, and what of it is not told: a witness tells all, so it is hidden only at the end.
    private typealias Told = (results: RunResults, redaction: Redaction, damage: String?)

    private func reports() async throws -> [Told] {
        var all: [Told] = []
        for name in try await names() {
            let told = try await report(name)
            guard !all.contains(where: { $0.results.isSameRun(as: told.results) }) else {
                throw UsageError(problems: ["the run \(told.results.runID) is named twice: each case counts once"])
            }
            all.append(told)
        }
        return all
    }

    /// The runs that are meant; the newest one where nobody says which.
    private func names() async throws -> [String?] {
        guard !invocation.subjects.isEmpty else { return [nil] }
        if let twice = invocation.subjects.enumerated().first(where: { invocation.subjects[..<$0].contains($1) }) {
            throw UsageError(problems: ["the run \(twice.element) is named twice: each case counts once"])
        }
        let configuration = try tool.configuration(invocation)
        return try await RunSource.directories(configuration.reportDirectory.value, tool)
            .names(for: invocation.subjects)
    }

    private func baseline(_ policy: GatePolicy) async throws -> Told? {
        guard let name = invocation.value(.baseline) else { return nil }
        if !policy.needsBaseline {
            tool.console.complain("no rule of the policy compares with a baseline: --baseline changes nothing")
        }
        return try await report(name)
    }

    /// Reads a run's journal, or where no directory has it, what the results store knows of it.
    private func report(_ name: String?) async throws -> Told {
        let configuration = try tool.configuration(invocation)
        let directory: RunDirectory
        do {
            directory = try RunDirectory.find(name, in: configuration.reportDirectory.value)
        } catch {
            guard let name, let store = configuration.store.value else { throw error }
            return (try ResultsStore(reading: store).results(named: name), Redaction([], of: nil), nil)
        }
        let (history, reader) = try await directory.read()
        tool.complain(of: reader.oddities, in: directory)
        // Of a run that died before its first record there is nothing but its name.
        let report = RunReport(history)
        return (report.results ?? RunResults(untold: directory.name), report.redaction, reader.oddities.damage)
    }
}
