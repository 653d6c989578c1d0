/// What a command of a host prints, read: any bytes in, a value or a precise error out.
package protocol HostOutput: Sendable, Equatable {
    /// Reads the whole output, which has no carriage returns and no colours any more.
    init(_ text: Span<UInt8>) throws(Unreadable)
}

/// Why an output could not be read: where, and what should have stood there.
package struct Unreadable: Error, Equatable {
    /// The first byte that does not fit.
    package let offset: Int
    /// What was expected there.
    package let expected: StaticString

    package init(_ expected: StaticString, at offset: Int) {
        self.expected = expected
        self.offset = offset
    }

    package static func == (one: Unreadable, other: Unreadable) -> Bool {
        one.offset == other.offset && "\(one.expected)" == "\(other.expected)"
    }

    /// The error in words, given the text that was read.
    package func description(in text: [UInt8]) -> String {
        let before = text.prefix(offset)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let found = text.dropFirst(offset).prefix { $0 != UInt8(ascii: "\n") }.prefix(60)
        return "line \(line): expected \(expected), found \"\(String(decoding: found, as: UTF8.self))\""
    }
}
