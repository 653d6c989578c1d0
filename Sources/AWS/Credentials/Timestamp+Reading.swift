import Orchestration

extension Timestamp {
    /// Reads a moment as AWS and its tools write it: with or without a fraction, in UTC or with an offset.
    static func read(_ text: String) -> Timestamp? {
        var rest = text[...]
        guard let date = rest.take(10), let gap = rest.take(1), gap == "T" || gap == " ", let time = rest.take(8) else {
            return nil
        }
        var fraction: Substring = ""
        if rest.hasPrefix(".") {
            fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            guard !fraction.isEmpty else { return nil }
            rest = rest.dropFirst(1 + fraction.count)
        }
        let nanoseconds = fraction.prefix(9) + String(repeating: "0", count: max(0, 9 - fraction.count))
        guard let moment = Timestamp("\(date)T\(time).\(nanoseconds)Z"), let offset = offset(rest) else { return nil }
        return moment + (.zero - offset)
    }

    /// How far a zone is ahead of UTC.
    private static func offset(_ zone: Substring) -> Duration? {
        if zone == "Z" || zone == "UTC" { return .zero }
        let digits = zone.dropFirst().filter { $0 != ":" }
        guard let sign = zone.first, sign == "+" || sign == "-", digits.count == 4,
            let hours = Int(digits.prefix(2)), let minutes = Int(digits.suffix(2)), hours < 24, minutes < 60
        else { return nil }
        return .seconds((hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1))
    }

    /// The moment to the second, as people and AWS's own files write it.
    var toTheSecond: String { description.prefix(19) + "Z" }
}

extension Substring {
    fileprivate mutating func take(_ count: Int) -> Substring? {
        guard self.count >= count else { return nil }
        defer { self = dropFirst(count) }
        return prefix(count)
    }
}
