package import Orchestration

/// Asks which instances stay.
///
/// Whatever is not named in a clear answer is terminated: keeping costs money.
package struct KeepQuestion: Sendable {
    /// An instance that may stay.
    package struct Candidate: Sendable {
        package let caseID: CaseID
        package let instanceID: String
        package let address: String
        package let verdict: Verdict

        package init(caseID: CaseID, instanceID: String, address: String, verdict: Verdict) {
            self.caseID = caseID
            self.instanceID = instanceID
            self.address = address
            self.verdict = verdict
        }
    }

    private static let tries = 3

    private let candidates: [Candidate]

    package init(_ candidates: [Candidate]) { self.candidates = candidates }

    /// Shows what there is and asks until the answer is clear, but not for ever.
    package func put(
        to person: Console.Person,
        unless isPointless: @Sendable () -> Bool,
        _ write: (String) -> Void
    ) -> Set<CaseID> {
        write("These instances work and run on until you decide:")
        for line in table { write(line) }
        for _ in 1...Self.tries {
            guard let answer = person.ask("Keep which (such as 1,3,5-7 or all; Enter for none)? ", isPointless) else {
                write("No answer: none is kept.")
                return []
            }
            do {
                let kept = try chosen(by: answer)
                write(kept.isEmpty ? "None is kept." : "Kept: \(kept.map(\.caseID.text).joined(separator: ", "))")
                return Set(kept.map(\.caseID))
            } catch {
                for problem in error.problems { write(problem) }
            }
        }
        write("No clear answer: none is kept.")
        return []
    }

    private var table: [String] {
        let rows = candidates.enumerated().map { position, candidate in
            [
                "\(position + 1)", candidate.caseID.text, candidate.instanceID, candidate.address,
                candidate.verdict.rawValue,
            ]
        }
        return aligned(rows)
    }

    /// The candidates that an answer names, in the words of the setting `keep`.
    package func chosen(by answer: String) throws(UsageError) -> [Candidate] {
        let answer = trimmed(answer[...])
        guard !answer.isEmpty else { return [] }
        switch try KeepRequest.parsed(answer) {
        case .choice(.none): return []
        // Only what works is on the list.
        case .choice(.all), .choice(.functional): return candidates
        case .choice(.ask), .choice(.positions): throw UsageError(problems: ["keep: this is the question: \(expected)"])
        case .items(let items):
            var places: Set<Int> = []
            var problems: [String] = []
            for item in items {
                let found = self.places(of: item)
                if found.isEmpty { problems.append("keep: \(item) is not on the list: \(expected)") }
                places.formUnion(found)
            }
            guard problems.isEmpty else { throw UsageError(problems: problems) }
            return places.sorted().map { candidates[$0] }
        }
    }

    private func places(of item: KeepRequest.Item) -> [Int] {
        switch item.kind {
        case .positions(let range):
            range.upperBound <= candidates.count ? range.map { $0 - 1 } : []
        case .id(let id):
            candidates.indices.filter { [candidates[$0].caseID.text, candidates[$0].instanceID].contains(id) }
        }
    }

    private var expected: String { "answer with numbers from 1 to \(candidates.count), ids, all, or none" }
}

extension KeepQuestion.Candidate {
    init(_ held: HeldInstance) {
        self.init(
            caseID: held.instanceCase.id,
            instanceID: held.environment.id,
            address: held.environment.access.host,
            verdict: held.verdict
        )
    }
}

extension KeepRequest {
    /// Reads an answer exactly as the setting is read.
    fileprivate static func parsed(_ text: String) throws(UsageError) -> KeepRequest {
        let answer = Assignment(SettingTable.keep, text: text, source: .commandLine("answer"))
        var decoding = Decoding(key: "keep", path: nil, source: answer.source, home: nil)
        guard let request = SettingDecoder.keep.decode(answer.node, &decoding), decoding.problems.isEmpty else {
            throw UsageError(problems: decoding.problems.map(\.message))
        }
        return request
    }
}

/// Rows as lines in which columns stand below each other, two blanks in front and between.
package func aligned(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
        let line = zip(row, widths).map { "  " + padded($0, to: $1) }.joined()
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}
