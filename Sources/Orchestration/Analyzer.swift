/// Says why a result is as it is.
public protocol Analyzer: Sendable {
    /// Whether there is anything to explain.
    func shouldAnalyze(_ input: AnalysisInput) -> Bool
    /// Draws conclusions; the first finding is the cause to start with.
    func analyze(_ input: AnalysisInput) async throws -> [Finding]
}

extension Analyzer {
    /// Successes explain themselves.
    public func shouldAnalyze(_ input: AnalysisInput) -> Bool { input.result?.isSuccess != true }
}

/// What an analyzer has to go by.
public struct AnalysisInput: Sendable, Equatable {
    /// The planned case.
    public let instanceCase: InstanceCase
    /// The environment, if one could be made.
    public let environment: EnvironmentInfo?
    /// What was observed, if anything could be.
    public let result: ExecutionResult?
    /// What prevented an observation.
    public let failure: RunError?

    /// Collects the input.
    public init(
        instanceCase: InstanceCase,
        environment: EnvironmentInfo?,
        result: ExecutionResult?,
        failure: RunError?
    ) {
        self.instanceCase = instanceCase
        self.environment = environment
        self.result = result
        self.failure = failure
    }
}

/// Explains nothing: for runs that only want verdicts.
public struct NoAnalyzer: Analyzer {
    /// Makes one.
    public init() {}

    public func shouldAnalyze(_ input: AnalysisInput) -> Bool { false }

    public func analyze(_ input: AnalysisInput) async throws -> [Finding] { [] }
}
