import AWS
import Testing

@Suite struct ProfileFileTests {
    private static func read(_ text: String) throws -> [String: [String: String]] {
        try ProfileFile(Array(text.utf8)).sections
    }

    @Test(arguments: [
        ("", [:]),
        ("# nothing\n; at all\n\n", [:]),
        ("[a]\n", ["a": [:]]),
        ("[a]\nx=1\ny = 2 = 3\nz =\n", ["a": ["x": "1", "y": "2 = 3", "z": ""]]),
        ("\u{FEFF}[a]\r\nX = Y\r\n", ["a": ["x": "Y"]]),
        ("[ profile \t dev ] # mine\nx=1", ["profile dev": ["x": "1"]]),
        ("[a]\nx=1\n[b]\ny=2\n[a]\nx=3\nz=4\n", ["a": ["x": "3", "z": "4"], "b": ["y": "2"]]),
        ("[a]\nx=1\nx=2", ["a": ["x": "2"]]),
        ("[a]\nx = 1 # comment\ny = 1#2;3\nz = 4\t; comment\n", ["a": ["x": "1", "y": "1#2;3", "z": "4"]]),
        ("[a]\n  x = 1\n  y = 2\n", ["a": ["x": "1", "y": "2"]]),
        ("[a]\ns3 =\n  x = 1\n  nothing\ny = 2\n", ["a": ["s3": "", "s3.x": "1", "y": "2"]]),
        ("[a]\nx = one\n  two\ny = 3\n", ["a": ["x": "one\ntwo", "y": "3"]]),
        ("[a]\nx = ä\n", ["a": ["x": "ä"]]),
    ])
    func `a file is read`(text: String, expected: [String: [String: String]]) throws {
        #expect(try Self.read(text) == expected)
    }

    @Test(arguments: [
        ("[a]\nCANARY\n", 2, "is neither a section nor a property: it has no \"=\""),
        ("\nCANARY = CANARY\n", 2, "stands before the first section"),
        ("[a]\n = CANARY\n", 2, "has no name before its \"=\""),
        ("[a]\n\n[CANARY\n", 3, "begins a section with \"[\" and does not end it with \"]\""),
        ("[a] CANARY\n", 1, "goes on after the \"]\" of its section"), ("[ ]\n", 1, "begins a section without a name"),
    ])
    func `a line that is wrong is named and not quoted`(text: String, line: Int, problem: String) {
        let error = #expect(throws: ProfileFileError.self) { try Self.read(text) }
        #expect(error?.line == line)
        #expect(error?.problem == problem)
    }

    @Test func `a line that is not text is named`() {
        let error = #expect(throws: ProfileFileError.self) { try ProfileFile(Array("[a]\nx = ".utf8) + [0xFF]) }
        #expect(error?.line == 2)
    }
}
