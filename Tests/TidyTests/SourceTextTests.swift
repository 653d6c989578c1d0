import Testing

@Suite struct SourceTextTests {
    @Test(arguments: [
        (#"a("b", c)"#, #"a(   , c)"#),
        (#"a("\"b", c)"#, #"a(     , c)"#),
        (#"a("\\", c)"#, #"a(    , c)"#),
        (#"a("", c)"#, #"a(  , c)"#),
        (##"a(#"b"c"#, d)"##, ##"a(       , d)"##),
        (##"a(#"\"#, d)"##, ##"a(     , d)"##),
        (#"a("x\(b("y"))z")"#, #"a(    b(   ))  )"#),
        ("a(\"\"\"\nb \"c\"\n\"\"\")", "a(   \n     \n   )"),
        ("a // b \"c\nd", "a        \nd"),
        ("#if b\n#expect(c)", "#if b\n#expect(c)"),
        ("func `a { b`() {", "func        () {"),
        (#"a("https://b") / c // d"#, #"a(           ) / c     "#),
        ("a \"unclosed", "a          "),
        ("a \"b\\", "a    "),
        ("", ""),
    ])
    func `code keeps its place and literals, comments and quoted names are blank`(source: String, code: String) {
        #expect(String(decoding: SourceText(Array(source.utf8)).code, as: UTF8.self) == code)
    }

    @Test func `comments are kept apart`() {
        let text = SourceText(Array(#"a("// no") // yes"#.utf8))
        #expect(String(decoding: text.comments, as: UTF8.self) == "           // yes")
    }
}
