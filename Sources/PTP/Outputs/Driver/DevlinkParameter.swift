/// `devlink dev param show … name enable_phc`.
package struct DevlinkParameter: HostOutput {
    package let name: String
    /// The value of the cmode `driverinit`.
    package let isEnabled: Bool

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        guard let line = text.nextLine(from: &place) else { throw Unreadable("pci/", at: text.count) }
        guard text.starts(line, with: "pci/") else { throw Unreadable("pci/", at: line.lowerBound) }
        let mode: StaticString = "cmode driverinit value "
        var isWanted = false
        var isNamed = false
        // Other parameters, and other devices, may be listed too: their values say nothing of the clock.
        while let line = text.nextLine(from: &place) {
            var word = line.lowerBound
            if let title = text.nextWord(from: &word, to: line.upperBound), text.equals(title, "name") {
                guard let name = text.nextWord(from: &word, to: line.upperBound) else {
                    throw Unreadable("name", at: line.lowerBound)
                }
                isWanted = text.equals(name, "enable_phc")
                isNamed = isNamed || isWanted
            }
            guard isWanted, text.starts(line, with: mode) else { continue }
            let value = text.firstWord(line.lowerBound + mode.utf8CodeUnitCount..<line.upperBound)
            guard text.equals(value, "true") || text.equals(value, "false") else {
                throw Unreadable("true or false", at: value.lowerBound)
            }
            name = "enable_phc"
            isEnabled = text.equals(value, "true")
            return
        }
        throw Unreadable(isNamed ? mode : "name enable_phc", at: text.count)
    }
}
