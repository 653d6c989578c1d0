import Testing
import YAML

@Suite struct YAMLReaderTests {
    @Test func `a document keeps order, text and positions`() throws {
        let root = try read("b: 1\na: [x, 'y']\n# comment\nc:\n  - {d: ~}\n")
        #expect(shape(root) == "{b:1,a:[x,'y'],c:[{d:~}]}")
        let entries = try #require(root.entries)
        #expect(entries.map(\.keyMark) == [mark(1, 1), mark(2, 1), mark(4, 1)])
        #expect(entries.map(\.value.mark) == [mark(1, 4), mark(2, 4), mark(5, 3)])
    }

    @Test(arguments: ["", "\n\n", "# only a comment\n", "\u{FEFF}"])
    func `a text without a document is nil`(text: String) throws {
        #expect(try YAMLReader.read(Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        ("\u{FEFF}a: 1", "{a:1}"),
        ("a: |\n  one\n  two\n", "{a:'one\ntwo\n'}"),
        ("a: >-\n  one\n  two\n", "{a:'one two'}"),
        ("a: one\n  two\n", "{a:one two}"),
        ("base: &b {x: 1}\nuse: *b", "{base:{x:1},use:{x:1}}"),
        ("&k key: 1\nother: *k", "{key:1,other:key}"),
        ("b: &b {x: 1, y: 2}\nc: {<<: *b, y: 3}", "{b:{x:1,y:2},c:{y:3,x:1}}"),
        ("c: {<<: [{x: 1}, {x: 2, z: 3}]}", "{c:{x:1,z:3}}"),
        ("'<<': 1", "{<<:1}"),
        ("a: !!str 1\nb: !!int '2'\nc: ! x", "{a:'1',b:2,c:'x'}"),
        ("a: \"\\u00e9\\n\"", "{a:'é\n'}"),
        ("{\"a\":[1,true,null,\"\\/\"]}", "{a:[1,true,null,'/']}"),
        ("a: &x 1\nb: &x 2\nc: *x", "{a:1,b:2,c:2}"),
        ("--- \na: 1\n...\n", "{a:1}"),
    ])
    func `what YAML can express is read`(text: String, expected: String) throws {
        #expect(shape(try read(text)) == expected)
    }

    @Test(arguments: [
        ("a: 1\nb: 2\n a: 3", 3, 3, "mapping values are not allowed in this context"),
        ("a: 1\nb: 2\na: 3", 3, 1, "the key \"a\" is there twice; the first is at line 1, column 1"),
        ("{\"a\": 1,\n \"a\": 2}", 2, 2, "the key \"a\" is there twice; the first is at line 1, column 2"),
        ("a: {<<: {}, <<: {}}", 1, 13, "the merge key << is there twice; the first is at line 1, column 5"),
        ("a: {<<: 1}", 1, 5, "the merge key << needs a mapping or a list of mappings"),
        ("a: {<<: [{}, 1]}", 1, 5, "the merge key << needs a mapping or a list of mappings"),
        ("a: 1\n---\nb: 2", 2, 1, "a second document begins here; only one is read"),
        ("a: *b", 1, 4, "there is no anchor \"&b\" before this alias"),
        ("a: &a [1, *a]", 1, 11, "the alias \"*a\" stands inside the value it refers to"),
        ("x: &a 1\na: &a {b: *a}", 2, 11, "the alias \"*a\" stands inside the value it refers to"),
        ("? [1]\n: 2", 1, 3, "a key must be a single value, not a list or a mapping"),
        ("a: !color red", 1, 4, "the tag !color is not known here; leave it out"),
        ("a: !!set {b}", 1, 4, "the tag tag:yaml.org,2002:set is not known here; leave it out"),
        ("a: [1, 2", 2, 1, "did not find expected ',' or ']' while parsing a flow sequence"),
        ("a:\n\t- 1", 2, 1, "found character that cannot start any token while scanning for the next token"),
        ("é: \u{7F}", 1, 4, "control character U+7F is not allowed"),
        ("a\nb: \u{1B}", 2, 4, "control character U+1B is not allowed"),
        ("a: \u{85}\u{9F}", 1, 5, "control character U+9F is not allowed"),
        ("a: \u{FFFF}", 1, 4, "control character U+FFFF is not allowed"),
    ])
    func `what is wrong is told with its place`(text: String, line: Int, column: Int, message: String) throws {
        let error = try #require(throws: YAMLError.self) { try YAMLReader.read(Array(text.utf8)) }
        #expect(error.message == message)
        #expect(error.mark == mark(line, column))
        #expect(error.description == "line \(line), column \(column): \(message)")
    }

    @Test func `what can be read past hides nothing behind it`() throws {
        let text = "a: 1\na: 2\nb: {c: 1, c: 2}\nd: !color red\n? [1]\n: 2\ne: {<<: 1}\nf: [1\n---\n"
        let broken = YAMLReader.readAll(Array(text.utf8))
        #expect(broken.root == nil)
        #expect(broken.problems.map(\.mark?.description) == ["2:1", "3:11", "4:4", "5:3", "7:5", "9:1"])
        #expect(broken.problems.map(\.repeatedKey) == ["a", "c", nil, nil, nil, nil])

        let whole = YAMLReader.readAll(Array("a: 1\na: 2\nb: 3\n---\nc".utf8))
        #expect(shape(try #require(whole.root)) == "{a:1,b:3}")
        #expect(whole.problems.map(\.mark?.description) == ["2:1", "4:1"])
    }

    @Test func `bytes that are not UTF-8 text are refused with their place`() throws {
        let invalid = try #require(throws: YAMLError.self) { try YAMLReader.read([0x61, 0x0A, 0xC3, 0xA9, 0xFF]) }
        #expect(invalid.description == "line 2, column 2: this is not a text in UTF-8")
        let binary = try #require(throws: YAMLError.self) { try YAMLReader.read([0x7F, 0x45, 0x4C, 0x46, 0]) }
        #expect(binary.description == "line 1, column 5: this is not a text: it contains a zero byte")
    }

    // MARK: - Limits

    @Test func `a long text is refused before it is parsed`() throws {
        var limits = YAMLLimits()
        limits.bytes = 4
        #expect(try YAMLReader.read(Array("a: 1".utf8), limits: limits) != nil)
        let error = try #require(throws: YAMLError.self) {
            try YAMLReader.read(Array("a: 12".utf8), limits: limits)
        }
        #expect(error.message == "the text has 5 bytes; at most 4 are read")
    }

    @Test func `nesting is bounded, flow and block, aliases included`() throws {
        let limits = YAMLLimits(depth: 3)
        #expect(try YAMLReader.read(Array("[[[1]]]".utf8), limits: limits) != nil)
        for text in ["[[[[1]]]]", "- - - - 1", "a: &a [[1]]\nb: [*a]", String(repeating: "[", count: 1_000_000)] {
            let error = try #require(throws: YAMLError.self) {
                try YAMLReader.read(Array(text.utf8), limits: limits)
            }
            #expect(error.message == "lists and mappings are nested more than 3 levels deep")
        }
    }

    @Test func `an alias bomb costs nothing and is refused`() throws {
        var text = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
        for level in 1..<60 {
            let aliases = repeatElement("*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let error = try #require(throws: YAMLError.self) { try YAMLReader.read(Array(text.utf8)) }
        #expect(error.message == "more than 100000 keys and values, aliases expanded")
    }

    @Test func `the nodes of an alias count each time it is used`() throws {
        let limits = YAMLLimits(nodes: 10)
        // Root 1, keys 2, list 3 with its items, then 3 for the alias: 9; a second alias goes beyond.
        #expect(try YAMLReader.read(Array("a: &a [1, 2]\nb: *a".utf8), limits: limits) != nil)
        #expect(throws: YAMLError.self) {
            try YAMLReader.read(Array("a: &a [1, 2]\nb: [*a, *a]".utf8), limits: limits)
        }
    }

    // MARK: - Anything in, a value or an error out

    @Test func `random and mutated texts give a value or an error`() throws {
        var random = Dice(seed: 7)
        let seedText = Array(
            "a: &b {c: [1, 'two', \"\\u00e9\"], <<: *x}\n- |\n  text\n? k\n: *b\n# c\n--- !!str\n...\n%YAML 1.1\n".utf8
        )
        let alphabet = Array("&*[]{},:-?|>'\"#!%@` \n\tab01<~.\\\u{FEFF}é".utf8)
        var outcomes = (values: 0, errors: 0)
        for run in 0..<4000 {
            var bytes = run.isMultiple(of: 2) ? seedText : []
            for _ in 0..<random.below(40) {
                let byte = random.below(8) == 0 ? UInt8(random.below(256)) : alphabet[random.below(alphabet.count)]
                switch (random.below(3), bytes.isEmpty) {
                case (0, false): bytes[random.below(bytes.count)] = byte
                case (1, false): bytes.remove(at: random.below(bytes.count))
                default: bytes.insert(byte, at: random.below(bytes.count + 1))
                }
            }
            do {
                _ = try YAMLReader.read(bytes)
                outcomes.values += 1
            } catch {
                outcomes.errors += 1
                #expect(!error.message.isEmpty, "\(bytes)")
            }
        }
        #expect(outcomes.values > 100 && outcomes.errors > 100)
    }
}
