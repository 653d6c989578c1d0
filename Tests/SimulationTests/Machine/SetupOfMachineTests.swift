import Orchestration
import PTP
import PTPTesting
import Shell
import Simulation
import Testing

/// The real plans on simulated machines.
@Suite struct SetupOfMachineTests {
    @Test(arguments: MachineImage.all)
    func `a plan that was carried out leaves nothing to plan, and restore nothing of ours`(image: MachineImage) throws {
        var bench = Bench(.fresh, image)
        let files = bench.machine.files
        let done = bench.carryOut()
        #expect(bench.plan().steps.isEmpty && bench.plan().blockers.isEmpty, "\(bench.plan()) after \(done)")
        #expect(bench.ask(.sources).hasPrefix("#,*,PHC0"), "\(done)")
        bench.perform(.reboot)
        bench.wait(60)
        #expect(bench.plan().steps.isEmpty && bench.ask(.sources).hasPrefix("#,*,PHC0"), "\(bench.plan())")
        bench.restore()
        #expect(bench.machine.files == files && bench.ask(.changes).hasPrefix("cat: "))
    }

    @Test func `a new kernel without devlink gets the program first, for users who need sudo`() {
        var bench = Bench(.fresh, MachineImage(.ubuntu2404))
        bench.perform(.uninstall(["iproute2"], installing: [], with: .apt))
        #expect(bench.ask(.devlink).contains("sudo: devlink: command not found"))
        if case .missing(.noSuchTool) = bench.facts.devlink {} else { Issue.record("\(bench.facts.devlink)") }
        let done = bench.prove()
        #expect(done.contains("packages") && done.contains("devlink") && !done.contains("build"), "\(done)")
        #expect(Ladder(bench.record.situation).verdict.verdict == .supported)
    }

    @Test(arguments: MachineImage.all)
    func `a machine that shows no clock after all keeps no option`(image: MachineImage) {
        var bench = Bench(.absent, image)
        let done = bench.carryOut()
        #expect(
            Set(done).isDisjoint(with: ["driver-option", "initramfs", "devlink-unit", "devlink-at-start"]),
            "\(done)"
        )
        bench.perform(.reboot)
        bench.wait(60)
        #expect(bench.facts.isEnabled != true)
    }

    @Test(arguments: 0...12) func `a restore that is cut short ends later, and no timer goes off`(steps: Int) {
        for image in [MachineImage(.amazonLinux2023), MachineImage(.debian12), MachineImage(.ubuntu2404)] {
            var bench = Bench(.fresh, image)
            let files = bench.machine.files
            bench.carryOut()
            let boots = bench.machine.boots
            let done = bench.restore(atMost: steps) + bench.restore()
            bench.wait(900)
            #expect(bench.machine.boots == boots, "\(done)")
            #expect(bench.machine.files == files && bench.ask(.changes).hasPrefix("cat: "), "\(done)")
            #expect(!bench.ask(.clocks).contains("ena-ptp-"), "\(done)")
        }
    }

    @Test func `from wherever it was cut off, a plan comes to the same end`() async throws {
        try await checkProperty(
            "set-up goes on from anywhere",
            runs: 200,
            seed: 1,
            generate: { generator in Interruption(&generator) }
        ) { cut in
            var bench = Bench(.fresh, cut.image, seed: cut.seed)
            let files = bench.machine.files
            bench.carryOut(atMost: cut.steps)
            if cut.reboots {
                bench.perform(.reboot)
                bench.wait(60)
            }
            bench.carryOut()
            if !bench.plan().steps.isEmpty { return "left to do: \(bench.plan().steps)" }
            guard bench.ask(.sources).hasPrefix("#,*,PHC0") else { return "it follows \(bench.ask(.sources))" }
            // What was cut off lasts, too.
            bench.perform(.reboot)
            bench.wait(60)
            if !bench.plan().steps.isEmpty { return "left to do after a reboot: \(bench.plan().steps)" }
            guard bench.ask(.sources).hasPrefix("#,*,PHC0") else { return "a reboot loses it: \(bench.ask(.sources))" }
            bench.restore()
            return bench.machine.files == files ? nil : "left behind: \(bench.machine.files)"
        }
    }
}

/// Where a set-up is cut off, and whether the machine starts anew then.
struct Interruption: Sendable, CustomStringConvertible {
    let image: MachineImage
    let seed: UInt64
    let steps: Int
    let reboots: Bool

    init(_ generator: inout SeededGenerator) {
        image = MachineImage.all[Int.random(in: MachineImage.all.indices, using: &generator)]
        seed = generator.next()
        steps = Int.random(in: 0...12, using: &generator)
        reboots = Bool.random(using: &generator)
    }

    var description: String { "\(image) of seed \(seed), cut after \(steps) steps\(reboots ? " by a reboot" : "")" }
}
