/// Numbers with dots in between, compared number by number: 2.2.10 is older than 2.10.0.
package struct Version: Sendable, Equatable, Comparable, CustomStringConvertible {
    package let numbers: [Int]

    package init(_ numbers: Int...) { self.numbers = numbers }

    /// Reads the numbers at the start of a text: `6.12.79-101.147.amzn2023` is 6.12.79.
    package init?(leading text: String) {
        var numbers: [Int] = []
        var number: Int?
        for byte in text.utf8 {
            if byte.isDigit {
                let next = (number ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
                // No version has such numbers.
                guard next < 1 << 32 else { return nil }
                number = next
            } else if byte == UInt8(ascii: "."), let whole = number, numbers.count < 8 {
                numbers.append(whole)
                number = nil
            } else {
                break
            }
        }
        if let number { numbers.append(number) }
        guard !numbers.isEmpty else { return nil }
        self.numbers = numbers
    }

    package static func < (one: Version, other: Version) -> Bool {
        one.numbers.lexicographicallyPrecedes(other.numbers)
    }

    package var description: String { numbers.map(String.init).joined(separator: ".") }
}
