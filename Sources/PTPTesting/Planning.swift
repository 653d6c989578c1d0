import Foundation
import Orchestration
import PTPVerify

/// What the environment asks for, found out once in a process: the arguments of the test and the run must agree.
enum Planning: Sendable {
    case ready(Configuration)
    case failed(String)

    static let current = Planning(ProcessInfo.processInfo.environment)

    init(_ environment: [String: String]) {
        let resolved = Configuration.resolve(environment: environment, home: environment["HOME"], files: .real)
        switch resolved {
        case .failure(let problems): self = .failed("\(problems)")
        case .success(let configuration):
            self = configuration.confirmationNeeded.map { .failed($0) } ?? .ready(configuration)
        }
    }

    var cases: [PlannedCase] {
        switch self {
        case .ready(let configuration): configuration.cases.map(PlannedCase.init)
        case .failed(let problems): [.problem(problems)]
        }
    }
}
