import Orchestration
import PTPTesting
import Testing

@Suite struct SeededGeneratorTests {
    /// The first outputs for seed 1234567, as published with the reference implementation of SeededGenerator.
    @Test func `the sequence is SeededGenerator`() {
        var generator = SeededGenerator(seed: 1_234_567)
        let drawn = (0..<5).map { _ in generator.next() }
        #expect(
            drawn == [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ]
        )
    }

    @Test func `numbered streams are different and repeat`() {
        let generator = SeededGenerator(seed: 1)
        let first = (0..<1_000).map { number -> UInt64 in
            var stream = generator.derived(number)
            return stream.next()
        }
        var again = generator.derived(999)
        #expect(Set(first).count == 1_000)
        #expect(again.next() == first.last)
    }

    @Test func `what a split generator draws does not move the other`() {
        var left = SeededGenerator(seed: 9)
        var right = SeededGenerator(seed: 9)
        var part = left.split()
        _ = right.split()
        _ = part.next()
        let next = left.next()
        #expect(next == right.next())
        #expect(part.next() != next)
    }
}
