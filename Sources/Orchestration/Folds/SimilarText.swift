/// A text kept as its differences from another one: the results of a thousand cases say nearly the same.
struct SimilarText: Sendable, Equatable {
    private let model: [UInt8]
    /// For each stretch that differs: how much to copy from the model before it, how much of the model to leave out,
    /// and the bytes to put in its place.
    private let changes: [UInt8]

    /// Keeps a part of a text.
    init(_ text: [UInt8], _ range: Range<Int>, similarTo model: [UInt8]) {
        self.model = model
        var changes: [UInt8] = []
        changes.reserveCapacity(1024)
        var place = range.lowerBound
        var modelPlace = 0
        while place < range.upperBound || modelPlace < model.count {
            let copied = text.span.commonLength(from: place, to: range.upperBound, with: model.span, from: modelPlace)
            place += copied
            modelPlace += copied
            // Both go on at the next quotation mark, where they are most likely to agree again.
            let end = Self.nextQuote(text.span, place, range.upperBound)
            let modelEnd = Self.nextQuote(model.span, modelPlace, model.count)
            changes.append(addingCapacity: end - place + 3 * Self.longestNumber) { output in
                Self.append(copied, to: &output)
                Self.append(modelEnd - modelPlace, to: &output)
                Self.append(end - place, to: &output)
                output.append(copying: text.span.extracting(place..<end))
            }
            place = end
            modelPlace = modelEnd
        }
        // Copied into memory of just their size: it is kept for long, and there are many of them.
        var kept: [UInt8] = []
        kept.reserveCapacity(changes.count)
        kept += changes
        self.changes = kept
    }

    /// The text as it was.
    var bytes: [UInt8] {
        var output: [UInt8] = []
        var modelPlace = 0
        var rest = changes[...]
        while !rest.isEmpty {
            let copied = Self.takeNumber(from: &rest)
            output += model[modelPlace..<(modelPlace + copied)]
            modelPlace += copied + Self.takeNumber(from: &rest)
            let count = Self.takeNumber(from: &rest)
            output += rest.prefix(count)
            rest = rest.dropFirst(count)
        }
        return output
    }

    /// At least one byte further, even where a quotation mark itself differs.
    private static func nextQuote(_ text: Span<UInt8>, _ place: Int, _ limit: Int) -> Int {
        place == limit ? limit : text.first(UInt8(ascii: "\""), from: place + 1, to: limit)
    }

    private static let longestNumber = 10

    // Seven bits a byte, lowest first; the highest bit says that more follow.
    private static func append(_ number: Int, to output: inout OutputSpan<UInt8>) {
        var rest = UInt(number)
        while rest >= 0x80 {
            output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        output.append(UInt8(rest))
    }

    private static func takeNumber(from input: inout ArraySlice<UInt8>) -> Int {
        var number = 0
        var shift = 0
        while let byte = input.popFirst() {
            number |= Int(byte & 0x7f) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        return number
    }
}

extension JSONLine {
    /// The rest of the line from the object on that is the value of a member: mostly that is the last one.
    ///
    /// The first text is read to its end, and becomes the model of all others. Of one that ends as the model does it is
    /// known that it was written to its end: it is not looked into until somebody asks.
    mutating func rest(from name: String, similarTo model: inout [UInt8]) throws(JSONError) -> SimilarText {
        let start = try object(at: name)
        let range = start..<end
        let ending = model.suffix(16)
        if ending.isEmpty || range.count < ending.count || !bytes[range].suffix(16).elementsEqual(ending) {
            try passValue()
            try finish()
        }
        if model.isEmpty { model = Array(bytes[range]) }
        return SimilarText(bytes, range, similarTo: model)
    }
}
