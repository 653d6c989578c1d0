import Orchestration
import PTPTesting
import Testing

@Suite struct JSONTests {
    @Test(arguments: [nil, 0, 2]) func `what is written is read back as the same bytes`(indentation: Int?) async throws
    {
        try await checkProperty("a JSON value survives being written", runs: 3_000) {
            $0.jsonValue(depth: 5)
        } refute: { value in
            let again = try JSONParser.parse(value.text(indentation: indentation))
            // Compared as bytes too: Swift takes differently composed texts for equal.
            return again == value && again.text() == value.text() ? nil : "read as \(again)"
        }
    }

    @Test(arguments: 0x00...0x20) func `every control character is escaped and read back`(code: Int) throws {
        let scalar = try #require(Unicode.Scalar(code))
        let value = JSONValue.string("a\(Character(scalar))b")
        let text = value.text()
        #expect(text.allSatisfy { $0 >= 0x20 })
        #expect(try JSONParser.parse(text) == value)
    }

    @Test func `numbers that are none become null`() {
        let text = JSONValue.array([.number(.nan), .number(.infinity), .number(-.infinity)]).text()
        #expect(String(decoding: text, as: UTF8.self) == "[null,null,null]")
    }

    @Test(arguments: [
        (#""\u00e9""#, "é"), (#""\ud83d\ude00""#, "😀"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (#""\u0000""#, "\0"), (#""\uFFFF""#, "\u{ffff}"),
    ]) func `escapes are understood`(text: String, expected: String) throws {
        #expect(try JSONParser.parse(Array(text.utf8)) == .string(expected))
    }

    @Test(arguments: [
        "", " ", "{", "[1,", "[1,]", "{\"a\":1,}", "[1 2]", "{\"a\" 1}", "{a:1}", "tru", "nulls", "01", "-", "1.", ".5",
        "1e", "+1", "0x1", "1e999", "NaN", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"",
        "\"\\udc00\"", "\"a\nb\"", "[] []", "'a'", "{\"a\":1,\"a\":2}", "\u{feff}1",
    ]) func `what is not JSON is refused with its place`(text: String) {
        let bytes = Array(text.utf8)
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(bytes) }
        #expect((0...bytes.count).contains(error?.offset ?? -1))
    }

    @Test(arguments: [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf5, 0x80, 0x80, 0x80]] as [[UInt8]])
    func `a string that is not UTF-8 is refused`(content: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(throws: JSONError.self) { try JSONParser.parse([quote] + content + [quote]) }
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":["]) func `nesting is limited, not fatal`(open: String) throws {
        let bytes = Array(String(repeating: open, count: 100_000).utf8)
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(bytes) }
        #expect(error?.message.contains("nested deeper") == true)
        #expect(throws: JSONError.self) {
            var line = try JSONLine(bytes, 0..<bytes.count)
            try line.finish()
        }
        let legal = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        #expect(throws: Never.self) { try JSONParser.parse(Array(legal.utf8)) }
    }

    @Test func `bytes changed at random give a value or an error with a place`() async throws {
        try await checkProperty("mutated JSON is a value or an error", runs: 6_000) { generator in
            var bytes = generator.jsonValue(depth: 4).text()
            let scraps = Array(#"{}[]",:\u0e-.tfn"#.utf8) + [0, 0x1f, 0x80, 0xff]
            for _ in 0..<(1 + generator.below(4)) where !bytes.isEmpty {
                let place = generator.below(bytes.count)
                switch generator.below(3) {
                case 0: bytes[place] = generator.pick(scraps)
                case 1: bytes.remove(at: place)
                default: bytes.insert(generator.pick(scraps), at: place)
                }
            }
            return bytes
        } refute: { bytes in
            do throws(JSONError) {
                let value = try JSONParser.parse(bytes)
                return try JSONParser.parse(value.text()) == value ? nil : "\(value) does not survive"
            } catch {
                guard let offset = error.offset, (0...bytes.count).contains(offset) else { return "no place: \(error)" }
                return nil
            }
        }
    }

    @Test func `an object with very many members is read in reasonable time`() throws {
        let members = (0..<50_000).map { "\"key\($0)\":\($0)" }.joined(separator: ",")
        let clock = ContinuousClock()
        let time = try clock.measure {
            let object = try JSONParser.parse(Array("{\(members)}".utf8)).object
            #expect(object?.members.count == 50_000)
        }
        // Comparing every key with every other takes minutes in a debug build.
        #expect(time < .seconds(10))
    }

    @Test func `a repeated key is found in small and large objects`() {
        for count in [1, 2, 20, 100] {
            let members = (0..<count).map { "\"key\($0)\":0" } + ["\"key0\":1"]
            let text = "{\(members.joined(separator: ","))}"
            #expect(throws: JSONError.self) { try JSONParser.parse(Array(text.utf8)) }
        }
    }
}
