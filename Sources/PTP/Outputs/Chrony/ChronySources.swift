/// One row of `chronyc sources`.
package struct ChronySource: Sendable, Equatable {
    package enum Mode: Unicode.Scalar, Sendable {
        case server = "^"
        case peer = "="
        case referenceClock = "#"
    }

    /// What chrony makes of it.
    package enum State: Unicode.Scalar, Sendable {
        case selected = "*"
        case combined = "+"
        case notCombined = "-"
        case falseticker = "x"
        case tooVariable = "~"
        case unusable = "?"
    }

    package let mode: Mode
    package let state: State
    /// As it is printed: long names end in `>` where chronyc cuts them.
    package let name: String
    package let stratum: Int
    /// log2 of the seconds between polls.
    package let poll: Int
    /// The last eight polls, the newest lowest.
    package let reach: UInt8
    /// Seconds since the last sample; `nil` for never.
    package let lastSample: Int?
    /// Seconds.
    package let adjustedOffset: Double
    package let measuredOffset: Double
    package let estimatedError: Double
}

/// `chronyc sources`: with `-c`, or as it prints for people, with the header of any version, or without.
package struct ChronySources: HostOutput {
    package let rows: [ChronySource]

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var rows: [ChronySource] = []
        var place = 0
        while let line = text.nextLine(from: &place) {
            if text.isSourcesHeader(line) { continue }
            guard let row = try ChronySource(text, text.withoutComment(line)) else {
                throw text.unreadable(line, "a row of chronyc sources")
            }
            rows.append(row)
        }
        self.rows = rows
    }
}

// MARK: - Rows

extension ChronySource {
    /// Reads a row in either form; `nil` when the line does not begin like one.
    init?(_ text: Span<UInt8>, _ line: Range<Int>) throws(Unreadable) {
        guard line.count > 3, let mode = Mode(rawValue: Unicode.Scalar(text[line.lowerBound])) else { return nil }
        let second = line.lowerBound + 1
        if text[second] == UInt8(ascii: ",") {
            self = try ChronySource(text, separated: line, mode)
            return
        }
        guard let state = State(rawValue: Unicode.Scalar(text[second])), text[second + 1].isBlank else { return nil }
        var place = second + 1
        let end = line.upperBound
        guard let name = text.nextWord(from: &place, to: end),
            let stratum = text.nextWord(from: &place, to: end), let poll = text.nextWord(from: &place, to: end),
            let reach = text.nextWord(from: &place, to: end), let age = text.nextWord(from: &place, to: end)
        else { throw Unreadable("ten columns of chronyc sources", at: end) }
        self.mode = mode
        self.state = state
        self.name = text.text(name)
        self.stratum = try text.stratum(stratum)
        self.poll = try text.poll(poll)
        self.reach = try text.reach(reach)
        lastSample = text.equals(age, "-") ? nil : try text.approximateSeconds(age)
        (adjustedOffset, measuredOffset, estimatedError) = try text.lastSample(place..<end)
    }

    /// Reads a row of `chronyc -c sources`.
    private init(_ text: Span<UInt8>, separated line: Range<Int>, _ mode: Mode) throws(Unreadable) {
        guard let columns: InlineArray<10, _> = text.pieces(of: line, endedBy: ",") else {
            throw Unreadable("ten columns of chronyc -c sources", at: line.lowerBound)
        }
        guard let state = text.scalar(columns[1]).flatMap(State.init) else {
            throw Unreadable("the state of a source", at: columns[1].lowerBound)
        }
        self.mode = mode
        self.state = state
        guard !columns[2].isEmpty else { throw Unreadable("the name of a source", at: columns[2].lowerBound) }
        name = text.text(columns[2])
        stratum = try text.stratum(columns[3])
        poll = try text.poll(columns[4])
        reach = try text.reach(columns[5])
        guard let age = text.count(columns[6]), age <= UInt32.max else {
            throw Unreadable("seconds since the last sample", at: columns[6].lowerBound)
        }
        // As chronyc prints never.
        lastSample = age == UInt32.max ? nil : age
        adjustedOffset = try text.number(columns[7], "the adjusted offset in seconds")
        measuredOffset = try text.number(columns[8], "the measured offset in seconds")
        estimatedError = try text.lastNumber(columns[9], "the estimated error in seconds")
    }
}

extension Span<UInt8> {
    /// Whether a line stands above the rows: the number of sources in old versions, the legend of `-v`, the titles.
    func isSourcesHeader(_ line: Range<Int>) -> Bool {
        let line = withoutComment(line)
        return starts(line, with: "MS Name/IP") || isChronycHeader(line)
    }

    /// What stands above the rows of more than one table of chronyc.
    func isChronycHeader(_ line: Range<Int>) -> Bool {
        guard line.count > 2 else { return line.count > 0 && self[line.lowerBound] == UInt8(ascii: "|") }
        switch self[line.lowerBound] {
        case UInt8(ascii: "="): return starts(line, with: "====")
        case UInt8(ascii: "2"): return starts(line, with: "210 Number of sources")
        case UInt8(ascii: "."): return self[line.lowerBound + 1] == UInt8(ascii: "-")
        case UInt8(ascii: "/"): return self[line.lowerBound + 1].isBlank
        case UInt8(ascii: "|"): return true
        default: return false
        }
    }

    /// Rows that somebody made comments of.
    func withoutComment(_ line: Range<Int>) -> Range<Int> {
        guard line.count > 2, starts(line, with: "# ") else { return line }
        return trimmed(line.lowerBound + 2..<line.upperBound)
    }

    fileprivate func stratum(_ range: Range<Int>) throws(Unreadable) -> Int {
        guard let stratum = count(range), stratum <= 255 else {
            throw Unreadable("a stratum", at: range.lowerBound)
        }
        return stratum
    }

    fileprivate func poll(_ range: Range<Int>) throws(Unreadable) -> Int {
        guard let poll = integer(range), (-32...32).contains(poll) else {
            throw Unreadable("a polling interval as a power of two", at: range.lowerBound)
        }
        return poll
    }

    fileprivate func reach(_ range: Range<Int>) throws(Unreadable) -> UInt8 {
        guard let reach = count(range, base: 8).flatMap({ UInt8(exactly: $0) }) else {
            throw Unreadable("reachability in octal digits", at: range.lowerBound)
        }
        return reach
    }

    /// Reads `+3477ns[+4689ns] +/-   91us`, with any blanks in between.
    fileprivate func lastSample(_ range: Range<Int>) throws(Unreadable) -> (Double, Double, Double) {
        let end = range.upperBound
        guard let open = place(of: "[", in: range) else { throw Unreadable("an offset in brackets", at: end) }
        guard let close = place(of: "]", in: open..<end) else { throw Unreadable("the closing bracket", at: end) }
        guard let sign = place(of: "+/-", in: close..<end), trimmed(close + 1..<sign).isEmpty else {
            throw Unreadable("+/- and the estimated error", at: close + 1)
        }
        return (
            try seconds(trimmed(range.lowerBound..<open)), try seconds(trimmed(open + 1..<close)),
            try seconds(trimmed(sign + 3..<end))
        )
    }
}
