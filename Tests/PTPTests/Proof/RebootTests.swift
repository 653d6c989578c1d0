import Orchestration
import PTP
import Shell
import Testing

/// The last rung: whether all is still so when the host has started anew.
@Suite struct RebootTests {
    @Test func `a clock that is in use again has survived, and only a reboot tells`() {
        #expect(Host.healthy.ladder.standing(.survives).status == .notMeasured)
        let ladder = Host.healthy.rebooted().ladder
        #expect(ladder.standing(.survives).status == .held, "\(ladder.standing(.survives).detail)")
        #expect(ladder.verdict.verdict == .supported)
        #expect(ladder.checks().last?.evidence.contains("after-reboot-clocks") == true)
        #expect(Host.healthy.rebooted().findings == [])
    }

    @Test(arguments: [
        (Probe.clocks, CommandResult.said(""), "no ENA clock"), (.symlink, .absent, "no /dev/ptp_ena"),
        (.reading, .said("0 1000000000 0 900\n"), "advanced 0 ns"), (.tracking, .network, "tracking follows"),
        (.module, .module("2.16.1g", enabled: "0"), "phc_enable is 0"),
    ])
    func `what is missing after a reboot costs the verdict, and is named`(
        probe: Probe,
        answer: CommandResult,
        words: String
    ) {
        // Without its switch the driver shows no clock either.
        let clocks: [Probe: CommandResult?] = probe == .module ? [.clocks: .said("")] : [:]
        let host = Host.healthy.rebooted([probe: answer].merging(clocks.compactMapValues(\.self)) { $1 })
        let (verdict, reason) = host.ladder.verdict
        #expect(host.ladder.standing(.survives).status == .failed)
        #expect(verdict == .partial && reason.contains(words), "\(reason)")
        #expect(host.findings.first?.severity == .cause, "\(host.findings)")
        for rung in Ladder.Rung.proof {
            #expect(host.ladder.standing(rung) == Host.healthy.ladder.standing(rung), "the proof stays")
        }
    }

    @Test func `what had to be set up again did not survive`() {
        let host = Host.healthy.rebooted(toDo: ["chrony-clock: chrony is not told of the clock"])
        #expect(host.verdict == .partial)
        #expect(host.ladder.verdict.reason.contains("to be set up again: chrony-clock"))
        #expect(host.findings.map(\.id) == ["not-lasting"])
        #expect(host.findings.first?.severity == .cause)
    }

    @Test func `what nobody saw after a wanted reboot fails nothing, and leaves the verdict open`() {
        for answer in [nil, CommandResult.failed("sudo: a password is required")] {
            let host = Host.healthy.rebooted([.reading: answer])
            #expect(host.ladder.standing(.survives).status == .notMeasured)
            #expect(host.verdict == .inconclusive)
            #expect(host.findings.first?.id == "survival-unseen" && host.findings.first?.severity == .cause)
        }
        let moment = Timestamp(nanoseconds: 0)
        let gone = Evidence(id: "after-reboot", command: "x", exitStatus: 1, output: "it is away\n", at: moment)
        var situation = Host.healthy.situation
        situation.afterReboot = HostRecord([gone]).situation.afterReboot
        #expect(Ladder(situation).standing(.survives).detail == "it is away")
        #expect(Ladder(situation).verdict.verdict == .inconclusive)
        #expect(Ladder(situation).verdict.reason.hasSuffix("it is away"))
        #expect(Replay.verdict(for: situation) == Ladder(situation).verdict)
        #expect(Ladder.Rung.proof.allSatisfy { Ladder(situation).standing($0).status == .held })
    }

    @Test func `a boot that does not end is not seen to its end, and nothing of it has failed`() {
        let toDo = ["cloud-init: the first boot is not over"]
        for clocks in ["ptp0 ena-ptp-05\n", ""] {
            let host = Host.healthy.rebooted(
                [.cloudInit: .said("status: running\n"), .clocks: .said(clocks)],
                toDo: toDo
            )
            #expect(host.ladder.standing(.survives).status == .notMeasured)
            #expect(host.verdict == .inconclusive && host.ladder.verdict.reason.contains("cloud-init still runs"))
        }
        #expect(Host.healthy.rebooted([.cloudInit: .said("status: running\n")]).verdict == .supported)
    }

    @Test func `a clock that was never in use has nothing to lose`() {
        let host = Host.notFollowed.rebooted([.clocks: .said("")])
        #expect(host.verdict == .partial)
        #expect(host.findings.map(\.id) == Host.notFollowed.findings.map(\.id))
    }
}
