/// A PTP clock that the kernel knows.
package struct ClockDevice: Sendable, Equatable {
    /// Its node below `/dev`, such as `ptp0`.
    package let node: String
    /// What its driver calls it, such as `ena-ptp-05`.
    package let name: String
    /// Whether it is the clock of an ENA: `ptp_kvm`, Hyper-V and others are PTP clocks too and prove nothing.
    package let isENA: Bool
    /// Its device's place on the PCI bus, such as `0000:00:05.0`; `nil` where it was not told, or it has none.
    package let address: String?

    package init(node: String, name: String, address: String? = nil) {
        self.node = node
        self.name = name
        self.address = address
        let text = name.utf8
        isENA =
            text.starts(with: "ena-ptp-".utf8) && text.count == "ena-ptp-".utf8.count + 2
            && text.suffix(2).allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }
}

/// The clocks with their names.
///
/// Lines `ptp0 ena-ptp-05 0000:00:05.0`, of which older recordings lack the PCI address, or
/// `/sys/class/ptp/ptp0: ena-ptp-05` as AWS's guide prints them.
package struct ClockList: HostOutput {
    package let clocks: [ClockDevice]
    /// Whether these are all: not where only single clocks were asked for their names, or the list may have been cut.
    package let isWhole: Bool

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var clocks: [ClockDevice] = []
        var isListed = false
        var place = 0
        while let line = text.nextLine(from: &place) {
            guard let (node, name) = text.clock(line) else {
                throw Unreadable("a PTP clock and its name", at: line.lowerBound)
            }
            let address = text.address(endOf: name)
            let end = address.map { $0.lowerBound - 1 } ?? name.upperBound
            let ownName = text.trimmed(name.lowerBound..<end)
            var slot: String?
            if let address { slot = text.text(address) }
            let clock = ClockDevice(node: text.text(node), name: text.text(ownName), address: slot)
            clocks.removeAll { $0.node == clock.node }
            clocks.append(clock)
            // A single file, or what `grep` prints of files that somebody chose.
            let isSingle =
                text.place(of: "/clock_name ", in: node.upperBound..<name.lowerBound) != nil
                || text[name.lowerBound - 1] == UInt8(ascii: ":")
            isListed = isListed || !isSingle
        }
        self.clocks = clocks
        isWhole = clocks.isEmpty || isListed && text[text.count - 1] == UInt8(ascii: "\n")
    }
}

extension Span<UInt8> {
    /// The node and the name of a clock in a line.
    func clock(_ line: Range<Int>) -> (node: Range<Int>, name: Range<Int>)? {
        let path: StaticString = "/sys/class/ptp/"
        let start = line.lowerBound + (starts(line, with: path) ? path.utf8CodeUnitCount : 0)
        guard starts(start..<line.upperBound, with: "ptp") else { return nil }
        var end = start + 3
        while end < line.upperBound, self[end].isDigit { end += 1 }
        guard end > start + 3 else { return nil }
        var behind = end
        let isOfFile = starts(behind..<line.upperBound, with: "/clock_name")
        if isOfFile { behind += "/clock_name".utf8.count }
        let hasColon = behind < line.upperBound && self[behind] == UInt8(ascii: ":")
        if hasColon { behind += 1 }
        guard behind < line.upperBound, self[behind].isBlank || isOfFile && hasColon else { return nil }
        return (start..<end, trimmed(behind..<line.upperBound))
    }

    /// The PCI address that follows a clock's name, such as `0000:00:05.0`.
    fileprivate func address(endOf name: Range<Int>) -> Range<Int>? {
        let pattern = "0000:00:00.0".utf8Span.span
        let start = name.upperBound - pattern.count
        guard start > name.lowerBound, self[start - 1].isBlank else { return nil }
        for place in pattern.indices {
            let byte = self[start + place]
            let isRight = pattern[place].isDigit ? byte.isHexadecimalDigit : byte == pattern[place]
            guard isRight else { return nil }
        }
        return start..<name.upperBound
    }
}

extension UInt8 {
    fileprivate var isHexadecimalDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
    }
}
