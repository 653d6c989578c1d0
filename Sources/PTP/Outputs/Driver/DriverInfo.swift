/// `ethtool -i`.
package struct DriverInfo: HostOutput {
    /// `nil` in lines that somebody picked out.
    package let driver: String?
    package let version: DriverVersion?
    package let busAddress: String?

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        var (driver, version, busAddress): (String?, DriverVersion?, String?) = (nil, nil, nil)
        while let line = text.nextLine(from: &place) {
            guard let (key, value) = text.halves(of: line, at: ":") else {
                throw Unreadable("a field of ethtool -i", at: line.lowerBound)
            }
            if text.equals(key, "driver") {
                guard driver == nil, !value.isEmpty else { throw Unreadable("one driver", at: line.lowerBound) }
                driver = text.text(value)
            } else if text.equals(key, "version") {
                version = text.driverVersion(value)
            } else if text.equals(key, "bus-info") {
                busAddress = value.isEmpty ? nil : text.text(value)
            } else if !text.isDriverField(key) {
                throw Unreadable("a field of ethtool -i", at: line.lowerBound)
            }
        }
        guard driver != nil || version.map(\.isUnmistakable) == true else { throw Unreadable("driver:", at: 0) }
        self.driver = driver
        self.version = version
        self.busAddress = busAddress
    }
}

extension DriverVersion {
    /// Whether it can hardly be the version of anything else.
    fileprivate var isUnmistakable: Bool {
        switch self {
        case .amazon: true
        case .kernelTree(let version): version.numbers.count == 3
        case .kernelRelease(let release): release.first?.isNumber == true && release.contains("-")
        }
    }
}

extension Span<UInt8> {
    /// Whether `ethtool -i` prints such a field, besides `driver`, `version` and `bus-info`.
    func isDriverField(_ key: Range<Int>) -> Bool {
        starts(key, with: "supports-") || equals(key, "firmware-version") || equals(key, "expansion-rom-version")
    }
}
