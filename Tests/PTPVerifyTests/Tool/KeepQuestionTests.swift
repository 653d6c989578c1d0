import Orchestration
import PTPVerify
import Synchronization
import Testing

@Suite struct KeepQuestionTests {
    private static let question = KeepQuestion(
        [("c7i.large#2", "i-2"), ("m7g.medium#1", "i-3"), ("m7g.medium#2", "i-4")].map { id, instance in
            KeepQuestion.Candidate(caseID: CaseID(id), instanceID: instance, address: "198.18.0.1", verdict: .supported)
        }
    )

    @Test(arguments: [
        ("", []), ("  ", []), ("none", []), ("1", ["i-2"]), ("3,1", ["i-2", "i-4"]), ("2-3", ["i-3", "i-4"]),
        ("1, 2-3", ["i-2", "i-3", "i-4"]), ("c7i.large#2", ["i-2"]), ("i-4,1,i-4", ["i-2", "i-4"]),
        ("all", ["i-2", "i-3", "i-4"]), ("functional", ["i-2", "i-3", "i-4"]),
    ])
    func `a clear answer names what stays`(answer: String, kept: [String]) throws {
        #expect(try Self.question.chosen(by: answer).map(\.instanceID) == kept)
    }

    @Test(arguments: [
        "0", "4", "1-4", "3-2", "1-", "-1", "1,,2", "all,1", "ask", "c7i.large#1", "i-9", "y", "1;2", "1 2", "\u{1b}[A",
        "²",
        "99999999999999999999", "1-9223372036854775807",
    ])
    func `an unclear answer names nothing`(answer: String) {
        #expect(throws: UsageError.self) { try Self.question.chosen(by: answer) }
    }

    /// Answers the question with each text in turn.
    private func kept(_ answers: String?...) -> (kept: Set<CaseID>, asked: Int) {
        let asked = Mutex(0)
        let person = Console.Person { _, _ in
            asked.withLock { count in
                count += 1
                return answers[count - 1]
            }
        }
        let kept = Self.question.put(to: person, unless: { false }, { _ in })
        return (kept, asked.withLock(\.self))
    }

    @Test func `it is asked three times, and then none is kept`() {
        #expect(kept("x", "9", "2") == ([CaseID("m7g.medium#1")], 3))
        #expect(kept("x", "9", "0") == ([], 3))
        #expect(kept("x", nil) == ([], 2))
        #expect(kept("") == ([], 1))
    }
}
