import Orchestration
import PTP
import Shell

/// What chrony says on a simulated machine: `chronyc -c -n`, whose columns have been the same since chrony 2.4.
struct ChronyView {
    let machine: Machine
    let now: Timestamp
    /// How long chrony has been following a source, in seconds; negative until it does.
    let settled: Int64
    /// How long the clock has been gone, in seconds; negative where it is not.
    private let lost: Int64
    /// Figures change once a second, however often somebody asks.
    private let second: Int64

    init(_ machine: Machine, at now: Timestamp) {
        self.machine = machine
        self.now = now
        second = now.nanoseconds / 1_000_000_000
        settled = Self.seconds(from: machine.chrony.since.map { $0 + Self.convergence(machine) }, to: now)
        lost = Self.seconds(from: MachineView.loss(of: machine), to: now)
    }

    private static func seconds(from start: Timestamp?, to now: Timestamp) -> Int64 {
        guard let start, start <= now else { return -1 }
        return (now.nanoseconds - start.nanoseconds) / 1_000_000_000
    }

    private static func convergence(_ machine: Machine) -> Duration {
        machine.chance.milliseconds(.convergence, Int64(machine.boots), in: 10_000...14_000)
    }

    /// How long it takes chrony to select a source after it was started.
    var convergence: Duration { Self.convergence(machine) }

    private var chance: Chance { machine.chance }
    private var clocks: [ChronyDaemon.Opened] { machine.chrony.clocks }
    /// On hardware with a clock to offer, EC2's own time source is of stratum 1 and near.
    private var isNear: Bool { machine.hardware != .none }

    /// Why nobody answers, if so.
    private var silence: CommandResult? {
        guard machine.tools.contains(.chronyd) else {
            return .complained(
                machine.image.isDebianLike ? "sh: 4: chronyc: not found" : "sh: line 4: chronyc: command not found",
                status: 127
            )
        }
        guard let since = machine.chrony.since, since <= now else {
            return CommandResult(exitStatus: 1, output: "506 Cannot talk to daemon\n")
        }
        return nil
    }

    var sources: CommandResult { answer(capacity: 256, writeSources) }

    var tracking: CommandResult { answer(capacity: 192, writeTracking) }

    var statistics: CommandResult { answer(capacity: 192, writeStatistics) }

    /// What is written, where somebody answers.
    private func answer(capacity: Int, _ write: (inout HostText) -> Void) -> CommandResult {
        if let silence { return silence }
        var text = HostText(capacity: capacity)
        write(&text)
        return text.result
    }

    private func writeStatistics(to text: inout HostText) {
        for number in clocks.indices { writeStatistics("PHC\(number)", every: 1, to: &text) }
        if machine.chrony.hasNetwork { writeStatistics("169.254.169.123", every: 16, to: &text) }
    }

    /// What one sample says: both answers, on whichever stream they came.
    func writeSample(to text: inout HostText) {
        if let silence { return text.write(silence.output + silence.errorOutput) }
        writeSources(to: &text)
    }

    func writeSampleOfTracking(to text: inout HostText) {
        if let silence { return text.write(silence.output + silence.errorOutput) }
        writeTracking(to: &text)
    }
}

// MARK: - Selection

extension ChronyView {
    private enum Selection: Equatable {
        case nothing
        case clock(Int)
        case network
    }

    /// Whether a clock can be read.
    private func isReadable(_ clock: ChronyDaemon.Opened) -> Bool {
        guard clock.isENA else { return true }
        return clock.generation == machine.module.generation && machine.module.hasClock && machine.hardware != .busy
            && lost < 4
    }

    /// Whether a clock agrees with the network.
    private func isTrue(_ clock: ChronyDaemon.Opened) -> Bool {
        guard clock.isENA else { return true }
        switch machine.hardware {
        case .shifted, .atomic, .stopped: return false
        case .none, .sound, .noisy, .busy, .faulty, .vanishing: return true
        }
    }

