import Orchestration
import PTP
import Shell
import Testing

/// Single rungs at their edges.
@Suite struct RungTests {
    private static func status(
        _ rung: Ladder.Rung,
        _ changes: [Probe: CommandResult?],
        _ change: (inout Host) -> Void = { _ in }
    )
        -> Check.Status
    {
        Host.healthy.with(changes, change).ladder.standing(rung).status
    }

    @Test func `PHC0 of another clock is never our clock`() {
        for name in ["ptp_kvm", "hyperv", "ena-ptp", "ena-ptp-5", "ena-ptp-0G", "ENA-PTP-05"] {
            let host = Host.healthy.with([.clocks: .said("ptp0 \(name)\n")])
            #expect(host.ladder.standing(.device).status == .failed, "\(name)")
            #expect(host.ladder.standing(.followed).status == .failed, "\(name)")
            #expect(host.verdict != .supported)
        }
        let both = Host.healthy.with([
            .clocks: .said("ptp0 ptp_kvm\nptp1 ena-ptp-05\n"), .symlink: .said("/dev/ptp1\n"), .nodes: nil,
            .timestamping: nil,
        ])
        #expect(both.verdict == .supported)
        #expect(both.with([.chronyConfiguration: .said("refclock PHC /dev/ptp0\n")]).verdict == .partial)
        #expect(both.with([.symlink: .said("/dev/ptp0\n")]).verdict == .partial, "the symlink goes to the wrong clock")
        let twice = "refclock PHC /dev/ptp_ena\nrefclock PHC /dev/ptp0\n"
        #expect(both.with([.chronyConfiguration: .said(twice)]).verdict == .partial)
    }

    @Test(arguments: [
        ("1000000000 1000000000 0 9", true), ("1100000000 1000000000 999999999 9", true),
        ("1100000001 1000000000 0 9", false), ("1000000000 1000000000 1000000000 9", false),
        ("1000000000 1000000000 37000000000 9", false), ("0 0 0 9", false), ("50000000 0 0 9", false),
        ("1000000000 1000000000 -9223372036854775808 9", false),
    ]) func `a clock advances with time and is near it, whatever it says`(reading: String, holds: Bool) {
        #expect((Self.status(.advances, [.reading: .said(reading + "\n")]) == .held) == holds)
    }

