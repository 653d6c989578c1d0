public import Orchestration
public import Testing

/// What one test case of the suite verifies.
///
/// Planning cannot throw into a test's arguments without losing the test: a plan that cannot be made is one case that
/// fails with every problem, never no case and a green run.
public enum PlannedCase: Sendable, Hashable, CustomTestStringConvertible {
    /// One instance of the plan, with its description.
    case instance(CaseID, String)
    /// The configuration is wrong: everything that is wrong with it.
    case problem(String)

    init(_ instanceCase: InstanceCase) {
        self = .instance(instanceCase.id, instanceCase.description)
    }

    /// The id of the case in plan and journal.
    var caseID: CaseID? {
        switch self {
        case .instance(let id, _): id
        case .problem: nil
        }
    }

    public var testDescription: String {
        switch self {
        case .instance(_, let description): description
        case .problem: "configuration"
        }
    }

    /// The cases that the environment of this process asks for.
    public static var all: [PlannedCase] { Planning.current.cases }
}
