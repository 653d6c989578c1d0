import Orchestration

/// chronyd as it runs, or does not.
struct ChronyDaemon: Sendable, Equatable {
    /// A reference clock as it was opened.
    struct Opened: Sendable, Equatable {
        let line: ChronySetup.Clock
        /// Whether it is the interface's.
        let isENA: Bool
        /// Of the driver, when it was opened.
        let generation: Int
    }

    var isEnabled = true
    /// Since when it runs; `nil` when it does not.
    private(set) var since: Timestamp?
    /// What it said when it would not start.
    private(set) var failure: String?
    /// When it last failed.
    private(set) var failedAt: Timestamp?
    private(set) var clocks: [Opened] = []
    private(set) var hasNetwork = false
    private(set) var prefersNetwork = false
    /// How often it read the clock before it was started for the last time.
    private var earlierReads: Int64 = 0

    mutating func start(_ setup: ChronySetup, _ clocks: [Opened], at now: Timestamp) {
        since = now
        failure = nil
        self.clocks = clocks
        hasNetwork = setup.hasNetwork
        prefersNetwork = setup.prefersNetwork
    }

    mutating func fail(_ complaint: String, at now: Timestamp) {
        stop(at: now)
        failure = complaint
        failedAt = now
    }

    mutating func stop(at now: Timestamp) {
        since = nil
        failure = nil
        clocks = []
    }

    /// Keeps count although readings start anew.
    mutating func keepCount(_ reads: Int64) { earlierReads = reads }

    /// How often the clock of a driver was read, and how often that is in a second.
    func reads(since start: Timestamp, generation: Int, perPoll: Int64, at now: Timestamp) -> (Int64, rate: Double) {
        let polls = clocks.filter { $0.isENA && $0.generation == generation }
            .reduce(0.0) { $0 + exponent(-$1.line.driverPoll) }
        let rate = polls * Double(perPoll)
        guard let since else { return (earlierReads, 0) }
        let elapsed = max(0, (now - max(since, start)).nanoseconds / 1_000_000)
        return (earlierReads + Int64(rate * Double(elapsed) / 1000), rate)
    }

    private func exponent(_ power: Int) -> Double {
        let limited = max(-16, min(16, power))
        return limited < 0 ? 1 / Double(1 << -limited) : Double(1 << limited)
    }
}

extension Machine {
    /// chrony's configuration as it would be read now.
    var chronySetup: ChronySetup {
        // Most machines are as their image came, whose configuration was read once.
        files == image.files ? image.chronySetup : ChronySetup(files, main: image.chronyPath)
    }

    /// How many readings chrony takes of a clock each time.
    var readsPerPoll: Int64 { ["4.1", "4.2"].contains(image.chronyVersion) ? 10 : 25 }

    /// How often the interface's clock was read since the driver was loaded, and how often that is in a second.
    func reads(at now: Timestamp) -> (count: Int64, rate: Double) {
        let (count, rate) = chrony.reads(
            since: module.since,
            generation: module.generation,
            perPoll: readsPerPoll,
            at: now
        )
        return (count, rate)
    }

    /// Starts chronyd; it does not start without its devices.
    mutating func startChrony(at now: Timestamp) {
        chrony.keepCount(module.hasClock ? reads(at: now).count : 0)
        let setup = chronySetup
        if let problem = setup.problem { return chrony.fail("Fatal error : \(problem)", at: now) }
        if obstacles.contains(.dyingChrony), !setup.clocks.isEmpty {
            return chrony.fail("\(image.chronyUnit).service: Main process exited, code=killed, status=11/SEGV", at: now)
        }
        var opened: [ChronyDaemon.Opened] = []
        for line in setup.clocks {
            guard let isENA = opens(line.device) else { return chrony.fail(cannotOpen(line.device), at: now) }
            opened.append(ChronyDaemon.Opened(line: line, isENA: isENA, generation: module.generation))
        }
        chrony.start(setup, opened, at: now)
    }

    /// Whether a device is the interface's clock; `nil` where there is no such device.
    private func opens(_ device: String) -> Bool? {
        switch device {
        case "/dev/ptp_ena": hasSymlink ? true : nil
        case "/dev/ptp_kvm": otherClock == .hypervisor ? false : nil
        case "/dev/ptp\(otherNode)" where otherClock != .none: false
        case _ where !obstacles.contains(.noNodes) && node.map { "/dev/ptp\($0)" } == device: true
        default: nil
        }
    }

    private func cannotOpen(_ device: String) -> String {
        "Could not open \(device) : No such file or directory\nFatal error : Could not open PHC"
    }
}
