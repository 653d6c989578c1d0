import Orchestration
import PTP
import Shell
import Testing

/// What follows from outputs that somebody handed in.
@Suite struct ReplayTests {
    private static func verdict(_ pasted: String) -> (verdict: Verdict, reason: String) {
        var situation = Situation()
        situation.facts = PastedText(Array(pasted.utf8)).facts()
        return Replay.verdict(for: situation)
    }

    private static let clock = "/sys/class/ptp/ptp0: ena-ptp-05\n"
    private static let followed = "#* PHC0                          0   0   377     1   +125ns[ +151ns] +/- 5032ns\n"
    private static let enhanced = "^- 169.254.169.123               1   4   377     8    -18us[  -18us] +/-  115us\n"
    private static let ordinary = "^* 169.254.169.123               3   4   377     8    -18us[  -18us] +/-  427us\n"

    private static let selected = enhanced.replacing("^-", with: "^*")
    private static let unused = ordinary.replacing("^*", with: "^-")
    private static let pasted: [(String, Verdict)] = [
        ("", Verdict.inconclusive), (followed, .inconclusive), ("\(followed)\(enhanced)", .supported),
        (clock, .inconclusive),
        (selected, .partial), (ordinary, .inconclusive), (enhanced, .inconclusive),
        ("\(followed)\(unused)", .inconclusive), ("\(clock)\n\(followed)", .supported),
        ("/sys/class/ptp/ptp0: KVM virtual PTP\n\n\(followed)\(enhanced)", .partial),
        // What chrony reads is known to be another clock, whatever tracking would say.
        (
            "/sys/class/ptp/ptp0: ptp_kvm\n/sys/class/ptp/ptp1: ena-ptp-05\n\n"
                + "refclock PHC /dev/ptp0 poll 0\n\n\(followed)",
            .partial
        ),
        // A reference clock of another name may be any.
        ("\(followed.replacing("PHC0", with: "PTP0"))\(enhanced)", .inconclusive),
        ("/sys/class/ptp/ptp0: ptp_kvm\n/sys/class/ptp/ptp1: ena-ptp-05\n\n\(followed)", .inconclusive),
    ]

    @Test(arguments: pasted.indices) func `an output says what it proves and no more`(number: Int) {
        let (pasted, expected) = Self.pasted[number]
        let (verdict, reason) = Self.verdict(pasted)
        #expect(verdict == expected, "\(reason)")
    }

    /// What mails, logs and scripts make of lines.
    private static let wrapped: [(String, @Sendable (String) -> String)] = [
        ("a mail", { "> \($0)" }), ("a mail in a mail", { ">> \($0)" }), ("another mail", { "> > \($0)" }),
        ("a script", { "2026-07-02T10:11:12.123Z \($0)" }), ("a log", { "[2026-07-02 10:11:12] \($0)" }),
        ("the journal", { "Jul  2 10:11:12 ip-10-0-0-1 check[912]: \($0)" }), ("ts", { "Jul 02 10:11:12 \($0)" }),
    ]

    @Test(arguments: wrapped.indices) func `what stands in front of lines changes nothing`(number: Int) {
        let text = "/sys/class/ptp/ptp0: ena-ptp-05\n\(Self.followed)\(Self.enhanced)"
        let (name, wrap) = Self.wrapped[number]
        let lines = text.split(separator: "\n").map { wrap(String($0)) }.joined(separator: "\n") + "\n"
        let pasted = PastedText(Array(lines.utf8))
        #expect(pasted.facts() == PastedText(Array(text.utf8)).facts(), "\(name)")
        #expect(pasted.outputs.map(\.lines) == PastedText(Array(text.utf8)).outputs.map(\.lines))
        #expect(Self.verdict(lines).verdict == .supported)
    }

