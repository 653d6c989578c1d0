/// Two readings of the clock, a second apart: one line `elapsed-of-clock elapsed-of-system offset width`, nanoseconds.
package struct ClockReading: HostOutput {
    package let clockElapsed: Int
    package let systemElapsed: Int
    /// The clock's time minus the system's.
    package let offset: Int
    /// How long one reading took: the offset is known as exactly as this.
    package let width: Int

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        guard let line = text.onlyLine else { throw Unreadable("four numbers in a line", at: 0) }
        var place = line.lowerBound
        clockElapsed = try text.nextInteger("nanoseconds of the clock", from: &place, to: line.upperBound)
        systemElapsed = try text.nextInteger("nanoseconds of the system", from: &place, to: line.upperBound)
        // Clocks may be ages apart.
        offset = try text.nextInteger("an offset in nanoseconds", from: &place, to: line.upperBound, limit: 1 << 62)
        width = try text.nextInteger("the width of a reading", from: &place, to: line.upperBound)
        guard width >= 0, text.nextWord(from: &place, to: line.upperBound) == nil else {
            throw Unreadable("four numbers in a line", at: line.lowerBound)
        }
    }
}

/// `phc_error_bound`: the clock's own error, in nanoseconds.
package struct ErrorBound: HostOutput {
    package let nanoseconds: Int

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        guard let line = text.onlyLine, let bound = text.count(line) else {
            throw Unreadable("nanoseconds", at: 0)
        }
        try text.requireEnd(of: line)
        guard bound < UInt32.max else { throw Unreadable("nanoseconds, as the last reading did not fail", at: 0) }
        nanoseconds = bound
    }
}

extension Span<UInt8> {
    fileprivate func nextInteger(
        _ expected: StaticString,
        from place: inout Int,
        to end: Int,
        limit: Int = 1 << 60
    ) throws(Unreadable) -> Int {
        guard let word = nextWord(from: &place, to: end), let value = integer(word, below: limit) else {
            throw Unreadable(expected, at: Swift.min(place, end))
        }
        return value
    }
}
