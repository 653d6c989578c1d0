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
        ("/sys/class/ptp/ptp0: ptp_kvm\n/sys/class/ptp/ptp1: ena-ptp-05\n\n\(followed)", .inconclusive),
    ]

    @Test(arguments: pasted.indices) func `an output says what it proves and no more`(number: Int) {
        let (pasted, expected) = Self.pasted[number]
        let (verdict, reason) = Self.verdict(pasted)
        #expect(verdict == expected, "\(reason)")
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
