import Orchestration
import PTPTesting
import SSH
import Testing

@Suite struct WireReaderTests {
    /// The examples of RFC 4251, section 5.
    @Test func `numbers and strings are those of the standard`() {
        var reader = WireReader([0x29, 0xB7, 0xF4, 0xAA, 0, 0, 0, 7] + Array("testing".utf8) + [0, 0, 0, 0, 9])
        #expect(reader.number() == 699_921_578)
        #expect(reader.string() == Array("testing".utf8))
        #expect(reader.string() == [])
        #expect(!reader.isAtEnd)
        #expect(reader.byte() == 9 && reader.isAtEnd && reader.byte() == nil)
        #expect(Wire.number(699_921_578) == [0x29, 0xB7, 0xF4, 0xAA])
        #expect(Wire.string([1, 2]) == [0, 0, 0, 2, 1, 2])
    }

    @Test func `what is cut is not read, and nothing is lost by trying`() {
        var reader = WireReader([0, 0, 0, 5, 1, 2, 3, 4])
        #expect(reader.string() == nil)
        #expect(reader.number() == 5)
        #expect(reader.string() == nil)
        #expect(reader.number() == 0x0102_0304 && reader.number() == nil && reader.isAtEnd)
        var enormous = WireReader([0xFF, 0xFF, 0xFF, 0xFF, 1])
        #expect(enormous.string() == nil && enormous.byte() == 0xFF)
    }

    @Test func `strings come back in order, and any cut shows`() async throws {
        try await checkProperty(
            "reading undoes writing",
            generate: { random in
                let strings = (0..<Int.random(in: 0...5, using: &random)).map { _ in randomBytes(0...40, &random) }
                return (strings, random.next())
            },
            refute: { (strings: [[UInt8]], chance: UInt64) in
                let whole = strings.flatMap { Wire.string($0) }
                var reader = WireReader(whole)
                if strings.contains(where: { reader.string() != $0 }) || !reader.isAtEnd { return "not the same" }
                let cut = Int(chance % UInt64(whole.count + 1))
                var rest = WireReader(whole.prefix(cut))
                var read = 0
                while let string = rest.string() {
                    if string != strings[read] { return "string \(read) is not the same before a cut at \(cut)" }
                    read += 1
                }
                return cut < whole.count && read == strings.count ? "a cut at \(cut) does not show" : nil
            }
        )
    }

    @Test(arguments: HostKey.Kind.allCases)
    func `a key that lacks a byte or has one too many is none`(kind: HostKey.Kind) throws {
        let blob = try makeKey(1, kind).blob
        for count in 0..<blob.count { #expect(HostKey(blob: Array(blob.prefix(count))) == nil, "\(count) bytes") }
        #expect(HostKey(blob: blob + [0]) == nil)
    }

    @Test func `any bytes are taken for a key only if they are one`() async throws {
        try await checkProperty(
            "junk is no key",
            generate: { randomBytes(0...60, &$0) },
            refute: { HostKey(blob: $0) == nil ? nil : "it is taken for a key" }
        )
    }
}

func randomBytes(_ count: ClosedRange<Int>, _ random: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: count, using: &random)).map { _ in
        // Small numbers often: they are the lengths that make sense.
        UInt8(truncatingIfNeeded: random.next() & 1 == 0 ? random.next() % 4 : random.next())
    }
}
