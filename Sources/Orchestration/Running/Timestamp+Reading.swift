extension Timestamp {
    /// Reads a moment as RFC 3339 has it: with or without a fraction, in UTC or with an offset.
    ///
    /// What is finer than nanoseconds is left out.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        // Most texts are our own.
        if let moment = Timestamp(utf8: text.utf8Span.span) {
            self = moment
            return
        }
        var rest = text.dropFirst(19)
        var fraction: Substring = ""
        if rest.first == "." {
            fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            guard !fraction.isEmpty else { return nil }
            rest = rest.dropFirst(1 + fraction.count)
        }
        let nanoseconds = fraction.prefix(9) + String(repeating: "0", count: max(0, 9 - fraction.count))
        let inNanoseconds = "\(text.prefix(19)).\(nanoseconds)Z"
        guard let offset = Self.offset(rest), let moment = Timestamp(utf8: inNanoseconds.utf8Span.span) else {
            return nil
        }
        self = moment + (.zero - offset)
    }

    /// How far a zone is ahead of UTC; the colon may be missing, as some programs write it.
    private static func offset(_ zone: Substring) -> Duration? {
        if zone == "Z" { return .zero }
        let digits = zone.dropFirst().filter { $0 != ":" }
        guard let sign = zone.first, sign == "+" || sign == "-", digits.count == 4,
            digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            let hours = Int(digits.prefix(2)), let minutes = Int(digits.suffix(2)), hours < 24, minutes < 60
        else { return nil }
        return .seconds((hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1))
    }
}
