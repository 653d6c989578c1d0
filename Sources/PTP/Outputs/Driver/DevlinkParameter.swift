/// `devlink dev param show … name enable_phc`.
package struct DevlinkParameter: HostOutput {
    package let name: String
    /// The value of the cmode `driverinit`.
    package let isEnabled: Bool

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        guard let line = text.nextLine(from: &place) else { throw Unreadable("pci/", at: text.count) }
        guard text.starts(line, with: "pci/") else { throw Unreadable("pci/", at: line.lowerBound) }
        guard let line = text.nextLine(from: &place) else { throw Unreadable("name", at: text.count) }
        var word = line.lowerBound
        guard let title = text.nextWord(from: &word, to: line.upperBound), text.equals(title, "name"),
            let name = text.nextWord(from: &word, to: line.upperBound)
        else { throw Unreadable("name", at: line.lowerBound) }
        self.name = text.text(name)
        let mode: StaticString = "cmode driverinit value "
        while let line = text.nextLine(from: &place) {
            guard text.starts(line, with: mode) else { continue }
            let value = text.firstWord(line.lowerBound + mode.utf8CodeUnitCount..<line.upperBound)
            guard text.equals(value, "true") || text.equals(value, "false") else {
                throw Unreadable("true or false", at: value.lowerBound)
            }
            isEnabled = text.equals(value, "true")
            return
        }
        throw Unreadable(mode, at: text.count)
    }
}
