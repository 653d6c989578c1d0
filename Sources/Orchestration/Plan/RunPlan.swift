/// Everything that is decided before anything is launched.
public struct RunPlan: Sendable, Equatable {
    /// One setting as it was in force, with the place it came from.
    public struct EffectiveValue: Sendable, Equatable {
        /// The setting's key in a configuration file.
        public let key: String
        /// Its value as text; no secret is ever a setting.
        public let value: String
        /// Where the value came from.
        public let source: String

        /// Notes one setting.
        public init(key: String, value: String, source: String) {
            self.key = key
            self.value = value
            self.source = source
        }
    }

    /// The key of the setting that `cleanupTimeout` comes from.
    public static let cleanupTimeoutSetting = "cleanup_timeout_minutes"
    /// The key of the setting that `timeToLive` comes from.
    public static let timeToLiveSetting = "ttl_minutes"
    /// The key of the setting that `failsFast` comes from.
    public static let failFastSetting = "fail_fast"
    /// The key of the fact that somebody else stands in for the provider, and where.
    public static let foreignEndpointFact = "foreign_endpoint"

    /// The run's name; sorts by time.
    public let runID: String
    /// What the cases run on, such as `simulated`: evidence is worth what its environment is worth.
    public let environment: String
    /// What to verify, in order.
    public let cases: [InstanceCase]
    /// How many cases may be under way at once.
    public let concurrency: Int
    /// What stays afterwards.
    public let keep: KeepPolicy
    /// When whatever the run makes ends by itself, counted from its making.
    public let timeToLive: Duration
    /// How long making what all cases share may take, and cleaning up for one case, and for the run.
    public let cleanupTimeout: Duration
    /// Whether a run is a success although some of its cases could not be observed.
    public let toleratesInconclusive: Bool
    /// Whether nothing more is begun once a case is not as expected.
    public let failsFast: Bool
    /// What an hour of a type costs, where that is known.
    public let prices: [String: Money]
    /// How much may be used before nothing more is launched.
    public let budget: Budget
    /// The effective configuration.
    public let configuration: [EffectiveValue]

    /// Makes a plan; its cases must have different ids.
    public init(
        runID: String,
        environment: String,
        cases: [InstanceCase],
        concurrency: Int = 1,
        keep: KeepPolicy = .none,
        timeToLive: Duration = .minutes(120),
        cleanupTimeout: Duration = .minutes(15),
        toleratesInconclusive: Bool = false,
        failsFast: Bool = false,
        prices: [String: Money] = [:],
        budget: Budget = Budget(),
        configuration: [EffectiveValue] = []
    ) {
        precondition(concurrency >= 1, "at least one case at a time")
        precondition(Set(cases.map(\.id)).count == cases.count, "every case has its own id")
        self.runID = runID
        self.environment = environment
        self.cases = cases
        self.concurrency = concurrency
        self.keep = keep
        self.timeToLive = timeToLive
        self.cleanupTimeout = cleanupTimeout
        self.toleratesInconclusive = toleratesInconclusive
        self.failsFast = failsFast
        self.prices = prices
        self.budget = budget
        self.configuration = configuration
    }

    /// Why nobody can run this plan, if nobody can.
    public var refusal: RunError? {
        guard cases.isEmpty else { return budgetRefusal }
        return RunError(
            .configuration,
            attempt: "plan the run",
            happened: "there is nothing to verify",
            next: "Name instance types, for example PTP_INSTANCE_TYPES=c7i.large:2."
        )
    }

    /// A number that two plans share when they verify the same things in the same way, whatever the run is called.
    public var digest: String { Self.digest { describeWork(to: &$0) } }

    /// A number that tells this plan from every other, also from one that only has another name or other settings.
    public var fingerprint: String { Self.digest { describe(to: &$0) } }

    /// FNV-1a: a digest tells plans apart, it protects nothing.
    private static func digest(of content: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.object(content)
        let hash = writer.bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        let text = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}

extension RunPlan {
    /// How long it may take until the last case has begun and ended, if nobody pauses the run.
    public var longestDuration: Duration {
        let work = cases.reduce(.zero) { $0 + $1.timeout + cleanupTimeout }
        return work / concurrency + (cases.map(\.timeout).max() ?? .zero) + cleanupTimeout
    }
}
