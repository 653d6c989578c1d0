package import Orchestration

extension Timestamp {
    /// Reads the `Date` header of HTTP, such as `Tue, 21 Nov 2026 12:21:55 GMT` (RFC 9110, section 5.6.7).
    package init?(httpDate text: String) {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", words[1].count == 2, words[3].count == 4, words[4].count == 8,
            let month = Self.months.firstIndex(of: words[2])
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        self.init("\(words[3])-\(number)-\(words[1])T\(words[4]).000000000Z")
    }

    /// Reads a moment as AWS writes it: seconds with none to nine digits after the point, always in UTC.
    package init?(awsTime text: String) {
        guard text.last == "Z" else { return nil }
        let parts = text.dropLast().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? parts[1] : ""
        guard let seconds = parts.first, fraction.count <= 9 else { return nil }
        self.init("\(seconds).\(fraction)\(String(repeating: "0", count: 9 - fraction.count))Z")
    }

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