    private static let doubtful = [
        // A clock that is not in use, or not in good use.
        "\(followed.replacing("377     1", with: "  0   29m"))\(enhanced)",
        "\(followed.replacing("377     1", with: "377   29m"))\(enhanced)",
        "\(followed.replacing("+125ns[", with: "+890ms["))\(enhanced)",
        // A host without the hardware, whatever is listed.
        "\(clock)\n\(followed)\(unused.replacing("^-", with: "^x"))",
        // A source that the clock contradicts.
        "\(followed)\(enhanced.replacing("-18us[", with: "+37s["))",
        "\(followed)\(enhanced.replacing("-18us[", with: "-1000ms["))",
        // Another clock, which chrony may be reading.
        "\(followed)\(enhanced)\n[    5.100000] ptp_kvm: registered\n",
        "\(followed)\(enhanced)\ncrw-------. 1 root root 245, 0 May 29 17:34 /dev/ptp_kvm\n",
        "\(followed)\(enhanced)\nrefclock PHC /dev/ptp_hyperv poll 0\n",
    ]

    @Test(arguments: doubtful.indices) func `a selected clock is no proof where something speaks against it`(
        number: Int
    ) {
        var situation = Situation()
        situation.facts = PastedText(Array(Self.doubtful[number].utf8)).facts()
        #expect(situation.facts.sources.value?.rows.count == 2)
        let (verdict, reason) = Replay.verdict(for: situation)
        #expect(verdict == .inconclusive && reason.hasPrefix("chrony "), "\(verdict): \(reason)")
    }

    private static let undoubted = [
        "\(followed.replacing("377     1", with: "277     4"))\(enhanced)",
        "\(followed)\(enhanced.replacing("-18us[", with: "-10ms["))",
        "\(followed)\(enhanced.replacing("^-", with: "^x"))",
        "\(followed)\(enhanced)\n[    5.100000] kvm-clock: using sched offset of 5 cycles\n",
        "\(followed)\(enhanced)\nrefclock PHC /dev/ptp_ena poll 0\n",
    ]

    @Test(arguments: undoubted.indices) func `what comes close to a doubt is none`(number: Int) {
        let (verdict, reason) = Self.verdict(Self.undoubted[number])
        #expect(verdict == .supported, "\(reason)")
    }

    @Test func `texts that answer no question can tell of another clock, unless chrony is known to read the ENA's`() {
        var situation = Situation()
        situation.facts = PastedText(Array("\(Self.followed)\(Self.enhanced)".utf8)).facts()
        #expect(Replay.verdict(for: situation).verdict == .supported)
        situation.others = ["filename: /lib/modules/x/kernel/drivers/ptp/ptp_kvm.ko"]
        #expect(Replay.verdict(for: situation).verdict == .inconclusive)
        let known = "\(Self.clock)\n\(Self.followed)\(Self.enhanced)\nrefclock PHC /dev/ptp0 poll 0\n"
        situation.facts = PastedText(Array(known.utf8)).facts()
        #expect(Replay.verdict(for: situation).verdict == .supported)
    }

    @Test(.enabled(if: Transcripts.isThere)) func `only captures of a working clock come out as supported`() {
        var agreements: [String: Int] = [:]
        for capture in Transcripts.all.values.sorted(by: { $0.name < $1.name }) {
            var situation = Situation()
            situation.facts = PastedText(capture.bytes).facts()
            let (verdict, reason) = Replay.verdict(for: situation)
            if verdict == .supported { #expect(capture.verdict == "supported", "\(capture.name): \(reason)") }
            if verdict == .partial { #expect(capture.verdict == "partial", "\(capture.name): \(reason)") }
            if verdict == .unsupported { #expect(capture.verdict == "unsupported", "\(capture.name): \(reason)") }
            if "\(verdict)" == capture.verdict { agreements[capture.verdict, default: 0] += 1 }
        }
        #expect(agreements["supported", default: 0] >= 3, "\(agreements)")
        #expect(agreements["partial", default: 0] >= 3, "\(agreements)")
    }
}
