import Orchestration
import Testing

@Suite struct SentencesTests {
    @Test(arguments: [
        ("Broken pipe", "Broken pipe. Try again."),
        ("The token is invalid.", "The token is invalid. Try again."),
        ("two problems:\n  - one.\n  - two.\n", "two problems:\n  - one.\n  - two.\nTry again."),
    ])
    func `what happened ends once, before what to do next`(happened: String, text: String) {
        #expect(sentences(happened, "Try again.") == text)
    }

    @Test func `a list of problems is followed by the next step on a line of its own`() {
        let error = RunError(.configuration, attempt: "launch", happened: "found:\n  - a.\n", next: "Look.")
        #expect(error.description == "launch: found:\n  - a.\nLook.")
    }
}
