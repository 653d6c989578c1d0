public import Orchestration

/// One case of a run in what can be counted; what is not known is `nil`.
public struct CaseResults: Sendable, Equatable {
    /// What a rule concluded.
    public struct Conclusion: Sendable, Equatable {
        /// The rule.
        public let id: String
        /// Why things are as they are.
        public let cause: String
        /// What to do about it.
        public let remedy: String

        /// Notes a conclusion.
        public init(id: String, cause: String, remedy: String) {
            self.id = id
            self.cause = cause
            self.remedy = remedy
        }
    }

    /// A proof and how it came out.
    public struct Rung: Sendable, Equatable {
        /// Its name, such as `device`.
        public let id: String
        /// How it came out.
        public let status: Check.Status

        /// Notes a proof.
        public init(id: String, status: Check.Status) {
            self.id = id
            self.status = status
        }
    }

    /// Where a case ran and on what; what trends are told apart by.
    public struct Setting: Sendable, Equatable {
        /// What stands in for the machine, or who provided it.
        public var environment: String?
        public var region: String?
        public var zone: String?
        public var architecture: String?
        public var kernel: String?
        public var driver: String?
        public var system: String?

        /// Nothing is known yet.
        public init() {}
    }

    /// The case in its plan.
    public let planned: InstanceCase
    /// Where it ran and on what.
    public let setting: Setting
    /// Verdict against expectation.
    public let status: CaseOutcome.Status
    /// What was observed.
    public let verdict: Verdict
    /// What became of the instance.
    public let disposal: CaseOutcome.Disposal
    /// The reason for all that, in one sentence.
    public let reason: String?
    /// What the provider declares for the type.
    public let declaredSupport: Bool?
    /// When its work began; `nil` where it never did.
    public let startedAt: Timestamp?
    /// When it ended, or when its journal did.
    public let endedAt: Timestamp?
    /// What its instances cost, in US dollars, where that is known.
    public let cost: Money?
    /// The proofs, in their order.
    public let rungs: [Rung]
    /// What was concluded, the first cause first.
    public let conclusions: [Conclusion]
    /// What was measured; only finite numbers.
    public let figures: [Figure]

    /// Collects the results of a case.
    public init(
        planned: InstanceCase,
        setting: Setting = Setting(),
        status: CaseOutcome.Status,
        verdict: Verdict,
        disposal: CaseOutcome.Disposal = .neverMade,
        reason: String? = nil,
        declaredSupport: Bool? = nil,
        startedAt: Timestamp? = nil,
        endedAt: Timestamp? = nil,
        cost: Money? = nil,
        rungs: [Rung] = [],
        conclusions: [Conclusion] = [],
        figures: [Figure] = []
    ) {
        self.planned = planned
        self.setting = setting
        self.status = status
        self.verdict = verdict
        self.disposal = disposal
        self.reason = reason
        self.declaredSupport = declaredSupport
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.cost = cost
        self.rungs = rungs
        self.conclusions = conclusions
        self.figures = figures.filter(\.value.isFinite)
    }

    /// The value of a figure.
    public func figure(_ name: String) -> Double? { figures.first { $0.name == name }?.value }

    /// Whether declaration and observation agree; `nil` where that cannot be said.
    public var agreesWithDeclaration: Bool? {
        Expectation.declared.isMet(by: verdict, declaredSupport: declaredSupport)
    }
}

extension InstanceCase {
    /// The family that its type belongs to: `c7i` of `c7i.large`, and the type itself where it has no sizes.
    public var family: String { String(type.prefix { $0 != "." }) }
}

extension CaseResults {
    /// Takes them from a case of a report.
    init(_ report: CaseReport) {
        let history = report.history
        let outcome = history.finalOutcome
        let expense = report.bill.time.expense
        self.init(
            planned: history.instanceCase,
            setting: Setting(report),
            status: outcome.status,
            verdict: outcome.verdict,
            disposal: outcome.disposal,
            reason: report.reason,
            declaredSupport: report.instance?.declaredSupport,
            startedAt: history.steps.first?.at,
            endedAt: history.steps.last?.at,
            cost: expense.isPriced ? expense.money : nil,
            rungs: (report.result?.checks ?? []).map { Rung(id: $0.id, status: $0.status) },
            conclusions: history.findings.map { Conclusion(id: $0.id, cause: $0.cause, remedy: $0.remedy) },
            figures: report.result?.figures ?? []
        )
    }
}

extension CaseResults.Setting {
    /// What the host said of itself counts more than what was said of it.
    fileprivate init(_ report: CaseReport) {
        self.init()
        let properties = report.instance?.properties ?? [:]
        let metadata = report.result?.metadata ?? [:]
        environment = report.environment
        region = report.instance?.region
        zone = properties["zone"]?.string
        architecture = metadata["architecture"]?.string ?? properties["architecture"]?.string
        kernel = metadata["kernel"]?.string
        driver = metadata["driver"]?.string
        system = metadata["system"]?.string
    }
}
