package import Orchestration

/// Everything that a verdict and its explanation can rest on, whether it was just observed or is read from a record.
package struct Situation: Sendable, Equatable {
    /// What was known before anybody logged in.
    package struct Launch: Sendable, Equatable {
        /// Such as `c7i.large`.
        package var type: String?
        package var region: String?
        /// What `DescribeInstanceTypes` declares.
        package var declared: Bool?
        /// The strategy of the placement group: `precision-time`, `cluster`…; `none` without a group, `nil` if unknown.
        package var placement: String?
        /// Whether whoever planned the launch expects a clock; `nil` for either.
        package var expectsClock: Bool?

        package init() {}
    }

    package var launch = Launch()
    package var facts = HostFacts()
    /// What chrony said once a second.
    package var samples = Answer<ChronySamples>.missing(.notAsked)
    /// The counters before the samples; those after are among the facts.
    package var countersBefore = Answer<ClockCounters>.missing(.notAsked)
    /// What was seen once the host had started anew; `nil` where it was not to.
    package var afterReboot: AfterReboot?
    /// What was done to the host, in order.
    package var steps: [StepOutcome] = []
    /// What prevented an observation.
    package var failure: RunError?
    /// What the host wrote on its console, where somebody fetched it.
    package var console: String?
    /// Lines that are from no output of ours, such as those of builds, of AWS or of other programs.
    package var others: [String] = []

    /// Nothing is known.
    package init() {}
}

/// What became of a step of the set-up.
package struct StepOutcome: Sendable, Equatable {
    /// The step's stable name.
    package let id: String
    /// `nil` when a signal ended it or the connection went.
    package let exitStatus: Int?
    /// All that it printed.
    package let output: String

    package var isSuccess: Bool { exitStatus == 0 }

    package init(id: String, exitStatus: Int?, output: String) {
        self.id = id
        self.exitStatus = exitStatus
        self.output = output
    }
}
