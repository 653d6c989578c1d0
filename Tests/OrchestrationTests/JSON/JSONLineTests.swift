import Orchestration
import PTPTesting
import Testing

@Suite struct JSONLineTests {
    @Test func `a line agrees with the parser about every member, in any order`() async throws {
        try await checkProperty("JSONLine finds what JSONParser finds", runs: 3_000) { generator in
            var object = JSONObject()
            for name in ["v", "n", "kind", "text", "case"] where generator.chance(2) {
                object[name] = generator.jsonValue(depth: 3)
            }
            return (
                object: object, before: generator.text(),
                names: generator.list(upTo: 8) {
                    $0.pick(["v", "n", "kind", "text", "case", "absent"])
                }
            )
        } refute: { input in
            let text = JSONValue.object(input.object).text()
            let bytes = Array(input.before.utf8) + text + Array("}garbage".utf8)
            let start = input.before.utf8.count
            var line = try JSONLine(bytes, start..<(start + text.count))
            for name in input.names {
                let found = try line.optionalValue(name)
                guard found == input.object[name] else { return "\(name) is \(String(describing: found))" }
            }
            return nil
        }
    }

    @Test func `strings and whole numbers are told apart`() throws {
        let bytes = Array(
            #"{"a":"7","b":7,"c":-7,"d":7.0,"e":null,"f":99999999999999999999,"g":9223372036854775807}"#.utf8
        )
        var line = try JSONLine(bytes, 0..<bytes.count)
        #expect(try line.string("a") == "7")
        #expect(try line.integer("b") == 7)
        #expect(try line.integer("g") == .max)
        for name in ["a", "c", "d", "e", "f", "missing"] {
            #expect(throws: JSONError.self) { try line.integer(name) }
        }
        for name in ["b", "e", "missing"] {
            #expect(throws: JSONError.self) { try line.string(name) }
        }
        #expect(try line.optionalString("missing") == nil)
        #expect(try line.optionalInteger("missing") == nil)
    }

    @Test(arguments: ["", "[]", "1", "{", #"{"a":}"#, #"{"a":1}x"#, #"{"a":1,}"#, #"{"a":1"b":2}"#])
    func `a line that is no object is refused`(text: String) {
        let bytes = Array(text.utf8)
        #expect(throws: JSONError.self) {
            var line = try JSONLine(bytes, 0..<bytes.count)
            try line.finish()
        }
    }

    @Test func `an empty object has no members`() throws {
        let bytes = Array("{ }".utf8)
        var line = try JSONLine(bytes, 0..<bytes.count)
        #expect(try line.optionalValue("a") == nil)
    }
}
