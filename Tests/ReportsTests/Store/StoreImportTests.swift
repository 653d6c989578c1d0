import Foundation
import Orchestration
import Reports
import Testing

/// What is imported is taken whole or not at all, and the message names the place.
@Suite struct StoreImportTests {
    private static let header = #"{"format":"ptp-verify results","version":1,"runs":2}"#
    private static let first = String(decoding: JSONValue.object(RunResults.small("one").json).text(), as: UTF8.self)
    private static let second = String(decoding: JSONValue.object(RunResults.small("two").json).text(), as: UTF8.self)

    @Test(arguments: [
        ("", "import memory, line 0", "there is nothing in it"),
        ("\n\n", "import memory, line 0", "there is nothing in it"),
        ("not JSON", "import memory, line 1, byte 1", "not a JSON value"),
        ("[1]", "import memory, line 1", "it is no object"),
        ("{}", "import memory, line 1", "this is no export"),
        (#"{"format":"ptp-verify results"}"#, "import memory, line 1", "\"version\" is missing"),
        (#"{"format":"ptp-verify results","version":2,"runs":0}"#, "import memory, line 1", "is of version 2"),
        (first, "import memory, line 1", "this is no export"),
        (header, "import memory, line 1", "there are 0 of 2 runs: the end of it is missing"),
        ("\(header)\n\(first)", "import memory, line 2", "there are 1 of 2 runs"),
        ("\(header)\n\(first)\n\(second)\n\(first)", "import memory, line 4", "there are more than 2 runs"),
        ("\(header)\n\(first)\n\(second.dropLast(7))", "import memory, line 3, byte ", "a string without an end"),
        ("\(header)\n\(first)\n\(second.dropLast(1)),\"run\":\"x\"}", "import memory, line 3", "stands twice"),
    ])
    func `an export that is none, or not whole`(text: String, attempt: String, happened: String) throws {
        try refuses(text, attempt: attempt, happened: happened)
    }

    @Test(arguments: [
        (#""format":1"#, #""format":9"#, "the results are in form 9; this version reads form 1"),
        (#""exit_code":"#, #""exit_code":"","#, ""),
        (#""exit_code":"#, #""exit_code":NaN,"x":"#, "not a JSON value"),
        (#""exit_code":"#, #""exit_code":1e999,"x":"#, "a number out of range"),
        (#""exit_code":"#, #""exit_code":0.5,"x":"#, "\"exit_code\" has an unexpected value"),
        (#""started":""#, #""started":"yesterday","x":""#, "\"started\" has an unexpected value"),
        (#""cases":["#, #""cases":[7,"#, "\"cases\" holds something that is no object"),
        (#""cases":["#, #""cases":{"a":"#, ""),
        (#""status":""#, #""status":"superb","x":""#, "\"status\" has an unexpected value"),
        (#""quantity":"#, #""quantity":-1,"x":"#, "\"quantity\" is not a whole number"),
        (#""index":"#, #""index":99,"x":"#, "case 99 of"),
        (
            #""figures":{"#, #""figures":{"offset_x":{"value":"fast","unit":"s"},"#,
            "the figure \"offset_x\" has no value"
        ),
        (#""run":"#, #""rum":"#, "\"run\" is missing"),
    ])
    func `a run with a value that is none`(part: String, replacement: String, happened: String) throws {
        let range = try #require(Self.second.firstRange(of: part))
        let broken = Self.second.replacingCharacters(in: range, with: replacement)
        try refuses("\(Self.header)\n\(Self.first)\n\(broken)\n", attempt: "import memory, line 3", happened: happened)
    }

    @Test func `what is not UTF-8 is refused`() throws {
        let folder = try StoreFolder()
        let store = try ResultsStore(folder.store)
        try store.add(.small("old"))
        var bytes = try store.exported()
        let place = try #require(bytes.lastIndex(of: UInt8(ascii: "o")))
        bytes[place] = 0xFF
        let error = #expect(throws: RunError.self) { try store.take(bytes) }
        #expect(error?.description.contains("a string that is not UTF-8") == true, "\(String(describing: error))")
    }

    @Test func `a piece that cannot be read takes everything back`() throws {
        struct Unreadable: Error {}
        let folder = try StoreFolder()
        let store = try ResultsStore(folder.store)
        var pieces = [Array("\(Self.header)\n\(Self.first)\n".utf8)][...]
        #expect(throws: Unreadable.self) {
            try store.importLines(of: "memory") {
                guard let piece = pieces.popFirst() else { throw Unreadable() }
                return piece
            }
        }
        #expect(try store.counts() == (0, 0))
    }

    private func refuses(_ text: String, attempt: String, happened: String) throws {
        let folder = try StoreFolder()
        let store = try ResultsStore(folder.store)
        try store.add(.small("old"))
        let error = #expect(throws: RunError.self) { try store.take(Array(text.utf8)) }
        #expect(error?.attempt.hasPrefix(attempt) == true, "\(String(describing: error))")
        #expect(error?.happened.contains(happened) == true || happened.isEmpty, "\(String(describing: error))")
        #expect(error?.next.hasPrefix("Nothing was imported.") == true)
        #expect(try store.runs().map(\.runID) == ["old"])
    }
}