    /// The nearest source among those that are preferred, or among all where none is.
    private var selection: Selection {
        guard settled >= 0 else { return .nothing }
        var best = Selection.nothing
        var rank = (isPreferred: false, distance: Int64.max)
        func consider(_ candidate: Selection, _ isPreferred: Bool, _ distance: Int64) {
            guard isPreferred == rank.isPreferred ? distance <= rank.distance : isPreferred else { return }
            (best, rank) = (candidate, (isPreferred, distance))
        }
        if machine.chrony.hasNetwork { consider(.network, machine.chrony.prefersNetwork, isNear ? 90_000 : 287_000) }
        for (number, clock) in clocks.enumerated()
        where !clock.line.isNeverSelected && isReadable(clock) && isTrue(clock) {
            consider(.clock(number), clock.line.isPreferred, clock.line.delay / 2)
        }
        return best
    }

    /// The name of the source that chrony follows.
    var selectedName: String? {
        switch selection {
        case .nothing: nil
        case .clock(let number): "PHC\(number)"
        case .network: "169.254.169.123"
        }
    }

    private func mark(_ number: Int, _ selection: Selection) -> String {
        let clock = clocks[number]
        guard settled >= 0, isReadable(clock) else { return "?" }
        guard isTrue(clock) else { return "x" }
        if selection == .clock(number) { return "*" }
        guard case .clock(let selected) = selection else { return "-" }
        return clocks[selected].line.isPreferred == clock.line.isPreferred ? "+" : "-"
    }
}

// MARK: - Rows

extension ChronyView {
    private static let never = ",4294967295,0.000000000,0.000000000,0.000000000\n"

    private func writeSources(to text: inout HostText) {
        let selection = selection
        for number in clocks.indices { writeClock(number, mark(number, selection), to: &text) }
        if machine.chrony.hasNetwork { writeNetwork(isSelected: selection == .network, to: &text) }
    }

    private func writeClock(_ number: Int, _ mark: String, to text: inout HostText) {
        let clock = clocks[number]
        text.write("#,")
        text.write(mark)
        text.write(",PHC")
        text.write(Int64(number))
        text.write(",0,")
        text.write(Int64(clock.line.poll))
        let isUnheard = settled < 0 || (!isReadable(clock) && lost < 0)
        text.column(isUnheard ? "0" : reach(settled + 1, missing: lost))
        if isUnheard { return text.write(Self.never) }
        let isNoisy = machine.hardware == .noisy && clock.isENA
        let offset = signed(.offset, isNoisy ? 15_000...60_000 : 14...250) + (clock.isENA ? displacement : 0)
        text.column(max(0, lost))
        text.column(offset, places: 9)
        text.column(offset + signed(.correction, 1...40), places: 9)
        let error = isNoisy ? chance.whole(.dispersion, second, in: 200_000...900_000) : 32
        text.column(clock.line.delay / 2 + error, places: 9)
        text.endLine()
    }

    /// How far the clock seems to be from what chrony believes.
    private var displacement: Int64 {
        switch machine.hardware {
        case .atomic: 37_000_000_000
        case .shifted: 37_000_000
        case .stopped: -settled * 1_000_000_000
        case .none, .sound, .noisy, .busy, .faulty, .vanishing: 0
        }
    }

    private func writeNetwork(isSelected: Bool, to text: inout HostText) {
        guard settled >= 0 else {
            text.write("^,?,169.254.169.123,0,4,0")
            return text.write(Self.never)
        }
        text.write(isSelected ? "^,*,169.254.169.123," : "^,-,169.254.169.123,")
        text.write(isNear ? "1,4" : "3,4")
        text.column(reach(settled / 16 + 4))
        text.column(settled % 16)
        let offset = signed(.delay, isNear ? 300...18_000 : 500...90_000)
        text.column(offset, places: 9)
        text.column(offset, places: 9)
        text.column(chance.whole(.skew, second / 16, in: isNear ? 90_000...115_000 : 287_000...535_000), places: 9)
        text.endLine()
    }

