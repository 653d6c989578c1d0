import Orchestration
import PTPTesting
import Testing

@Suite struct BudgetPropertyTests {
    @Test func `as long as cases keep their time limits, no run exceeds its budget`() async throws {
        try await checkProperty("runs stay within their budgets", runs: 3_000) { generator in
            Economy(&generator)
        } refute: { economy in
            var economy = economy
            let history = economy.live()
            if let excess = economy.plan.budget.excess(of: economy.bill(of: history)) { return excess.happened }
            return history.cases.allSatisfy { $0.recordedOutcome != nil } ? nil : "a case has no outcome"
        }
    }

    @Test func `without a budget every case is begun`() async throws {
        try await checkProperty("runs without a budget", runs: 500) { generator in
            Economy(&generator, isLimited: false)
        } refute: { economy in
            var economy = economy
            return economy.live().cases.contains { $0.recordedOutcome?.status == .notRun } ? "a case was not run" : nil
        }
    }

    @Test func `the random budgets stop some cases and let others run`() {
        var generator = SeededGenerator(seed: 7)
        var statuses: Set<CaseOutcome.Status> = []
        for _ in 0..<100 {
            var economy = Economy(&generator)
            statuses.formUnion(economy.live().cases.compactMap { $0.recordedOutcome?.status })
        }
        #expect(statuses == [.met, .notRun])
    }
}

/// A run as far as time and money go: what each of its cases takes is decided beforehand.
private struct Economy: Sendable {
    /// Seconds after the beginning of a case.
    private struct Course: Sendable {
        let made: Int
        let ready: Int?
        /// When the case is over.
        let over: Int
        /// Whether its instance goes on then.
        let stays: Bool
    }

    let plan: RunPlan
    private let courses: [CaseID: Course]
    private var history = RunHistory()
    private var now = morning
    private var underWay: [(over: Timestamp, id: CaseID)] = []
    private var told: [(at: Timestamp, RunEvent)] = []

    init(_ generator: inout SeededGenerator, isLimited: Bool = true) {
        let types = ["a", "b", "c"]
        let cases = (1...(1 + generator.below(12))).map { index in
            InstanceCase(
                type: types[generator.below(3)] + "\(index)",
                timeout: .seconds(1 + generator.below(3600))
            )
        }
        let keeps = generator.below(2) == 0
        let cleanup = 1 + generator.below(900)
        var prices: [String: Money] = [:]
        for planned in cases { prices[planned.type] = Money(micros: Int64(1 + generator.below(40_000_000))) }
        let limits = (generator.below(3), Int64(generator.below(20_000_000)), generator.below(20_000))
        plan = RunPlan(
            runID: "r",
            environment: "fake",
            cases: cases,
            concurrency: 1 + generator.below(4),
            keep: keeps ? .all : .none,
            timeToLive: .seconds(1 + generator.below(9000)),
            cleanupTimeout: .seconds(cleanup),
            prices: prices,
            budget: Budget(
                money: isLimited && limits.0 != 0 ? Money(micros: limits.1) : nil,
                seconds: isLimited && limits.0 != 1 ? limits.2 : nil
            )
        )
        var courses: [CaseID: Course] = [:]
        for planned in cases {
            let longest = Int(planned.timeout.components.seconds) + cleanup
            // Many take all they may.
            let over = generator.below(2) == 0 ? longest : generator.below(longest + 1)
            let made = generator.below(over + 1)
            let ready = generator.below(4) == 0 ? nil : made + generator.below(over - made + 1)
            courses[planned.id] = Course(made: made, ready: ready, over: over, stays: keeps && generator.below(3) == 0)
        }
        self.courses = courses
    }

    /// What is paid in the end, when what was kept has ended itself.
    func bill(of history: RunHistory) -> Expense {
        var expense = Expense()
        for verified in history.cases {
            let type = verified.instanceCase.type
            for time in verified.instances {
                let seconds = time.seconds(until: time.madeAt + plan.timeToLive)
                expense.add(seconds: seconds, of: type, at: plan.prices[type])
            }
        }
        return expense
    }

    /// The history of the run to the end of its last case.
    mutating func live() -> RunHistory {
        record(.runBegan(plan, toolVersion: "1", processID: 1))
        var machine = RunStateMachine(plan)
        for event in [RunStateMachine.Event.start, .validated(nil), .initialized(nil)] { tell(event, &machine) }
        while let next = underWay.min(by: { $0.over < $1.over }) {
            underWay.removeAll { $0.id == next.id }
            tellWhatHappens(upTo: next.over)
            if courses[next.id]?.stays == false { record(.resourceGone(token: next.id.text)) }
            record(.caseEnded(next.id, CaseOutcome(status: .met, verdict: .supported, disposal: .terminated)))
            tell(.caseEnded(next.id), &machine)
        }
        return history
    }

    private mutating func tell(_ event: RunStateMachine.Event, _ machine: inout RunStateMachine) {
        let (history, now) = (history, now)
        let actions = try? machine.handle(event) { history.spending(whileUnderWay: $0, until: now) }
        for action in actions ?? [] {
            switch action {
            case .begin(let planned, _): begin(planned.id)
            case .skip(let cases, let reason):
                for skipped in cases { record(.caseEnded(skipped.id, .notRun(because: reason))) }
            case .record, .validate, .prepare, .interrupt, .hurry, .cleanUp, .finish: break
            }
        }
    }

    private mutating func begin(_ id: CaseID) {
        guard let course = courses[id] else { return }
        record(.resourceIntended(Resource(token: id.text, kind: .instance, caseID: id, expiresAt: nil)))
        told.append((now + .seconds(course.made), .resourceMade(token: id.text, id: "i-\(id)")))
        if let ready = course.ready {
            let access = Access(host: "h", user: "u")
            let environment = EnvironmentInfo(id: "i-\(id)", provider: "fake", access: access)
            told.append((now + .seconds(ready), .environmentReady(id, environment)))
        }
        underWay.append((now + .seconds(course.over), id))
    }

    /// Notes in order what is due.
    private mutating func tellWhatHappens(upTo moment: Timestamp) {
        for event in told.filter({ $0.at <= moment }).sorted(by: { $0.at < $1.at }) {
            now = event.at
            record(event.1)
        }
        told.removeAll { $0.at <= moment }
        now = moment
    }

    private mutating func record(_ event: RunEvent) {
        history.apply(JournalRecord(number: 1, at: now, event: event))
    }
}
