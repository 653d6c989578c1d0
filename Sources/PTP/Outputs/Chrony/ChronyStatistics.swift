/// One row of `chronyc sourcestats`.
package struct ChronySourceStatistics: Sendable, Equatable {
    package let name: String
    package let samples: Int
    package let runs: Int
    /// Seconds.
    package let span: Int
    /// Parts in a million.
    package let frequency: Double
    package let frequencySkew: Double
    /// Seconds.
    package let offset: Double
    package let deviation: Double
}

/// `chronyc sourcestats`, in both forms.
package struct ChronyStatistics: HostOutput {
    package let rows: [ChronySourceStatistics]

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var rows: [ChronySourceStatistics] = []
        var place = 0
        while let line = text.nextLine(from: &place) {
            if text.isStatisticsHeader(line) { continue }
            guard let row = try ChronySourceStatistics(text, line) else {
                throw text.unreadable(line, "a row of chronyc sourcestats")
            }
            rows.append(row)
        }
        self.rows = rows
    }
}

extension ChronySourceStatistics {
    /// Reads a row in either form; `nil` when the line has not its eight columns.
    init?(_ text: Span<UInt8>, _ line: Range<Int>) throws(Unreadable) {
        if let columns: InlineArray<8, _> = text.pieces(of: line, endedBy: ",") {
            guard !columns[0].isEmpty else { throw Unreadable("the name of a source", at: line.lowerBound) }
            name = text.text(columns[0])
            (samples, runs) = (try text.number(of: columns[1]), try text.number(of: columns[2]))
            span = try text.number(of: columns[3])
            frequency = try text.number(columns[4], "a frequency in ppm")
            frequencySkew = try text.number(columns[5], "a frequency skew in ppm")
            offset = try text.number(columns[6], "an offset in seconds")
            deviation = try text.lastNumber(columns[7], "a standard deviation in seconds")
            return
        }
        var columns = InlineArray<8, Range<Int>>(repeating: line)
        var place = line.lowerBound
        for column in columns.indices {
            guard let word = text.nextWord(from: &place, to: line.upperBound) else { return nil }
            columns[column] = word
        }
        guard text.nextWord(from: &place, to: line.upperBound) == nil, text.count(columns[1]) != nil else { return nil }
        name = text.text(columns[0])
        (samples, runs) = (try text.number(of: columns[1]), try text.number(of: columns[2]))
        span = try text.approximateSeconds(columns[3])
        frequency = try text.number(columns[4], "a frequency in ppm")
        frequencySkew = try text.number(columns[5], "a frequency skew in ppm")
        offset = try text.seconds(columns[6])
        deviation = try text.seconds(columns[7])
    }
}

extension Span<UInt8> {
    /// Whether a line stands above the rows.
    func isStatisticsHeader(_ line: Range<Int>) -> Bool { starts(line, with: "Name/IP A") || isChronycHeader(line) }

    fileprivate func number(of range: Range<Int>) throws(Unreadable) -> Int {
        guard let number = count(range) else { throw Unreadable("a whole number", at: range.lowerBound) }
        return number
    }
}