    @Test func `of several ENA clocks the interface names its own`() {
        let two = "ptp0 ena-ptp-05\nptp1 ena-ptp-06\n"
        #expect(Self.status(.device, [.clocks: .said(two), .nodes: nil]) == .held)
        let isUntold = Host.healthy.with([.clocks: .said(two), .nodes: nil, .timestamping: nil])
        #expect(isUntold.ladder.standing(.device).status == .notMeasured && isUntold.verdict == .inconclusive)
        #expect(Self.status(.device, [.symlink: .absent]) == .failed)
        #expect(
            Self.status(.device, [.nodes: .said("crw-rw----. 1 root clock 245, 1 May 29 17:34 /dev/ptp1\n")]) == .failed
        )
    }

    @Test func `where the interface names no clock, its place on the PCI bus tells which is its own`() {
        func standing(_ clocks: String) -> Ladder.Standing {
            Host.healthy.with([.clocks: .said(clocks), .nodes: nil, .timestamping: nil]).ladder.standing(.device)
        }
        let own = standing("ptp0 ena-ptp-06 0000:00:06.0\nptp1 ena-ptp-05 0000:00:05.0\n")
        #expect(own.detail.hasPrefix("ptp1 is \"ena-ptp-05\""), "\(own.detail)")
        #expect(standing("ptp0 ena-ptp-05 0000:00:05.0\nptp1 ena-ptp-06 0000:00:06.0\n").status == .held)
        #expect(standing("ptp0 ena-ptp-07 0000:00:07.0\nptp1 ena-ptp-06 0000:00:06.0\n").status == .failed)
        #expect(standing("ptp0 ena-ptp-05 0000:00:05.0\nptp1 ena-ptp-06\n").status == .notMeasured)
    }

    @Test func `a list of clocks is read with their places and without`() {
        var facts = HostFacts()
        facts.read(.said("ptp0 KVM virtual PTP\nptp1 ena-ptp-05 0000:00:05.0\nptp2 ena-ptp-06\n"), of: .clocks)
        let clocks = facts.clocks.value?.clocks ?? []
        #expect(clocks.map(\.name) == ["KVM virtual PTP", "ena-ptp-05", "ena-ptp-06"])
        #expect(clocks.map(\.address) == [nil, "0000:00:05.0", nil] && clocks.map(\.isENA) == [false, true, true])
    }

    @Test(arguments: [
        ("/dev/ptp_ena", true), ("/dev/ptp0", true), ("/dev/ptp0:extpps", true), ("ens5", true), ("/dev/ptp1", false),
        ("/dev/ptp", false), ("/dev/ptp00", false),
    ]) func `what chrony reads resolves to the clock`(path: String, isOurs: Bool) {
        let status = Self.status(.followed, [.chronyConfiguration: .said("refclock PHC \(path) poll 0\n")])
        #expect(status == (isOurs ? .held : .failed))
    }

    @Test func `one clock is followed, at the stratum next to it, and chrony agrees with itself`() {
        #expect(Self.status(.followed, [.tracking: .network]) == .failed)
        #expect(Self.status(.followed, [.tracking: .tracking(leap: "Not synchronised")]) == .failed)
        #expect(Self.status(.followed, [.tracking: .tracking(reference: "50484330,PHC0,2")]) == .failed)
        #expect(Self.status(.followed, [.tracking: .tracking(leap: "Insert second")]) == .held)
        for state in ["-", "+", "x", "~", "?"] {
            let rows = CommandResult.rows.replacing("#,*", with: "#,\(state)")
            #expect(Self.status(.followed, [.sources: .said(rows)]) == .failed)
        }
        let twice = CommandResult.rows.replacing("^,-", with: "^,*")
        #expect(Self.status(.followed, [.sources: .said(twice)]) == .failed, "two sources are selected")
        #expect(Self.status(.followed, [.sources: .failed("506"), .units: .units(["chronyd": "failed"])]) == .failed)
        #expect(Self.status(.followed, [.sources: .failed("506"), .tracking: .failed("506")]) == .notMeasured)
    }

    @Test func `the load on the device is what chrony's version and lines make of it`() {
        let line = "refclock PHC /dev/ptp_ena poll 0"
        for (lines, version, holds) in [
            ("\(line) dpoll -2", "4.5", true), ("\(line) dpoll -3", "4.5", false), ("\(line) dpoll -3", "4.2", true),
            ("refclock PHC /dev/ptp_ena poll -3", "4.5", false), ("refclock PHC /dev/ptp_ena poll 2", "4.5", true),
            ("\(line) dpoll -2\n\(line) dpoll -2", "4.5", false), ("\(line)\n\(line)", "4.5", true),
        ] {
            let status = Self.status(
                .counters,
                [
                    .chronyConfiguration: .said(lines + "\n"),
                    .chronyVersion: .said("chronyd (chrony) version \(version) (+CMDMON)\n"),
                ]
            )
            #expect((status == .held) == holds, "\(lines) with \(version)")
        }
    }

    @Test func `counters that went back, stand still or fail are told apart`() {
        #expect(Self.status(.counters, [.counters: .counters(good: 50)]) == .notMeasured)
        #expect(Self.status(.counters, [.counters: .counters(good: 100)]) == .failed)
        #expect(Self.status(.counters, [.counters: .counters(good: 1100, expired: 10)]) == .held)
        #expect(Self.status(.counters, [.counters: .counters(good: 1090, expired: 10)]) == .failed)
        #expect(Self.status(.counters, [:]) { $0.before = nil } == .notMeasured)
        let most = Int.max
        #expect(Self.status(.counters, [.counters: .counters(good: most, expired: most, device: most)]) == .notMeasured)
    }
}
