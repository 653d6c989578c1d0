import Orchestration
import PTP
import Simulation
import Testing

/// The proof, and then a reboot, on simulated machines.
@Suite struct RebootOfMachineTests {
    @Test(arguments: MachineImage.all)
    func `what was set up survives a reboot, and the proof stays as it was`(image: MachineImage) {
        var bench = Bench(.fresh, image)
        let boots = bench.machine.boots
        let done = bench.prove(reboots: true)
        #expect(bench.machine.boots == boots + 1 && done.last == "reboot", "\(done)")
        let ladder = Ladder(bench.record.situation)
        #expect(ladder.standing(.survives).status == .held, "\(ladder.standing(.survives).detail)")
        #expect(ladder.verdict.verdict == .supported, "\(ladder.verdict.reason)")
        let ids = bench.record.evidence.map(\.id)
        #expect(Set(ids).count == ids.count && ids.contains("boot-id") && ids.contains("after-reboot-boot-id"))
        let boot = bench.record.evidence.first { $0.id == "boot-id" }?.output
        #expect(boot != bench.record.evidence.first { $0.id == "after-reboot-boot-id" }?.output)
        // Whoever reads the record again comes to the same.
        #expect(HostRecord(bench.record.evidence).situation == bench.record.situation)
    }

    @Test(arguments: MachineImage.all)
    func `a machine that forgets is found out, with the cause`(image: MachineImage) {
        var bench = Bench(.forgetful, image)
        bench.prove(reboots: true)
        let ladder = Ladder(bench.record.situation)
        #expect(ladder.standing(.survives).status == .failed, "\(ladder.standing(.survives).detail)")
        #expect(ladder.verdict.verdict == .partial, "\(ladder.verdict.reason)")
        #expect(Ladder.Rung.proof.allSatisfy { ladder.standing($0).status != .failed })
        let cause = Diagnosis.findings(for: ladder).first
        #expect(cause?.severity == .cause && cause?.evidence.first?.hasPrefix("after a reboot: ") == true)
        #expect(Ladder(HostRecord(bench.record.evidence).situation).verdict == ladder.verdict)
    }

    @Test func `a machine that does not come back costs no proof, and yet nobody knows whether its clock survives`() {
        var bench = Bench()
        bench.prove(reboots: true, isLost: true)
        let ladder = Ladder(bench.record.situation)
        #expect(ladder.standing(.survives).status == .notMeasured)
        #expect(ladder.standing(.survives).detail == "the host did not come back from its reboot: gone")
        #expect(Ladder.Rung.proof.allSatisfy { ladder.standing($0).status == .held })
        #expect(ladder.verdict.verdict == .inconclusive && ladder.verdict.reason.hasSuffix("reboot: gone"))
        #expect(Diagnosis.findings(for: ladder).first?.id == "survival-unseen")
        // Whoever reads the record again comes to the same.
        #expect(Replay.verdict(for: HostRecord(bench.record.evidence).situation) == ladder.verdict)
    }

    @Test func `a machine that would not reboot, or has no clock, is not asked twice`() {
        var bench = Bench()
        bench.failing = ["reboot"]
        #expect(bench.prove(reboots: true).count { $0 == "reboot" } == 1)
        #expect(Ladder(bench.record.situation).standing(.survives).detail == "the host could not be told to reboot")
        #expect(Ladder(bench.record.situation).verdict.verdict == .inconclusive)
        var other = Bench(.absent)
        let boots = other.machine.boots
        #expect(!other.prove(reboots: true).contains("reboot") && other.machine.boots == boots)
        #expect(Ladder(other.record.situation).standing(.survives).detail.hasPrefix("no reboot was tried"))
        var plain = Bench()
        #expect(!plain.prove().contains("reboot"))
        #expect(Ladder(plain.record.situation).verdict.verdict == .supported)
    }
}
