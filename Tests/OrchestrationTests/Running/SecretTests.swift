import Orchestration
import Testing

@Suite struct SecretTests {
    @Test func `a secret shows itself to nobody by accident`() {
        let secret = Secret("canary")
        var dumped = ""
        dump(secret, to: &dumped)
        for words in ["\(secret)", String(reflecting: secret), dumped, "\([secret])", "\(Optional(secret) as Any)"] {
            #expect(!words.contains("canary") && !words.contains("99"), "\(words)")
        }
        #expect(secret.reveal { $0 } == Array("canary".utf8))
    }

    @Test func `secrets are the same when their bytes are`() {
        #expect(Secret("a") == Secret([97]))
        #expect(Secret("a") != Secret("b"))
        #expect(Secret("a") != Secret("ab"))
    }
}
