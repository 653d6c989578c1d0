import Orchestration
internal import YAML

extension SettingDecoder where Value == [String: Money] {
    /// A mapping, or a text such as `c7i.large=0.08925,m7g.medium=0.0408`.
    static let prices = Self(
        decode: { node, decoding in
            let before = decoding.problems.count
            var prices: [String: Money] = [:]
            let pairs = decoding.pairs(node, "a price", "type=dollars") { "the price of \(quoted($0))" }
            for (type, price, mark) in pairs { decoding.add(price, of: type, at: mark, to: &prices) }
            return decoding.problems.count == before ? prices : nil
        },
        show: show
    )

    /// Prices as they would be written.
    @Sendable static func show(_ prices: [String: Money]) -> String {
        let pairs = prices.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return pairs.isEmpty ? "none" : pairs.joined(separator: ",")
    }
}

extension Decoding {
    fileprivate mutating func add(
        _ text: String,
        of type: String,
        at mark: YAMLMark,
        to prices: inout [String: Money]
    ) {
        if type.isEmpty || type.contains(where: \.isWhitespace) {
            refuse("\(quoted(type)) cannot be an instance type", at: mark)
        } else if let price = money(text, name: "the price of \(type)", at: mark),
            prices.updateValue(price, forKey: type) != nil
        {
            refuse("the price of \(type) is there twice", at: mark)
        }
    }

    /// An amount of dollars that is more than nothing.
    fileprivate mutating func money(_ text: String, name: String? = nil, at mark: YAMLMark) -> Money? {
        let most = Money(micros: 1_000_000_000_000)
        if let money = Money(text), money > .zero, money <= most { return money }
        let wanted = "more than 0 and at most a million US dollars, such as 0.08925, with six decimals at most"
        refuse(name, mustBe: wanted, not: text, at: mark)
        return nil
    }
}

extension SettingDecoder where Value == Money {
    static let money = Self(
        decode: { node, decoding in decoding.text(node).flatMap { decoding.money($0, at: node.mark) } },
        show: \.description
    )
}

extension SettingDecoder where Value == Int {
    /// Hours with two decimals at most, as seconds.
    static let hours = Self(
        decode: { node, decoding in
            guard let text = decoding.text(node) else { return nil }
            // The same decimals as those of money.
            let hundredth: Int64 = 10_000
            if let micros = Money(text)?.micros, micros > 0, micros <= 100_000_000_000, micros % hundredth == 0 {
                return Int(micros / hundredth) * 36
            }
            let wanted = "more than 0 and at most 100000 hours, such as 1.5, with two decimals at most"
            decoding.refuse(mustBe: wanted, not: text, at: node.mark)
            return nil
        },
        show: { Money(micros: Int64($0 / 36) * 10_000).description }
    )
}
