import Orchestration
import Testing

/// A machine in some state, what happens to it, and what a run must find out.
struct Scenario: Sendable, CustomTestStringConvertible {
    let name: String
    /// What the machine is started with.
    var machine: [String]
    /// What is done there as root before anybody looks.
    var preparation = ""
    /// Knobs that are turned then.
    var knobs: [String] = []
    /// How the suite is called.
    var variables: [String: String] = [:]
    /// What happens while the suite is at work.
    var incident: Incident?
    let expected: Expected

    var testDescription: String { name }
}

/// What happens to a machine while somebody is at work there.
struct Incident: Sendable {
    /// A command there that succeeds from the moment on.
    let moment: String
    /// Seconds after that.
    var after = 0
    let action: Action

    enum Action: Sendable {
        case turn(String)
        case run(String)
        /// First the one, then, so many seconds later, the other.
        case turnFor(seconds: Int, String, back: String)
    }

    /// chrony is looked at, second by second; the brackets keep the look from finding itself.
    static let samples = "pgrep -f '[p]tp-verify samples'"
    /// The driver is about to be reloaded.
    static let reload = "ls /run/ptp-verify"
}

/// What a run must find out.
struct Expected: Sendable {
    let verdict: Verdict
    /// The first finding: one of these, as chance has it; none where there are none.
    var findings: [String] = []
    /// What of the set-up must have been done, or have failed: `reload: done`.
    var steps: [String] = []
    /// Words that must be in some obstacle.
    var obstacle: String?
    /// Within what the figures must be.
    var figures: [String: ClosedRange<Double>] = [:]
    /// What must go well as root afterwards.
    var afterwards = ""
}
