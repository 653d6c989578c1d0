import Orchestration
import PTP
import Shell

/// What chrony says on a simulated host: `chronyc -c -n`, whose columns have been the same since chrony 2.4.
struct ChronyView {
    let host: HostView
    /// How long chrony has been following a source, in seconds; negative until it does.
    private let settled: Int64

    init(host: HostView) {
        self.host = host
        let start = host.runningAt + host.chance.milliseconds(.convergence, in: 10_000...14_000)
        let elapsed = (host.now - start).nanoseconds
        settled = elapsed < 0 ? -1 : elapsed / 1_000_000_000
    }

    private var clock: SimulatedClock { host.clock }
    private var chance: Chance { host.chance }
    /// Figures change once a second, however often somebody asks.
    private var second: Int64 { host.now.nanoseconds / 1_000_000_000 }

    private static let down = CommandResult(exitStatus: 1, output: "506 Cannot talk to daemon\n")

    var sources: CommandResult {
        guard clock != .chronyDown else { return Self.down }
        let rows = clock.mark.map { clockRow(mark: $0) + networkRow } ?? networkRow
        return CommandResult(exitStatus: 0, output: rows)
    }

    var tracking: CommandResult {
        guard clock != .chronyDown else { return Self.down }
        let row = settled < 0 ? notSynchronised : clock.mark == "*" ? trackingClock : trackingNetwork
        return CommandResult(exitStatus: 0, output: row)
    }
}

// MARK: - Sources

extension ChronyView {
    private static let never = "4294967295,0.000000000,0.000000000,0.000000000\n"

    private func clockRow(mark: String) -> String {
        guard settled >= 0 else { return "#,?,PHC0,0,0,0,\(Self.never)" }
        let offset: Int64 =
            switch clock {
            case .atomicTime: 37_000_000_000
            case .stopped: -settled * 1_000_000_000
            case .falseticker: 37_000_000 + signed(.offset, 14...250)
            case .unstable: signed(.offset, 15_000...60_000)
            case .working, .absent, .disabled, .oldDriver, .notSelected, .otherClockOnly, .noSymlink, .chronyDown:
                signed(.offset, 14...250)
            }
        let measured = offset + signed(.correction, 1...40)
        let error = clock == .unstable ? chance.whole(.dispersion, second, in: 200_000...900_000) : 5_032
        var row = ChronyRow("#")
        for text in [mark, "PHC0", "0", "0", reach(settled + 1), "0"] { row.append(text) }
        for nanoseconds in [offset, measured, error] { row.append(nanoseconds, digits: 9) }
        return row.line
    }

    private var networkRow: String {
        guard settled >= 0 else { return "^,?,169.254.169.123,0,4,0,\(Self.never)" }
        let mark = clock.mark == "*" ? "-" : "*"
        let stratum = clock.isEnhanced ? "1" : "3"
        let offset = signed(.delay, clock.isEnhanced ? 300...18_000 : 500...90_000)
        let error = chance.whole(.skew, second / 16, in: clock.isEnhanced ? 90_000...115_000 : 287_000...535_000)
        var row = ChronyRow("^")
        for text in [mark, "169.254.169.123", stratum, "4", reach(settled / 16 + 4)] { row.append(text) }
        row.append(settled % 16)
        for nanoseconds in [offset, offset, error] { row.append(nanoseconds, digits: 9) }
        return row.line
    }

    /// The last eight polls as an octal number, the oldest in the highest bit.
    private func reach(_ polls: Int64) -> String { Self.reaches[Int(min(polls, 8))] }

    private static let reaches = (0...8).map { String((1 << $0) - 1, radix: 8) }
}

// MARK: - Tracking

extension ChronyView {
    private var notSynchronised: String {
        var row = ChronyRow("00000000,,0,0.000000000,0.000000000,0.000000000,0.000000000")
        row.append(frequency, digits: 3)
        row.append("0.000,0.000,1.000000000,1.000000000,0.0,Not synchronised")
        return row.line
    }

    private var trackingClock: String {
        let isPoor = clock == .unstable
        return row(
            source: "50484330,PHC0,1",
            every: 1,
            offset: signed(.offset, isPoor ? 15_000...60_000 : 14...250),
            deviation: isPoor ? 20_000...80_000 : 12...200,
            skew: isPoor ? 2_000...6_000 : 19...100,
            delay: 10_000...10_000,
            dispersion: isPoor ? 200_000...900_000 : 400...2_000,
            interval: "1.0"
        )
    }

    private var trackingNetwork: String {
        let isNear = clock.isEnhanced
        return row(
            source: isNear ? "A9FEA97B,169.254.169.123,2" : "A9FEA97B,169.254.169.123,4",
            every: 16,
            offset: signed(.offset, isNear ? 100...500 : 500...5_000),
            deviation: isNear ? 1_000...3_000 : 4_000...80_000,
            skew: isNear ? 31...90 : 100...300,
            delay: isNear ? 100_000...115_000 : 300_000...580_000,
            dispersion: isNear ? 30_000...40_000 : 225_000...1_100_000,
            interval: "16.2"
        )
    }

    private func row(
        source: String,
        every poll: Int64,
        offset: Int64,
        deviation: ClosedRange<Int64>,
        skew: ClosedRange<Int64>,
        delay: ClosedRange<Int64>,
        dispersion: ClosedRange<Int64>,
        interval: String
    ) -> String {
        let updated =
            (second - 1 - settled % poll) * 1_000_000_000 + chance.whole(.latency, second, in: 0...999_999_999)
        var row = ChronyRow(source)
        row.append(updated, digits: 9)
        row.append(offset, digits: 9)
        row.append(signed(.correction, 1...abs(offset)), digits: 9)
        row.append(chance.whole(.deviation, second / 8, in: deviation), digits: 9)
        row.append(frequency, digits: 3)
        row.append(chance.whole(.convergence, second, in: -4...4), digits: 3)
        row.append(chance.whole(.skew, second / 8, in: skew), digits: 3)
        row.append(chance.whole(.delay, second / 16, in: delay), digits: 9)
        row.append(chance.whole(.dispersion, second, in: dispersion), digits: 9)
        row.append(interval)
        row.append("Normal")
        return row.line
    }

    /// Parts in a million; a machine's own and nearly constant.
    private var frequency: Int64 {
        chance.whole(.frequency, in: -8_000...8_000) + chance.whole(.frequency, second, in: 0...4)
    }

    private func signed(_ purpose: Chance.Purpose, _ range: ClosedRange<Int64>) -> Int64 {
        let value = chance.whole(purpose, second, in: range)
        return chance.bits(purpose, -second) & 1 == 0 ? value : -value
    }
}
