/// `ethtool -i`.
package struct DriverInfo: HostOutput {
    package let driver: String
    package let version: DriverVersion?
    package let busAddress: String?

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        guard let line = text.nextLine(from: &place) else { throw Unreadable("driver:", at: text.count) }
        guard let (key, value) = text.halves(of: line, at: ":"), text.equals(key, "driver"), !value.isEmpty else {
            throw Unreadable("driver:", at: line.lowerBound)
        }
        driver = text.text(value)
        var (version, busAddress): (DriverVersion?, String?) = (nil, nil)
        while let line = text.nextLine(from: &place) {
            guard let (key, value) = text.halves(of: line, at: ":") else {
                throw Unreadable("a field of ethtool -i", at: line.lowerBound)
            }
            if text.equals(key, "version") {
                version = text.driverVersion(value)
            } else if text.equals(key, "bus-info") {
                busAddress = value.isEmpty ? nil : text.text(value)
            } else if !text.isDriverField(key) {
                throw Unreadable("a field of ethtool -i", at: line.lowerBound)
            }
        }
        self.version = version
        self.busAddress = busAddress
    }
}

extension Span<UInt8> {
    /// Whether `ethtool -i` prints such a field, besides `driver`, `version` and `bus-info`.
    func isDriverField(_ key: Range<Int>) -> Bool {
        starts(key, with: "supports-") || equals(key, "firmware-version") || equals(key, "expansion-rom-version")
    }
}
