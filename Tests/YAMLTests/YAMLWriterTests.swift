import Testing
import YAML

@Suite struct YAMLWriterTests {
    @Test func `collections are laid out in blocks`() {
        var writer = YAMLWriter()
        writer.beginMapping()
        writer.key("run")
        writer.string("r1")
        writer.key("cases")
        writer.beginSequence()
        writer.beginMapping()
        writer.key("id")
        writer.string("c7i.large#1")
        writer.key("rungs")
        writer.beginSequence()
        writer.int(1)
        writer.double(0.5)
        writer.endSequence()
        writer.key("none")
        writer.beginMapping()
        writer.endMapping()
        writer.endMapping()
        writer.beginSequence()
        writer.bool(true)
        writer.null()
        writer.endSequence()
        writer.beginSequence()
        writer.endSequence()
        writer.endSequence()
        writer.endMapping()
        #expect(
            String(decoding: writer.finish(), as: UTF8.self) == """
                run: r1
                cases:
                  - id: c7i.large#1
                    rungs:
                      - 1
                      - 0.5
                    none: {}
                  - - true
                    - null
                  - []

                """
        )
    }

    @Test(arguments: [
        "", " ", "no", "No", "YES", "on", "y", "n", "true", "FALSE", "null", "Null", "~", "=", "<<", "0x1", "1e3",
        "0o7", "1_000", "+1", "-1", ".5", ".inf", ".nan", "nan", "1:30", "2026-01-02", "2026-01-02T03:04:05Z", "12",
        " a", "a ", "a:", "a: b", "a #b", "- a", "-", "? a", "[a", "{a", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a",
        "'a", "---", "...", "a:b", "#a", ",",
    ])
    func `what a reader could mistake is quoted`(text: String) {
        #expect(written(text) == "\"\(text)\"\n")
    }

    @Test(arguments: [
        "a", "c7i.large#1", "run-2026", "two words", "/dev/ptp0", "_x", "nobody", "yesterday", "é", "漢字",
        "a, b [c] {d}",
        "it's", "all 100% of it", "a&b*c!d|e>f%g@h`i=j",
    ])
    func `what nobody can mistake stays plain`(text: String) {
        #expect(written(text) == "\(text)\n")
    }

    @Test(arguments: [
        ("a\nb", "\"a\\nb\""), ("say \"x\"", "\"say \\\"x\\\"\""), ("a\\b", "\"a\\\\b\""), ("\t", "\"\\t\""),
        ("\0\u{1B}\u{7F}", "\"\\u0000\\u001b\\u007f\""), ("a\u{85}b", "\"a\\u0085b\""),
        ("\u{2028}–", "\"\\u2028–\""), ("\u{FEFF}x", "\"\\ufeffx\""), ("20 °C – “ok” 🎉", "\"20 °C – “ok” 🎉\""),
    ])
    func `special characters are escaped, other Unicode is kept`(text: String, expected: String) {
        #expect(written(text) == expected + "\n")
    }

    @Test(arguments: [
        (0, "0.0"), (-1.5, "-1.5"), (1e16, "1.0e+16"), (1e-7, "1.0e-07"), (1.25e300, "1.25e+300"),
        (.infinity, ".inf"), (-.infinity, "-.inf"), (.nan, ".nan"),
    ])
    func `numbers have a point and a signed exponent, as YAML 1.1 wants`(value: Double, expected: String) {
        var writer = YAMLWriter()
        writer.double(value)
        #expect(String(decoding: writer.finish(), as: UTF8.self) == expected + "\n")
    }

    @Test func `a key too long for a simple one is announced`() throws {
        let key = String(repeating: "k", count: 3000)
        var writer = YAMLWriter()
        writer.beginSequence()
        writer.beginMapping()
        writer.key(key)
        writer.beginMapping()
        writer.key("a")
        writer.int(1)
        writer.endMapping()
        writer.key("b")
        writer.int(UInt64.max)
        writer.endMapping()
        writer.endSequence()
        let root = try #require(try YAMLReader.read(writer.finish()))
        #expect(shape(root) == "[{\(key):{a:1},b:18446744073709551615}]")
    }

    @Test func `random trees read back as they were written`() throws {
        for seed in 0..<400 {
            var random = Dice(seed: UInt64(seed))
            let tree = Tree.random(&random, depth: 5)
            var writer = YAMLWriter()
            tree.write(to: &writer)
            let bytes = writer.finish()
            let root = try #require(try YAMLReader.read(bytes), "seed \(seed)")
            let read = shape(root) { $0.isPlain && ($0.isNull || Int($0.text) != nil) }
            #expect(read == tree.shape, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    private func written(_ text: String) -> String {
        var writer = YAMLWriter()
        writer.string(text)
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}

// MARK: - Fixtures

/// A value to write; its shape is what the reader must see.
private indirect enum Tree {
    case string(String)
    case int(Int)
    case null
    case sequence([Tree])
    case mapping([(String, Tree)])

    static func random(_ dice: inout Dice, depth: Int) -> Tree {
        switch dice.below(depth == 0 ? 4 : 7) {
        case 0: return .null
        case 1: return .int(dice.below(1000) - 500)
        case 2, 3: return .string(text(&dice))
        case 4: return .sequence((0..<dice.below(4)).map { _ in random(&dice, depth: depth - 1) })
        default:
            // A number in front keeps the keys of one mapping apart.
            return .mapping((0..<dice.below(4)).map { ("\(text(&dice))\($0)", random(&dice, depth: depth - 1)) })
        }
    }

    private static func text(_ dice: inout Dice) -> String {
        let alphabet = Array("aZ09 -:#?,[]{}&*!|>'\"%@`~=<.\\\n\r\t\u{0}\u{7F}\u{85}\u{A0}é漢\u{2028}\u{FEFF}\u{FFFE}🎉")
        return String((0..<dice.below(12)).map { _ in alphabet[dice.below(alphabet.count)] })
    }

    var shape: String {
        switch self {
        case .string(let text): "'\(text)'"
        case .int(let value): "\(value)"
        case .null: "null"
        case .sequence(let items): "[\(items.map(\.shape).joined(separator: ","))]"
        case .mapping(let entries): "{\(entries.map { "\($0):\($1.shape)" }.joined(separator: ","))}"
        }
    }

    func write(to writer: inout YAMLWriter) {
        switch self {
        case .string(let text): writer.string(text)
        case .int(let value): writer.int(value)
        case .null: writer.null()
        case .sequence(let items):
            writer.beginSequence()
            for item in items { item.write(to: &writer) }
            writer.endSequence()
        case .mapping(let entries):
            writer.beginMapping()
            for (key, value) in entries {
                writer.key(key)
                value.write(to: &writer)
            }
            writer.endMapping()
        }
    }
}
