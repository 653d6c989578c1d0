import Orchestration
import PTP
import PTPTesting
import Shell
import Testing

/// Outputs that did not come through whole.
@Suite struct DamageTests {
    @Test func `an output cut at any byte says nothing that the whole one does not say`() {
        for (index, text) in Self.texts.enumerated() {
            let whole = PastedText(text).outputs
            // Every byte of some, and every seventh of the others: there are many.
            let step = index % 6 < 3 ? 1 : 7
            let problem = stride(from: 0, to: text.count, by: step).lazy.compactMap { length in
                Self.invention(in: Array(text[..<length]), whole: whole)
            }.first
            #expect(problem == nil)
        }
    }

    @Test func `no damage makes a reader fail`() async throws {
        let texts = Self.texts
        try await checkProperty("readers take any bytes", runs: 3_000) { generator in
            OutputDamage.damaged(texts[Int.random(in: texts.indices, using: &generator)], using: &generator)
        } shrink: { text in
            [Array(text.prefix(text.count / 2)), Array(text.dropLast()), Array(text.dropFirst())].filter { $0 != text }
        } refute: { damaged in
            let text = damaged.withoutColours
            for reader in OutputReader.all {
                do throws(Unreadable) { try reader.check(text.span) } catch {
                    guard (0...text.count).contains(error.offset) else {
                        return "\(reader.kind) fails at \(error.offset)"
                    }
                }
            }
            let pasted = PastedText(damaged)
            let lines = damaged.count { $0 == UInt8(ascii: "\n") } + 1
            guard pasted.outputs.allSatisfy({ (1...lines).contains($0.lines.upperBound) }) else {
                return "lines that are not there"
            }
            let facts = pasted.facts()
            let numbers = Self.numbers(facts)
            return numbers.allSatisfy(\.isFinite) ? nil : "\(numbers)"
        }
    }

    @Test func `carriage returns and colours change nothing`() {
        for text in Self.texts {
            let coloured = text.flatMap { byte -> [UInt8] in
                byte == UInt8(ascii: "\n") ? Array("\u{1B}[0m\r\n\u{1B}[1;32m".utf8) : [byte]
            }
            #expect(coloured.withoutColours == text)
            #expect(PastedText(coloured).facts() == PastedText(text).facts())
        }
        #expect(
            Array("a\u{1B}]0;title\u{7}b\u{1B}(Bc\u{1B}[38;5;1".utf8).withoutColours == Array("ab".utf8)
                + Array("Bc".utf8)
        )
    }

    @Test func `megabytes of noise are passed over`() {
        let noise = Array(String(repeating: "Last login: never, from nowhere\n", count: 60_000).utf8)
        let pasted = PastedText(noise + Self.texts[0] + noise)
        #expect(pasted.outputs.count == 1)
        #expect(pasted.facts().tracking.value?.name == "PHC0")
    }

    // MARK: - Fixtures

    private static let texts =
        Answers.pasted.map { Array($0.utf8) } + Transcripts.all.sorted { $0.key < $1.key }.map(\.value.bytes)

    /// What the last output of a cut text says that the whole one does not; of texts a part may be left, and of lists.
    private static func invention(in text: [UInt8], whole: [PastedText.Output]) -> String? {
        let outputs = PastedText(text).outputs
        guard let last = outputs.last, whole.count >= outputs.count, last.kind == whole[outputs.count - 1].kind else {
            return nil
        }
        let expected = Figures(facts(of: whole[outputs.count - 1])).values
        for (name, value) in Figures(facts(of: last)).values {
            let isText = expected[name].map { Double($0) == nil } ?? false || name == "os.version"
            guard let figure = expected[name], figure == value || isText && figure.hasPrefix(value) else {
                return "\(name) is \(value) in \(String(decoding: text, as: UTF8.self))"
            }
        }
        return nil
    }

    private static func facts(of output: PastedText.Output) -> HostFacts {
        var facts = HostFacts()
        if case .answer(let probe) = output.kind {
            facts.read(CommandResult(.exited(0), output: output.text), of: probe)
        }
        return facts
    }

    private static func numbers(_ facts: HostFacts) -> [Double] {
        let tracking = facts.tracking.value.map {
            [
                $0.referenceTime, $0.systemTime, $0.lastOffset, $0.rmsOffset, $0.frequency, $0.residualFrequency,
                $0.skew, $0.rootDelay, $0.rootDispersion, $0.updateInterval,
            ]
        }
        let rows = (facts.sources.value?.rows ?? []).flatMap {
            [$0.adjustedOffset, $0.measuredOffset, $0.estimatedError]
        }
        let statistics = (facts.statistics.value?.rows ?? []).flatMap {
            [$0.frequency, $0.frequencySkew, $0.offset, $0.deviation]
        }
        return (tracking ?? []) + rows + statistics
    }
}
