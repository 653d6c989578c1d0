package import Orchestration

/// What happens to outputs on their way: connections that break, terminals that colour, people who copy too much.
package enum OutputDamage {
    private static let noise: [[UInt8]] = [
        "\r\n", "\u{1B}[1;32m", "\u{1B}[0m", "\u{0}", "é", "99999999999999999999", "-", ",", ":",
    ]
    .map { Array($0.utf8) }

    /// The same text with one to four damages.
    package static func damaged(_ text: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var text = text
        for _ in 0...Int.random(in: 0..<4, using: &generator) where !text.isEmpty { damage(&text, &generator) }
        return text
    }

    private static func damage(_ text: inout [UInt8], _ generator: inout SeededGenerator) {
        let place = Int.random(in: 0..<text.count, using: &generator)
        let piece = place..<min(text.count, place + Int.random(in: 1...24, using: &generator))
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: text.removeSubrange(place...)
        case 1: text.removeSubrange(piece)
        case 2: text.insert(contentsOf: Array(text[piece]), at: place)
        case 3: text.swapAt(place, Int.random(in: 0..<text.count, using: &generator))
        case 4: text[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &generator)
        case 5: text[place] = UInt8.random(in: .min ... .max, using: &generator)
        case 6: text.removeSubrange(..<place)
        default: text.insert(contentsOf: noise[Int.random(in: noise.indices, using: &generator)], at: place)
        }
    }
}
