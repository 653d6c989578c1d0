import Orchestration

/// A situation as rules look at it: with its ladder, and with everything that anybody wrote, line by line.
struct Scene: Sendable {
    /// Where lines come from.
    enum Source: String, Sendable {
        case failure
        case steps = "step"
        case failedSteps = "failed step"
        case kernel = "kernel log"
        case console
        case chrony = "chrony log"
        case persisted
        case linuxPTP = "linuxptp"
        /// What somebody handed in that answers no question.
        case others = "text"
    }

    private static let mostQuotes = 3

    let situation: Situation
    let ladder: Ladder
    let isWorking: Bool

    /// - Parameter isWorking: whether the clock works, where that is not the verdict's to say.
    init(_ ladder: Ladder, isWorking: Bool? = nil) {
        situation = ladder.situation
        self.ladder = ladder
        self.isWorking = isWorking ?? (ladder.verdict.verdict == .supported)
    }

    var facts: HostFacts { situation.facts }
    var launch: Situation.Launch { situation.launch }

    /// How rungs stand, as lines of evidence.
    func details(_ rungs: Ladder.Rung...) -> [String] {
        rungs.map { "\($0.rawValue): \(ladder.standing($0).detail)" }
    }

    /// The lines with all these words, whatever their case, with where they stand; `nil` if there are none.
    func quotes(_ sources: Source..., with words: String...) -> [String]? {
        quotes(sources) { line in words.allSatisfy { line.holdsIgnoringCase($0) } }
    }

    /// The lines with any of these words, whatever their case.
    func quotes(_ sources: Source..., withAny words: [String]) -> [String]? {
        quotes(sources) { line in words.contains { line.holdsIgnoringCase($0) } }
    }

    private func quotes(_ sources: [Source], where matches: (Substring) -> Bool) -> [String]? {
        var quotes: [String] = []
        for source in sources {
            for line in lines(of: source) where quotes.count < Self.mostQuotes && matches(line) {
                let quote = "\(source.rawValue): \(line.prefix(300))"
                if !quotes.contains(quote) { quotes.append(quote) }
            }
        }
        return quotes.isEmpty ? nil : quotes
    }

    private func lines(of source: Source) -> [Substring] {
        switch source {
        case .failure: situation.failure.map { Self.lines("\($0)") } ?? []
        case .steps: situation.steps.flatMap { Self.lines($0.output) }
        case .failedSteps: situation.steps.filter { !$0.isSuccess }.flatMap { Self.lines($0.output) }
        case .kernel: facts.kernelLog.value?.lines.map { Substring($0) } ?? []
        case .console: situation.console.map(Self.lines) ?? []
        case .chrony: chronyLines
        case .others: situation.others.flatMap(Self.lines)
        case .linuxPTP: facts.linuxptpLog.value?.lines.map { Substring($0) } ?? []
        case .persisted: facts.persisted.value?.lines.map { Substring($0) } ?? []
        }
    }

    /// What chrony said since it was last started: what went wrong before may be mended.
    private var chronyLines: [Substring] {
        let lines = facts.chronyLog.value?.lines ?? []
        let start = lines.lastIndex { $0.holds("chronyd version") && $0.holds("starting") } ?? 0
        return lines[start...].map { Substring($0) }
    }

    private static func lines(_ text: String) -> [Substring] { text.split(whereSeparator: \.isNewline) }
}

// MARK: - What several rules ask

extension Scene {
    /// Whether the clocks are known, with none of an ENA among them.
    var showsNoClock: Bool { facts.ownClocks?.isEmpty == true }
    var showsClock: Bool { facts.ownClocks?.isEmpty == false }
    /// Whether the host proved to be without the clock's hardware.
    var isOrdinary: Bool { ladder.failed(.hardware) }
    /// Whether a driver could show a clock that is not shown.
    var mayHideClock: Bool {
        showsNoClock && !isOrdinary && (launch.declared != false || ladder.held(.hardware))
    }
    var hasSteps: Bool { situation.failure != nil || situation.steps.contains { !$0.isSuccess } }
    /// chrony's rows of PTP clocks, whoever's.
    var clockRows: [ChronySource] { facts.sources.value?.rows.filter(\.isPTPClock) ?? [] }
    /// Whether chrony is known or likely to lack the clock.
    var isNotFollowed: Bool { !ladder.held(.followed) }

    /// Rows of chrony as lines of evidence.
    func row(_ source: ChronySource) -> String {
        let reach = String(source.reach, radix: 8)
        return "sources: \(source.mode.rawValue)\(source.state.rawValue) \(source.name), reach \(reach)"
    }
}
