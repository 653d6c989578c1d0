/// Lines of chrony's configuration that name the right device, and yet do harm.
extension HostFacts {
    /// Why chrony cannot use the clock, or not use it well, by such a line; `nil` where it is only a matter of taste.
    ///
    /// Goes by the suggested thresholds: what is good enough may be wished for, what the device allows may not.
    func harm(of clock: ChronyConfiguration.ReferenceClock) -> String? {
        let limits = Thresholds()
        let place = "line \(clock.line)"
        if clock.options["noselect"] != nil { return "\(place) forbids with noselect to follow it" }
        if clock.options["tai"] != nil { return "\(place) takes it for atomic time (tai), which is 37 s from UTC" }
        let rate = readings(of: clock)
        if rate > limits.readingsPerSecond {
            return "\(place) has it read \(rate) times a second, and it allows \(limits.readingsPerSecond)"
        }
        if let delay = clock.options["delay"].flatMap(Double.init), delay > limits.rootDelay {
            let (claimed, limit) = (inWords(seconds: delay), inWords(seconds: limits.rootDelay))
            return "\(place) claims a delay of \(claimed), more than \(limit)"
        }
        if clock.options["prefer"] == nil, let other = selectedInstead {
            return "\(place) does not prefer it, and chrony has selected \(other)"
        }
        return nil
    }

    /// How often a second chrony reads a clock by such a line.
    func readings(of clock: ChronyConfiguration.ReferenceClock) -> Double {
        // chrony takes 25 readings at each poll of the driver, versions before 4.3 took 10.
        let isOld = chronyVersion.value.map { $0.version < Version(4, 3) } ?? false
        return (isOld ? 10 : 25) / seconds(log2: clock.pollOfDevice)
    }

    /// The source that chrony follows although it could follow its PTP clock.
    private var selectedInstead: String? {
        let rows = sources.value?.rows ?? []
        guard rows.contains(where: { $0.isPTPClock && [.notCombined, .combined].contains($0.state) }) else {
            return nil
        }
        return rows.first { $0.state == .selected && !$0.isPTPClock }?.name
    }
}
