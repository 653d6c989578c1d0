/// `ethtool -T`.
package struct Timestamping: HostOutput {
    package let interface: String?
    package let capabilities: [String]
    /// The number of the PTP clock; `nil` for none.
    package let clockIndex: Int?
    package let transmitModes: [String]
    package let receiveFilters: [String]

    private enum Section {
        case head, capabilities, clock, transmitModes, receiveFilters
    }

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        let title: StaticString = "Time stamping parameters for "
        guard let line = text.nextLine(from: &place) else { throw Unreadable(title, at: text.count) }
        guard text.starts(line, with: title), text[line.upperBound - 1] == UInt8(ascii: ":") else {
            throw Unreadable(title, at: line.lowerBound)
        }
        interface = text.text(line.lowerBound + title.utf8CodeUnitCount..<line.upperBound - 1)
        var section = Section.head
        var (capabilities, transmitModes, receiveFilters): ([String], [String], [String]) = ([], [], [])
        var clock: Int??
        while let line = text.nextLine(from: &place) {
            var isItem = true
            if let (key, value) = text.halves(of: line, at: ":") {
                isItem = false
                if !value.isEmpty, !text.equals(key, "PTP Hardware Clock"),
                    !text.starts(key, with: "Hardware timestamp "),
                    !text.equals(value, "none")
                {
                    throw Unreadable("none, or names in lines of their own", at: value.lowerBound)
                }
                if text.equals(key, "Capabilities") {
                    section = .capabilities
                } else if text.equals(key, "PTP Hardware Clock") {
                    section = .clock
                    clock = .some(try text.clockIndex(value))
                } else if text.equals(key, "Hardware Transmit Timestamp Modes") {
                    section = .transmitModes
                } else if text.equals(key, "Hardware Receive Filter Modes") {
                    section = .receiveFilters
                } else if !text.starts(key, with: "Hardware timestamp ") {
                    throw Unreadable("a field of ethtool -T", at: line.lowerBound)
                }
            }
            if !isItem { continue }
            // Capital letters begin fields, one of which may have been cut in front of its colon.
            guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[line.lowerBound]) else {
                throw Unreadable("a field of ethtool -T", at: line.lowerBound)
            }
            let name = text.text(text.firstWord(line))
            switch section {
            case .capabilities: capabilities.append(name)
            // A mode named `none` is the name of no mode; as a filter it is one, in a line of its own.
            case .transmitModes: transmitModes.append(name)
            case .receiveFilters: receiveFilters.append(name)
            case .head, .clock: throw Unreadable("a field of ethtool -T", at: line.lowerBound)
            }
        }
        guard let clock else { throw Unreadable("PTP Hardware Clock", at: text.count) }
        clockIndex = clock
        (self.capabilities, self.transmitModes, self.receiveFilters) = (capabilities, transmitModes, receiveFilters)
    }
}

extension Span<UInt8> {
    fileprivate func clockIndex(_ value: Range<Int>) throws(Unreadable) -> Int? {
        if equals(value, "none") { return nil }
        guard let index = count(value) else { throw Unreadable("the number of a clock, or none", at: value.lowerBound) }
        try requireEnd(of: value)
        return index
    }
}

/// The four lines of `hw_packet_timestamping_state`.
package struct PacketTimestamping: HostOutput {
    package let canReceive: Bool
    package let isReceiving: Bool

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var (canReceive, isReceiving): (Bool?, Bool?) = (nil, nil)
        var place = 0
        while let line = text.nextLine(from: &place) {
            guard let (key, value) = text.halves(of: line, at: ":"), let number = text.count(value) else {
                throw Unreadable("a field of hw_packet_timestamping_state", at: line.lowerBound)
            }
            if text.equals(key, "HW RX support") {
                canReceive = number != 0
            } else if text.equals(key, "RX configuration") {
                isReceiving = number != 0
            } else if !text.equals(key, "HW TX support"), !text.equals(key, "TX configuration") {
                throw Unreadable("a field of hw_packet_timestamping_state", at: line.lowerBound)
            }
        }
        guard let canReceive else { throw Unreadable("HW RX support", at: text.count) }
        guard let isReceiving else { throw Unreadable("RX configuration", at: text.count) }
        self.canReceive = canReceive
        self.isReceiving = isReceiving
    }
}
