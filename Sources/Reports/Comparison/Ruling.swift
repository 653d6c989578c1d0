/// Tests that are made together: each that is made takes from what the others can show.
struct TestFamily: Sendable {
    /// What one test came to, and the best that it could have come to with so many values.
    struct Trial: Sendable {
        let p: Double
        let smallestP: Double
    }

    /// What each p is worth among the others; `nil` where there are too few values to show anything.
    let corrected: [Double?]
    /// How many values each side needs at least to show something, if all tests have as many.
    let needed: Int

    init(_ trials: [Trial], level: Double) {
        needed = MannWhitney.countNeeded(for: level / Double(max(1, trials.count)))
        // Tests that cannot show anything are not made, and so take nothing from the others (Tarone).
        var size = 1
        while trials.count(where: { $0.smallestP <= level / Double(size) }) > size { size += 1 }
        let made = trials.indices.filter { trials[$0].smallestP <= level / Double(size) }
        var corrected = [Double?](repeating: nil, count: trials.count)
        for (index, p) in zip(made, holmCorrected(made.map { trials[$0].p })) { corrected[index] = p }
        self.corrected = corrected
    }
}

/// What a difference is called, and why.
struct Ruling: Sendable, Equatable {
    let judgement: Comparison.Judgement
    /// Why nothing can be told, where that is so.
    let reason: String?

    /// Calls a difference something.
    ///
    /// - Parameters:
    ///   - p: what the test's p is worth; `nil` where there are too few values for a test.
    ///   - unit: what is counted: cases or runs.
    ///   - isRelevant: whether the difference, as it was measured, matters.
    ///   - isSurelySmall: whether no difference that matters is to be expected.
    ///   - isForTheWorse: which way it goes.
    ///   - span: where the difference may lie, in words.
    init(
        p: Double?,
        needed: Int,
        unit: String,
        level: Double,
        isRelevant: Bool,
        isSurelySmall: Bool,
        isForTheWorse: Bool,
        span: String
    ) {
        guard let p else {
            judgement = .cannotTell
            reason = "too few \(unit): at least \(needed) on each side are needed"
            return
        }
        if p <= level, isRelevant {
            judgement = isForTheWorse ? .worse : .better
            reason = nil
        } else if isSurelySmall {
            judgement = .same
            reason = nil
        } else {
            judgement = .cannotTell
            reason = "too few \(unit) for their scatter: the change may lie anywhere \(span)"
        }
    }
}
