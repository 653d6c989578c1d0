import Orchestration
import PTPTesting
import Testing

@Suite struct LedgerTests {
    private let instance = Resource(token: "t", kind: .instance, caseID: .fake(1), expiresAt: nil)

    @Test func `a resource may leak from the intent on until it is gone or kept`() {
        let steps: [(RunEvent, ResourceState, leaks: Bool)] = [
            (.resourceIntended(instance), .intended, true),
            (.resourceMade(token: "t", id: "i"), .made(id: "i"), true),
            (.resourceKept(token: "t", until: morning), .kept(id: "i", until: morning), false),
            (.resourceEnding(token: "t"), .ending(id: "i"), true),
            (
                .resourceUnconfirmed(token: "t", reason: "r", remedy: "m"),
                .unconfirmed(id: "i", reason: "r", remedy: "m"), true
            ),
            (.resourceGone(token: "t"), .gone, false),
        ]
        var ledger = Ledger()
        for (event, state, leaks) in steps {
            ledger.apply(event)
            #expect(ledger["t"]?.state == state)
            #expect(ledger.leaks.isEmpty == !leaks)
            #expect(ledger.leaks(of: .fake(1)).isEmpty == !leaks)
            #expect(ledger.kept.isEmpty == !state.isKept)
        }
    }

    @Test func `what is unknown is passed over and an intent counts once`() {
        var ledger = Ledger()
        ledger.apply(.resourceMade(token: "stranger", id: "i"))
        ledger.apply(.resourceIntended(instance))
        ledger.apply(.resourceMade(token: "t", id: "i"))
        ledger.apply(.resourceIntended(instance))
        #expect(ledger.all.count == 1)
        #expect(ledger["t"]?.state == .made(id: "i"))
        #expect(ledger["stranger"] == nil)
    }

    @Test func `what has no id cannot be kept`() {
        var ledger = Ledger()
        ledger.apply(.resourceIntended(instance))
        ledger.apply(.resourceKept(token: "t", until: nil))
        #expect(ledger.leaks.count == 1)
    }

    @Test func `what the run shares belongs to no case`() {
        var ledger = Ledger()
        ledger.apply(.resourceIntended(Resource(token: "g", kind: .securityGroup, caseID: nil, expiresAt: nil)))
        ledger.apply(.resourceIntended(instance))
        #expect(ledger.entries(of: nil).map(\.resource.token) == ["g"])
        #expect(ledger.entries(of: .fake(1)).map(\.resource.token) == ["t"])
        #expect(ledger.entries(of: .fake(2)).isEmpty)
        #expect(ledger.all.map(\.resource.token) == ["g", "t"])
    }

    @Test func `what became of a case follows from what it made`() {
        var ledger = Ledger()
        #expect(ledger.disposal(of: .fake(1)) == .neverMade)
        let steps: [(RunEvent, CaseOutcome.Disposal)] = [
            (.resourceIntended(instance), .unconfirmed), (.resourceMade(token: "t", id: "i"), .unconfirmed),
            (.resourceKept(token: "t", until: nil), .kept), (.resourceGone(token: "t"), .terminated),
        ]
        for (event, disposal) in steps {
            ledger.apply(event)
            #expect(ledger.disposal(of: .fake(1)) == disposal)
        }
    }
}