    /// The last eight polls as an octal number, the oldest in the highest bit.
    private func reach(_ polls: Int64, missing: Int64 = 0) -> String {
        let heard = (1 << min(polls, 8)) - 1
        return Self.reaches[heard << Int(max(0, min(missing, 8))) & 255]
    }

    private static let reaches = (0...255).map { String($0, radix: 8) }

    private func writeStatistics(_ name: String, every poll: Int64, to text: inout HostText) {
        let count = settled < 0 ? 0 : min(settled / poll + 4, 25)
        text.write(name)
        text.column(count)
        text.column(count / 2 + 1)
        text.column(max(0, count - 1) * poll)
        text.column(chance.whole(.convergence, second, in: -4...4), places: 3)
        text.column(chance.whole(.skew, second, in: 19...100), places: 3)
        text.column(signed(.offset, 14...250), places: 9)
        text.column(chance.whole(.deviation, second, in: 20...300), places: 9)
        text.endLine()
    }
}

// MARK: - Tracking

extension ChronyView {
    /// What differs between one who follows a clock and one who follows the network; nanoseconds.
    private struct Quality {
        let offset: ClosedRange<Int64>
        let deviation: ClosedRange<Int64>
        let skew: ClosedRange<Int64>
        let delay: ClosedRange<Int64>
        let dispersion: ClosedRange<Int64>

        static let near = Quality(
            offset: 100...500,
            deviation: 1_000...3_000,
            skew: 31...90,
            delay: 100_000...115_000,
            dispersion: 30_000...40_000
        )
        static let far = Quality(
            offset: 500...5_000,
            deviation: 4_000...80_000,
            skew: 100...300,
            delay: 300_000...580_000,
            dispersion: 225_000...1_100_000
        )

        static func clock(delay: Int64, isNoisy: Bool) -> Quality {
            Quality(
                offset: isNoisy ? 15_000...60_000 : 14...250,
                deviation: isNoisy ? 20_000...80_000 : 12...200,
                skew: isNoisy ? 2_000...6_000 : 19...100,
                delay: delay...delay,
                dispersion: isNoisy ? 200_000...900_000 : 400...2_000
            )
        }
    }

    private func writeTracking(to text: inout HostText) {
        switch selection {
        case .nothing:
            text.write("00000000,,0,0.000000000,0.000000000,0.000000000,0.000000000")
            text.column(frequency, places: 3)
            text.write(",0.000,0.000,1.000000000,1.000000000,0.0,Not synchronised\n")
        case .clock(let number):
            let clock = clocks[number]
            text.write("5048433")
            text.write(Int64(number))
            text.write(",PHC")
            text.write(Int64(number))
            text.write(",1")
            let isNoisy = machine.hardware == .noisy && clock.isENA
            write(.clock(delay: clock.line.delay, isNoisy: isNoisy), every: 1, interval: ",1.0", to: &text)
        case .network:
            text.write(isNear ? "A9FEA97B,169.254.169.123,2" : "A9FEA97B,169.254.169.123,4")
            write(isNear ? .near : .far, every: 16, interval: ",16.2", to: &text)
        }
    }

    private func write(_ quality: Quality, every poll: Int64, interval: String, to text: inout HostText) {
        let updated =
            (second - 1 - settled % poll) * 1_000_000_000 + chance.whole(.latency, second, in: 0...999_999_999)
        let offset = signed(.offset, quality.offset) + machine.remainingError(at: now)
        text.column(updated, places: 9)
        text.column(offset, places: 9)
        text.column(signed(.correction, 1...abs(offset)), places: 9)
        text.column(chance.whole(.deviation, second / 8, in: quality.deviation), places: 9)
        text.column(frequency, places: 3)
        text.column(chance.whole(.convergence, second, in: -4...4), places: 3)
        text.column(chance.whole(.skew, second / 8, in: quality.skew), places: 3)
        text.column(chance.whole(.delay, second / 16, in: quality.delay), places: 9)
        text.column(chance.whole(.dispersion, second, in: quality.dispersion), places: 9)
        text.write(interval)
        text.write(",Normal\n")
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
