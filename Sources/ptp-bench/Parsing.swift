import Dispatch
import Files
import Glibc
import Orchestration
import PTP
import Synchronization

/// Damaged outputs of real machines, each through all readers.
enum Parsing {
    private static let count = 1_000_000

    static func measure(workers: Int) throws -> [Figure] {
        let found = try captures()
        let texts = found.isEmpty ? samples : found
        let what = found.isEmpty ? "damaged outputs through all readers" : "damaged captures through all readers"
        let understood = Atomic(0)
        let (elapsed, _) = seconds {
            DispatchQueue.concurrentPerform(iterations: workers) { worker in
                let read = read(texts, count: count / workers, generator: SeededGenerator(seed: 1).derived(worker))
                understood.add(read, ordering: .relaxed)
            }
        }
        // Most damaged texts are still something: logs always are.
        precondition(understood.load(ordering: .relaxed) > count, "readers that read")
        return [.atLeast(50_000, what, Double(count) / elapsed, "per second")]
    }

    private static func read(_ texts: [[UInt8]], count: Int, generator: SeededGenerator) -> Int {
        var generator = generator
        let readers = OutputReader.all
        var understood = 0
        for index in 0..<count {
            let text = OutputDamage.damaged(texts[index % texts.count], using: &generator).withoutColours
            for reader in readers {
                do throws(Unreadable) {
                    try reader.check(text.span)
                    understood += 1
                } catch {
                    precondition((0...text.count).contains(error.offset), "an error within the text")
                }
            }
        }
        return understood
    }

    /// What people published from real machines, where it is at hand.
    private static func captures() throws -> [[UInt8]] {
        let folder =
            unsafe getenv("PTP_TRANSCRIPTS").map { unsafe String(cString: $0) } ?? "../shared/domain/transcripts"
        guard Files.isDirectory(folder) else { return [] }
        return try Files.names(in: folder).filter { $0.hasSuffix(".txt") }.sorted().map {
            try Files.read("\(folder)/\($0)", limit: 1 << 20)
        }
    }

    /// What is measured with where there are no captures.
    private static let samples: [[UInt8]] = [
        """
        MS Name/IP address         Stratum Poll Reach LastRx Last sample
        ===============================================================================
        #* PHC0                          0   0   377     0   +184ns[ +198ns] +/- 5032ns
        ^- 169.254.169.123               1   4   377     8    -18us[  -18us] +/-  115us
        """,
        """
        Reference ID    : 50484330 (PHC0)
        Stratum         : 1
        Ref time (UTC)  : Wed Nov 15 18:24:30 2023
        System time     : 0.000000014 seconds fast of NTP time
        Last offset     : +0.000000000 seconds
        RMS offset      : 0.000000060 seconds
        Frequency       : 6.614 ppm fast
        Residual freq   : +0.000 ppm
        Skew            : 0.019 ppm
        Root delay      : 0.000010000 seconds
        Root dispersion : 0.000001311 seconds
        Update interval : 1.0 seconds
        Leap status     : Normal
        """,
        """
        50484330,PHC0,1,1709727533.139866748,0.000004315,-0.000003372,0.000002759,1.274,-0.005,0.161,\
        0.000000001,0.000029493,8.0,Normal
        """,
        "driver: ena\nversion: 2.12.3g\nfirmware-version:\nbus-info: 0000:00:05.0\nsupports-statistics: yes\n",
        "filename:       /lib/modules/ena.ko\nversion:        2.16.1g\nparm:           phc_enable:Enable PHC.\n",
    ].map { Array($0.utf8) }
}
