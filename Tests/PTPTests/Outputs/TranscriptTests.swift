import PTP
import Testing

@Suite(.enabled(if: Transcripts.isThere, "no captures of real machines: set PTP_TRANSCRIPTS to their folder"))
struct TranscriptTests {
    @Test func `captures say exactly what stands in them`() throws {
        var count = 0
        for line in ExpectedFigures.table.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            let capture = try #require(Transcripts.all["\(words[0]).txt"], "\(words[0])")
            let figures = Figures(PastedText(capture.bytes).facts())
            for figure in words.dropFirst() {
                let parts = figure.split(separator: "=", maxSplits: 1).map(String.init)
                #expect(
                    figures.holds(parts[0], parts[1]),
                    "\(words[0]): \(figure), read: \(figures.values[parts[0]] ?? "-")"
                )
                count += 1
            }
        }
        #expect(count >= 60)
    }

    @Test func `what a capture is from is told by its content`() {
        for (name, capture) in Transcripts.all {
            let found = PastedText(capture.bytes).outputs.map { "\($0.kind)" }
            if let reason = Self.exceptions[name] {
                #expect(
                    !found.contains { Self.isExpected($0, capture.kind) },
                    "no exception any more: \(name), \(reason)"
                )
            } else {
                #expect(
                    found.contains { Self.isExpected($0, capture.kind) },
                    "\(name) is from \(capture.kind), found \(found)"
                )
            }
        }
    }

    @Test func `only outputs that were cut by people cannot be read`() {
        for (name, capture) in Transcripts.all {
            let problems = PastedText(capture.bytes).outputs.compactMap(\.problem)
            #expect(problems.isEmpty != Self.cut.keys.contains(name), "\(name): \(problems)")
        }
    }

    @Test func `every reader takes every capture, and what it refuses it refuses within the text`() {
        for (name, capture) in Transcripts.all {
            let text = capture.bytes.withoutColours
            for reader in OutputReader.all {
                do throws(Unreadable) { try reader.check(text.span) } catch {
                    #expect((0...text.count).contains(error.offset), "\(name): \(reader.kind)")
                }
            }
        }
    }

    // MARK: - Fixtures

    /// How the index calls the kinds.
    private static func isExpected(_ kind: String, _ indexKind: String) -> Bool {
        let kinds: [String: [String]] = [
            "chronyc-sources": ["sources"], "chronyc-sources-v": ["sources"], "chronyc-csv-sources": ["sources"],
            "chronyc-tracking": ["tracking"], "chronyc-csv-tracking": ["tracking"], "chronyc-mixed": ["sources"],
            "chronyc-sourcestats": ["sourcestats"], "chronyc-csv-sourcestats": ["sourcestats"],
            "dmesg": ["kernel-log"], "console": ["kernel-log"], "cloud-init": ["kernel-log"],
            "clock-name": ["clocks"], "ls-dev-ptp": ["nodes"], "chronyd-log": ["chrony-log"],
            "chrony-config": ["chrony-files"], "systemctl": ["units"], "uname": ["kernel"], "dkms": ["build"],
            "ethtool-s": ["counters"], "ethtool-t": ["ethtool-t", "hwtimestamp-cfg"],
        ]
        return (kinds[indexKind] ?? [indexKind]).contains(kind)
    }

    private static let exceptions = [
        "al2-eks-adjtimex-synchronized.txt": "adjtimex says nothing about clocks of ours",
        "al2-eks-grep-chrony-conf-new-image-zero.txt": "a count of lines, without a line",
        "al2023-awsdocs-phc-enable-1.txt": "a bare 1, without the command that printed it",
        "rpi-cm5-ptp4u-hardware-timestamping-not-supported.txt": "the log of another program",
    ]

    private static let cut = [
        "al2023-r7i-systemctl-ptp4l-crash-loop.txt": "lines of systemctl without the unit's name",
        "debian-kvm-modinfo-ptp-kvm.txt": "another module",
        "ec2-dpdk-bench-phc0-host-b.txt": "four lines of tracking",
        "ec2-dpdk-bench-phc0-reach-277.txt": "four lines of tracking",
        "ec2-dpdk-bench-phc0-reach-367.txt": "four lines of tracking",
        "kata-dmesg-ptp-no-device.txt": "ls found no device",
        "ubuntu-ec2-ethtool-s-no-ena-counters.txt": "ethtool -S without counters of readings",
    ]
}
