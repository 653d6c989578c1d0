import Orchestration
public import Testing

/// What one test case of the suite verifies.
///
/// Planning cannot throw into a test's arguments without losing the test: a plan that cannot be made is one case that
/// fails with every problem, never no case and a green run.
public enum PlannedCase: Sendable, Hashable, CustomTestStringConvertible {
    /// One instance of the plan.
    case instance(type: String, index: Int, quantity: Int)
    /// The configuration is wrong: everything that is wrong with it.
    case problem(String)

    init(_ instanceCase: InstanceCase) {
        self = .instance(type: instanceCase.type, index: instanceCase.index, quantity: instanceCase.quantity)
    }

    /// The id of the case in plan and journal.
    var caseID: CaseID? {
        switch self {
        case .instance(let type, let index, _): CaseID("\(type)#\(index)")
        case .problem: nil
        }
    }

    public var testDescription: String {
        switch self {
        case .instance(let type, let index, let quantity): "\(type) instance \(index) of \(quantity)"
        case .problem: "configuration"
        }
    }

    /// The cases that the environment of this process asks for.
    public static var all: [PlannedCase] { Planning.current.cases }
}
