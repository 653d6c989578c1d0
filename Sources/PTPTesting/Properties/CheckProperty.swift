import Glibc
import Orchestration
public import Testing

/// Tries a claim on many generated inputs and records one issue with the smallest input that refutes it.
///
/// The body returns nil when the claim holds and otherwise says what is wrong; it does not use `#expect`, which would
/// record an issue for every input tried on the way down. Inputs are tried on several tasks at once. The environment
/// overrides seed and number of runs, see ``PropertyPlan``. At most 1,000 smaller inputs are tried.
///
/// - Returns: the number of runs made without a failure, or nil when an issue was recorded.
/// - Throws: `CancellationError` when the test is cancelled.
@discardableResult
public func checkProperty<Input: Sendable>(
    _ name: String,
    runs: Int = 1_000,
    seed: UInt64 = 1,
    sourceLocation: SourceLocation = #_sourceLocation,
    generate: @escaping Property<Input>.Generate,
    shrink: @escaping Property<Input>.Shrink = { _ in [Input]() },
    refute: @escaping Property<Input>.Refute
) async throws -> Int? {
    let plan: PropertyPlan
    do {
        plan = try PropertyPlan(seed: seed, runs: runs, environment: environmentVariable)
    } catch {
        Issue.record("\(name): \(error)", sourceLocation: sourceLocation)
        return nil
    }
    switch try await Property(generate: generate, shrink: shrink, refute: refute).check(plan) {
    case .held(let runs):
        return runs
    case .failed(let failure):
        let filter = testFilter(for: Test.current.map { "\($0.id)" } ?? "")
        Issue.record("\(failure.report(property: name, testFilter: filter))", sourceLocation: sourceLocation)
        return nil
    }
}

/// A test's identifier as an argument for `swift test --filter`, safe between single quotes.
///
/// The filter is a regular expression: whatever could mean something to it or to a shell becomes a dot, which
/// matches itself.
func testFilter(for identifier: String) -> String {
    // The last part is the position in the file, which moves whenever the file is edited.
    let name = identifier.split(separator: "/").dropLast().joined(separator: "/")
    return String(name.map { $0.isLetter || $0.isNumber || " _/-:".contains($0) ? $0 : "." })
}

private func environmentVariable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
}
