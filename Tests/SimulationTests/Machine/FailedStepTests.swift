import PTP
import Simulation
import Testing

/// A step that cannot be done costs what needs it, and nothing else.
@Suite struct FailedStepTests {
    @Test(arguments: ["ethtool", "initramfs", "driver-option", "stop-ntpd", "step"])
    func `what nothing needs is given up, told, and all else is done`(step: String) {
        for image in [MachineImage(.debian12), MachineImage(.amazonLinux2023)] {
            let condition: SimulatedClock =
                switch step {
                case "stop-ntpd": .competingDaemon
                case "step": .slewing
                default: .fresh
                }
            var bench = Bench(condition, image)
            bench.failing = [step]
            let done = bench.prove(samples: 0)
            #expect(bench.ask(.sources).hasPrefix("#,*,PHC0"), "\(step) on \(image): \(done)")
            guard done.contains(step) else { continue }
            #expect(done.count { $0 == step } == 2, "\(done)")
            #expect(
                bench.obstacles.contains {
                    $0.hasPrefix("\(step) was given up, because") && $0.contains("failed: ptp-verify: it is not to be")
                },
                "\(bench.obstacles)"
            )
        }
    }

    @Test(arguments: [
        ("packages", ["build", "reload", "end-rescue"]), ("build", ["reload", "end-rescue"]),
        ("reload", ["end-rescue"]),
    ])
    func `what needs a step that failed is left out, and said to be`(step: String, others: [String]) {
        var bench = Bench(.fresh, MachineImage(.debian12))
        bench.failing = [step]
        let done = bench.prove(samples: 0)
        #expect(done.count { $0 == step } == 2 && Set(done).isDisjoint(with: others), "\(done)")
        #expect(
            !bench.ask(.chronyFiles).contains("refclock") && Set(done).isDisjoint(with: ["driver-option", "initramfs"])
        )
        for other in others {
            #expect(bench.obstacles.contains { $0.hasPrefix("\(other) was left out") }, "\(bench.obstacles)")
        }
    }

    @Test func `chrony never hears of a symlink that is not to be had, and rivals go on where it does not start`() {
        var bench = Bench(.competingDaemon, MachineImage(.debian12))
        bench.failing = ["udev"]
        var done = bench.prove(samples: 0)
        #expect(Set(done).isDisjoint(with: ["chrony-clock", "chrony", "stop-ntpd"]), "\(done)")
        bench = Bench(.competingDaemon, MachineImage(.debian12))
        bench.failing = ["chrony"]
        done = bench.prove(samples: 0)
        #expect(done.contains("ethtool") && !done.contains("stop-ntpd"), "\(done)")
        #expect(bench.ask(.units).contains("Id=ntpd.service\nLoadState=loaded\nActiveState=active\n"))
    }

    @Test func `a host without chrony gets its driver although chrony is not to be had`() {
        var bench = Bench(.fresh, MachineImage(.ubuntu2204))
        guard bench.ask(.access).contains("chronyd=\n") else { return }
        bench.failing = ["chrony-package"]
        bench.prove(samples: 0)
        #expect(bench.ask(.clocks).contains("ena-ptp-"))
    }

    @Test func `a restore undoes what it can, and remembers what it could not`() {
        var bench = Bench(.competingDaemon)
        bench.carryOut()
        bench.failing = ["put-back"]
        let done = bench.restore()
        #expect(done.contains("unit") && !done.contains("forget"), "\(done)")
        #expect(bench.ask(.units).contains("Id=ntpd.service\nLoadState=loaded\nActiveState=active\n"))
        #expect(bench.obstacles.contains { $0.hasPrefix("forget was left out") }, "\(bench.obstacles)")
        bench.failing = []
        bench.restore()
        #expect(bench.ask(.changes).hasPrefix("cat: "))
    }
}
