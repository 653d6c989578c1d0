import Orchestration
import PTPTesting

extension SeededGenerator {
    mutating func below(_ bound: Int) -> Int { .random(in: 0..<bound, using: &self) }

    mutating func chance(_ part: Int) -> Bool { below(part) == 0 }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    mutating func list<Element>(upTo count: Int, _ make: (inout Self) -> Element) -> [Element] {
        (0..<below(count + 1)).map { _ in make(&self) }
    }

    mutating func maybe<Element>(_ make: (inout Self) -> Element) -> Element? { chance(3) ? nil : make(&self) }

    /// Text as hostile hosts print it: quotes, escapes, control characters, separators, emoji, combining marks.
    mutating func text() -> String {
        let scraps: [String] = [
            "a", "c7i.large", " ", "", "\"", "\\", "\n", "\r\n", "\t", "\0", "\u{1b}[31m", "\u{7f}", "é", "e\u{301}",
            "\u{2028}", "\u{feff}", "\u{ffff}", "😀", "\u{10ffff}", "null", "no", "1e5", "{", "]", ": ", " #", "\\u0041",
        ]
        return list(upTo: 6) { $0.pick(scraps) }.joined()
    }

    mutating func integer() -> Int { pick([0, 1, 2, 7, 255, 1 << 31, .max, below(1_000_000)]) }

    mutating func double() -> Double {
        pick([
            0, -0.0, 1, -1.5, 1e-9, .leastNonzeroMagnitude, 1e16, 1e300, .pi, 0.1, Double(below(1000)) / 7,
            .greatestFiniteMagnitude,
        ])
    }

    mutating func moment() -> Timestamp {
        pick([
            Timestamp(nanoseconds: 0), Timestamp(nanoseconds: .max), Timestamp(nanoseconds: .min), morning,
            Timestamp(nanoseconds: Int64(bitPattern: next())),
        ])
    }

    /// Durations of up to thirteen days to the nanosecond, and longer ones in seconds.
    mutating func duration() -> Duration {
        pick([.zero, .seconds(1), .minutes(30), .nanoseconds(Int64(next() >> 14)), .seconds(below(1 << 33))])
    }

    mutating func jsonValue(depth: Int = 4) -> JSONValue {
        switch below(depth > 0 ? 8 : 6) {
        case 0: .null
        case 1: .bool(chance(2))
        case 2: .integer(pick([0, -1, .min, .max, Int64(below(1000))]))
        case 3: .number(double())
        case 4, 5: .string(text())
        case 6: .array(list(upTo: 4) { $0.jsonValue(depth: depth - 1) })
        default: .object(jsonObject(depth: depth - 1))
        }
    }

    mutating func jsonObject(depth: Int = 2) -> JSONObject {
        var object = JSONObject()
        for _ in 0..<below(4) { object[text()] = jsonValue(depth: depth) }
        return object
    }
}
