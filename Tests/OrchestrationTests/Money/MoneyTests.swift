import Orchestration
import PTPTesting
import Testing

@Suite struct MoneyTests {
    @Test(arguments: [
        ("0", 0), ("0.08925", 89_250), ("1", 1_000_000), ("00.10", 100_000), ("98.32", 98_320_000),
        ("0.000001", 1), ("0.0892500000", 89_250), ("9223372036854.775806", Int64.max - 1),
    ])
    func `an amount is read exactly`(text: String, micros: Int64) {
        #expect(Money(text) == Money(micros: micros))
        #expect(Money(roundingUp: text) == Money(micros: micros))
    }

    @Test(arguments: ["", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", "$1", " 1", "0x1", "1.2.3", "٣", "99999999999999"])
    func `what is no amount is refused`(text: String) {
        #expect(Money(text) == nil)
        #expect(Money(roundingUp: text) == nil)
    }

    @Test func `what is finer than a millionth is refused or rounded up, never cut off`() {
        #expect(Money("0.0000001") == nil)
        #expect(Money(roundingUp: "0.0000001") == Money(micros: 1))
        #expect(Money(roundingUp: "0.9999991") == Money(micros: 1_000_000))
    }

    @Test func `what is printed is read as the same`() async throws {
        try await checkProperty("printing and reading an amount") { generator in
            Money(micros: Int64(generator.next() >> (1 + UInt64(generator.below(63)))) & ~1)
        } refute: { money in
            Money(money.description) == money
                ? nil : "\(money) is read as \(Money(money.description)?.description ?? "-")"
        }
        #expect(Money(micros: 1_500_000).description == "1.50")
        #expect(Money(micros: 89_250).description == "0.08925")
    }

    @Test func `seconds are paid as fractions of an hour, rounded up, and never become too much to write`() {
        #expect(Money(micros: 3_600_000).perHour(seconds: 60) == Money(micros: 60_000))
        #expect(Money(micros: 1).perHour(seconds: 1) == Money(micros: 1))
        #expect(Money(micros: 1).perHour(seconds: 0) == .zero)
        #expect(Money(micros: .max).perHour(seconds: 7200) == Money(micros: .max))
        #expect(Money(micros: .max) + Money(micros: 1) == Money(micros: .max))
    }

    @Test func `an expense is never told as less than is known of it`() {
        var expense = Expense()
        expense.add(seconds: 5400, of: "a", at: nil)
        #expect(expense.cost == "cost unknown (no price for a)")
        #expect(expense.costs == ["unpriced_types": ["a"]])
        expense.add(seconds: 1800, of: "b", at: Money("0.5"))
        expense.add(seconds: 1, of: "a", at: nil)
        #expect(expense.cost == "at least $0.25 (no price for a)")
        #expect(expense.time == "2.01 instance hours")
        #expect(expense.costs == ["cost_usd_at_least": "0.25", "unpriced_types": ["a"]])
    }
}
