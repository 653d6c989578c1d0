import Orchestration

/// How much is told of each case: a page of ten thousand cases must open, too.
struct HTMLExtent {
    /// So many cases are told with plots and evidence.
    static let mostWhole = 200
    /// So many cases that are not as expected are open when the page is opened.
    static let mostOpen = 3
    /// So many bars, rows or entries of one kind are there at most.
    static let mostRows = 500

    /// Whether nothing is left out.
    let isWhole: Bool
    /// How many bytes of one output are shown.
    let outputLimit: Int
    private let whole: Set<Int>
    private let open: Set<Int>

    /// Chooses among the outcomes of all cases, in plan order: what is not as expected comes first.
    init(_ outcomes: [CaseOutcome]) {
        let remarkable = outcomes.indices.filter { outcomes[$0].status != .met }
        isWhole = outcomes.count <= Self.mostWhole
        whole = isWhole ? Set(outcomes.indices) : Set(remarkable.prefix(Self.mostWhole))
        // What nobody observed has little to show.
        open = Set(remarkable.filter { outcomes[$0].status != .notRun }.prefix(Self.mostOpen))
        outputLimit = max(2048, 65536 / max(1, whole.count))
    }

    /// Whether the case at an index is told with plots and evidence.
    func isWhole(_ index: Int) -> Bool { whole.contains(index) }

    /// Whether the case at an index is open at first.
    func isOpen(_ index: Int) -> Bool { open.contains(index) }

    /// What is left out, in words; `nil` where nothing is.
    var remark: String? {
        guard !isWhole else { return nil }
        return """
            This run is large. Plots, evidence, figures and set-up are shown for \(whole.count) of its cases: those \
            that are not as expected, the first \(Self.mostWhole) at most. report.json has all of them.
            """
    }
}
