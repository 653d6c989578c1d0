/// `chronyd --version` or `chronyc --version`.
package struct ChronyVersion: HostOutput {
    package let version: Version
    /// Such as `+REFCLOCK`.
    package let features: [String]

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        guard let line = text.nextLine(from: &place) else { throw Unreadable("a version of chrony", at: text.count) }
        guard text.starts(line, with: "chrony"), let mark = text.place(of: " version ", in: line) else {
            throw Unreadable("a version of chrony", at: line.lowerBound)
        }
        place = mark + " version ".utf8.count
        guard let number = text.nextWord(from: &place, to: line.upperBound),
            let version = Version(leading: text.text(number))
        else { throw Unreadable("the numbers of a version", at: place) }
        self.version = version
        guard let open = text.place(of: "(", in: place..<line.upperBound) else {
            throw Unreadable("what it was built with, in brackets", at: line.upperBound)
        }
        guard text[line.upperBound - 1] == UInt8(ascii: ")") else {
            throw Unreadable("the closing bracket", at: line.upperBound)
        }
        var features: [String] = []
        place = open + 1
        while let word = text.nextWord(from: &place, to: line.upperBound - 1) { features.append(text.text(word)) }
        self.features = features
    }
}
