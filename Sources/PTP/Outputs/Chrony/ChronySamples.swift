/// What chrony said once a second: for each moment its sources and its tracking, as the sampling script frames them.
package struct ChronySamples: HostOutput {
    package struct Sample: Sendable, Equatable {
        /// The number of the second, from 0.
        package let number: Int
        package let sources: [ChronySource]
        package let tracking: ChronyTracking
        /// Nanoseconds; `nil` when the driver did not tell.
        package let errorBound: Int?
    }

    /// How many were to be taken.
    package let planned: Int
    /// Those that could be read.
    package let samples: [Sample]

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        guard let line = text.nextLine(from: &place) else { throw Unreadable("the number of samples", at: text.count) }
        guard text.starts(line, with: "@@ptp-verify samples "), let planned = text.count(text.lastWord(line)),
            (1...1_000_000).contains(planned)
        else { throw Unreadable("the number of samples", at: line.lowerBound) }
        var samples: [Sample] = []
        while let sample = text.nextSample(from: &place) {
            guard let number = sample.number, number >= samples.last.map({ $0.number + 1 }) ?? 0, number < planned
            else {
                throw Unreadable("the number of the next sample", at: sample.header.lowerBound)
            }
            // What chronyc did not answer is no sample; how many there are tells.
            if let sources = try? ChronySources(text.extracting(sample.sources)), !sources.rows.isEmpty,
                let tracking = try? ChronyTracking(text.extracting(sample.tracking))
            {
                samples.append(
                    Sample(
                        number: number,
                        sources: sources.rows,
                        tracking: tracking,
                        errorBound: sample.errorBound
                    )
                )
            }
        }
        self.planned = planned
        self.samples = samples
    }
}

/// Where the parts of a sample stand.
private struct SampleFrame {
    let header: Range<Int>
    let number: Int?
    let errorBound: Int?
    let sources: Range<Int>
    let tracking: Range<Int>
}

extension Span<UInt8> {
    func lastWord(_ line: Range<Int>) -> Range<Int> {
        var start = line.upperBound
        while start > line.lowerBound, !self[start - 1].isBlank { start -= 1 }
        return start..<line.upperBound
    }

    /// The next whole sample, from `place` on, which moves behind it; `nil` when there is none.
    fileprivate func nextSample(from place: inout Int) -> SampleFrame? {
        guard let header = nextMark("@@ptp-verify sample ", from: &place) else { return nil }
        let begin = place
        guard let middle = nextMark("@@ptp-verify tracking", from: &place) else { return nil }
        let behind = place
        // The next mark ends it; the text must have come so far, or the sample is not whole.
        guard let end = nextMark("@@ptp-verify ", from: &place) else { return nil }
        place = end.lowerBound
        var word = header.lowerBound + "@@ptp-verify sample ".utf8.count
        let number = nextWord(from: &word, to: header.upperBound).flatMap { count($0) }
        let bound = nextWord(from: &word, to: header.upperBound).flatMap { count($0) }
        return SampleFrame(
            header: header,
            number: number,
            errorBound: bound.flatMap { $0 < UInt32.max ? $0 : nil },
            sources: begin..<middle.lowerBound,
            tracking: behind..<end.lowerBound
        )
    }

    /// The next line that begins with a mark, from `place` on, which moves behind it.
    private func nextMark(_ mark: StaticString, from place: inout Int) -> Range<Int>? {
        while let line = nextRawLine(from: &place) {
            if starts(line, with: mark) { return trimmed(line) }
        }
        return nil
    }
}
