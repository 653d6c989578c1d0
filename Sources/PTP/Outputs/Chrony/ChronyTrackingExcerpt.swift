/// Lines of `chronyc tracking` that somebody picked out: too few to prove anything, but each says something.
package struct ChronyTrackingExcerpt: HostOutput {
    package private(set) var name: String?
    package private(set) var systemTime: Double?
    package private(set) var lastOffset: Double?
    package private(set) var rmsOffset: Double?
    package private(set) var frequency: Double?
    package private(set) var skew: Double?
    package private(set) var rootDelay: Double?
    package private(set) var rootDispersion: Double?
    package private(set) var leapStatus: String?

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var place = 0
        var isEmpty = true
        while let line = text.nextLine(from: &place) {
            guard let (key, _) = text.halves(of: line, at: ":") else { continue }
            // A line that cannot be read was cut, and is missing like those that are not there.
            do throws(Unreadable) { try read(text, line, key) } catch { continue }
            isEmpty = false
        }
        if isEmpty { throw Unreadable("a line of chronyc tracking", at: 0) }
    }

    private mutating func read(_ text: Span<UInt8>, _ line: Range<Int>, _ key: Range<Int>) throws(Unreadable) {
        var place = line.lowerBound
        switch text.text(key) {
        case "Reference ID": name = try text.reference("Reference ID", from: &place).1
        case "System time":
            systemTime = try text.quantity(
                "System time",
                "seconds",
                "slow of NTP time",
                "fast of NTP time",
                from: &place
            )
        case "Last offset": lastOffset = try text.quantity("Last offset", "seconds", from: &place)
        case "RMS offset": rmsOffset = try text.quantity("RMS offset", "seconds", from: &place)
        case "Frequency": frequency = try text.quantity("Frequency", "ppm", "fast", "slow", from: &place)
        case "Skew": skew = try text.quantity("Skew", "ppm", from: &place)
        case "Root delay": rootDelay = try text.quantity("Root delay", "seconds", from: &place)
        case "Root dispersion": rootDispersion = try text.quantity("Root dispersion", "seconds", from: &place)
        case "Leap status": leapStatus = try text.leapStatus(text.field("Leap status", from: &place))
        default: throw Unreadable("a line of chronyc tracking", at: line.lowerBound)
        }
    }
}
