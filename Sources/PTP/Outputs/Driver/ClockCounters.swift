/// The driver's counters of clock readings, from `ethtool -S` or debugfs.
package struct ClockCounters: HostOutput {
    package let good: Int
    package let expired: Int
    package let skipped: Int
    /// `phc_err_dv`, or all errors with drivers before 2.15, which do not tell them apart.
    package let deviceErrors: Int
    /// `phc_err_ts`: too many requests, or invalid stamps; `nil` where the driver does not count them apart.
    package let timestampErrors: Int?
    /// `phc_err_eb`; `nil` where the driver does not count them apart.
    package let boundErrors: Int?

    /// Those that the driver counts.
    package var errors: Int { expired + deviceErrors + (timestampErrors ?? 0) + (boundErrors ?? 0) }
    package var requests: Int { good + errors + skipped }

    package init(_ text: Span<UInt8>) throws(Unreadable) {
        var (good, expired, skipped): (Int?, Int?, Int?) = (nil, nil, nil)
        var (all, device, timestamp, bound): (Int?, Int?, Int?, Int?) = (nil, nil, nil, nil)
        var place = 0
        var isFirst = true
        while let line = text.nextLine(from: &place) {
            guard let (key, value) = text.halves(of: line, at: ":") else {
                throw Unreadable("a counter", at: line.lowerBound)
            }
            if isFirst, text.counter(key) == nil, !text.equals(key, "NIC statistics") {
                throw Unreadable("a counter of clock readings", at: line.lowerBound)
            }
            isFirst = false
            // `ethtool -S` has many others.
            guard let name = text.counter(key) else { continue }
            guard let count = text.count(value) else { throw Unreadable("how many", at: value.lowerBound) }
            try text.requireEnd(of: value)
            if text.equals(name, "cnt") { good = count }
            if text.equals(name, "exp") { expired = count }
            if text.equals(name, "skp") { skipped = count }
            if text.equals(name, "err") { all = count }
            if text.equals(name, "err_dv") { device = count }
            if text.equals(name, "err_ts") { timestamp = count }
            if text.equals(name, "err_eb") { bound = count }
        }
        guard let good else { throw Unreadable("phc_cnt", at: text.count) }
        guard let expired else { throw Unreadable("phc_exp", at: text.count) }
        guard let skipped else { throw Unreadable("phc_skp", at: text.count) }
        guard let errors = device ?? all else { throw Unreadable("phc_err_dv", at: text.count) }
        (self.good, self.expired, self.skipped) = (good, expired, skipped)
        (deviceErrors, timestampErrors, boundErrors) = (errors, timestamp, bound)
    }
}

extension Span<UInt8> {
    /// The name of a counter of clock readings, without the `phc_` that some versions put in front.
    func counter(_ key: Range<Int>) -> Range<Int>? {
        let name = starts(key, with: "phc_") ? key.lowerBound + 4..<key.upperBound : key
        switch name.count {
        case 3:
            return equals(name, "cnt") || equals(name, "exp") || equals(name, "skp") || equals(name, "err") ? name : nil
        case 6: return equals(name, "err_dv") || equals(name, "err_ts") || equals(name, "err_eb") ? name : nil
        default: return nil
        }
    }
}
