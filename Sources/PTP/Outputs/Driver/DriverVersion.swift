/// The version that a driver tells of itself.
package enum DriverVersion: Sendable, Equatable {
    /// `2.16.1g`: built from Amazon's tree on GitHub; the numbers say what it can do.
    case amazon(Version)
    /// `2.1.0K`: the old driver inside the kernel; the oldest have no letter.
    case kernelTree(Version)
    /// A kernel release such as `7.0.0-1012-aws`: the newer driver inside the kernel. Never compared with 2.10.0.
    case kernelRelease(String)

    /// Reads what `ethtool -i` or `/sys/module/ena/version` says.
    package init(_ text: String) {
        let letter = text.utf8.last.flatMap { "gK".utf8.contains($0) ? $0 : nil }
        let digits = text.utf8.dropLast(letter == nil ? 0 : 1)
        guard let version = Version(leading: text), version.numbers.count == 3,
            version.description.utf8.elementsEqual(digits)
        else {
            self = .kernelRelease(text)
            return
        }
        switch letter {
        case UInt8(ascii: "g"): self = .amazon(version)
        case UInt8(ascii: "K"): self = .kernelTree(version)
        // No kernel that has the driver is older than 3.
        default: self = version.numbers[0] < 3 ? .kernelTree(version) : .kernelRelease(text)
        }
    }
}

extension Span<UInt8> {
    /// The version that stands there; `nil` when there is none, or when it may have been cut.
    func driverVersion(_ range: Range<Int>) -> DriverVersion? {
        guard !range.isEmpty else { return nil }
        let version = DriverVersion(text(range))
        if case .amazon = version { return version }
        if case .kernelTree = version, self[range.upperBound - 1] == UInt8(ascii: "K") { return version }
        // Nothing but the end of the line tells that a release is whole.
        return range.upperBound < count ? version : nil
    }
}
