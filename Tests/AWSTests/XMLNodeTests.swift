import AWS
import Testing

@Suite struct XMLNodeTests {
    private static func parse(_ text: String, _ limits: XMLLimits = XMLLimits()) throws(XMLError) -> XMLNode {
        try XMLNode.parse(Array(text.utf8), limits: limits)
    }

    @Test func `an answer of EC2 is read`() throws {
        let answer = try Self.parse(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- a comment -->
            <DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
                <requestId>8f7724cf</requestId>
                <reservationSet>
                    <item><instancesSet><item><instanceId>i-1</instanceId></item></instancesSet></item>
                    <item><instancesSet/></item>
                </reservationSet>
            </DescribeInstancesResponse>
            """
        )
        #expect(answer.name == "DescribeInstancesResponse")
        #expect(answer["requestId"] == XMLNode("requestId", text: "8f7724cf"))
        #expect(answer.list("reservationSet").map { $0.list("instancesSet").count } == [1, 0])
        #expect(answer.list("reservationSet")[0].list("instancesSet")[0]["instanceId"]?.text == "i-1")
        #expect(answer["nothing"] == nil)
        #expect(answer.list("nothing").isEmpty)
    }

    @Test func `lists of STS are made of members, and prefixes are left out`() throws {
        let answer = try Self.parse("<a:R xmlns:a='urn:a'><a:L><a:member>1</a:member><member>2</member></a:L></a:R>")
        #expect(answer.name == "R")
        #expect(answer.list("L").map(\.text) == ["1", "2"])
    }

    @Test(arguments: [
        ("<v/>", ""), ("<v></v>", ""), ("<v> </v>", " "), ("<v>\n a \n</v>", "\n a \n"),
        ("<v>a&amp;b&lt;&#233;</v>", "a&b<é"),
        ("<v><![CDATA[<raw>&]]></v>", "<raw>&"), ("<v>\n  <w/>\n</v>", ""), ("<v>a<!-- not this -->b</v>", "ab"),
        ("\u{FEFF}<v>ß</v>", "ß"), ("<?xml version='1.0' encoding='ISO-8859-1'?><v>ß</v>", "ß"),
        ("<v>\u{1F552}</v>", "🕒"),
    ])
    func `text is what stands in an element`(document: String, text: String) throws {
        #expect(try Self.parse(document).text == text)
    }

    @Test(arguments: [
        ("", 1, "there is nothing but white space"),
        (" \n ", 1, "there is nothing but white space"),
        ("<Response>\n<item>\n", 2, "it does not end where its first element ends"),
        ("<Response>\n<a></b></Response>", 2, "Opening and ending tag mismatch: a line 2 and b"),
        ("<a/><b/>", 1, "it does not end where its first element ends"),
        ("{\"not\": \"XML\"}", 1, "it does not begin with <"),
        ("<a>&undeclared;</a>", 1, "Entity 'undeclared' not defined"),
        ("<!DOCTYPE html>\n<html><body>502</body></html>", 1, "it is an HTML page"),
        ("<HTML><HEAD><TITLE>Error</TITLE>", 1, "it is an HTML page"),
        ("\u{1F}\u{8B}\u{8}\0\0", 1, "it does not begin with <"),
    ])
    func `what is no XML is refused with line and reason`(document: String, line: Int, reason: String) {
        #expect(throws: XMLError(line: line, reason: reason)) { try Self.parse(document) }
    }

    @Test(arguments: [[0xFF, 0xFE], [0], [1], [0xC3]] as [[UInt8]]) func `bytes that no XML has are refused`(
        bytes: [UInt8]
    ) {
        #expect(throws: XMLError.self) { try XMLNode.parse(Array("<a>x".utf8) + bytes + Array("</a>".utf8)) }
    }

    @Test(arguments: [
        ("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;</a>", 2),
        ("<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a/>", 1),
        ("<!DOCTYPE a [<!ENTITY % b SYSTEM 'file:///etc/passwd'> %b;]><a/>", 1),
    ])
    func `declarations are refused before anything is expanded or fetched`(document: String, line: Int) {
        #expect(throws: XMLError(line: line, reason: "it declares a document type")) { try Self.parse(document) }
    }

    @Test func `a billion laughs in another encoding are refused, too`() {
        let entities = (1...9).map { "<!ENTITY l\($0) '" + String(repeating: "&l\($0 - 1);", count: 10) + "'>" }
        let document =
            "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE a [<!ENTITY l0 'ha'>\(entities.joined())]><a>&l9;</a>"
        let wide: [UInt8] = [0xFF, 0xFE] + document.utf16.flatMap { unit in [UInt8(unit & 255), UInt8(unit >> 8)] }
        #expect(throws: XMLError.self) { try XMLNode.parse(wide) }
    }

    @Test func `depth, count and length are bounded`() throws {
        var limits = XMLLimits()
        limits.depth = 3
        limits.elements = 4
        limits.bytes = 32
        #expect(try Self.parse("<a><b><c/></b><d/></a>", limits).children.count == 2)
        #expect(throws: XMLError(line: 1, reason: "elements are nested deeper than 3")) {
            try Self.parse("<a><b><c><d/></c></b></a>", limits)
        }
        #expect(throws: XMLError(line: 1, reason: "there are more than 4 elements")) {
            try Self.parse("<a><b/><b/><b/><b/></a>", limits)
        }
        #expect(throws: XMLError(line: 1, reason: "it is longer than 32 bytes")) {
            try Self.parse("<a>\(String(repeating: " ", count: 26))</a>", limits)
        }
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(throws: XMLError(line: 1, reason: "elements are nested deeper than 64")) { try Self.parse(deep) }
    }

    @Test func `an answer cut off anywhere is never taken for a whole one`() throws {
        let whole = Array("<a><b>x &amp; y</b><c/></a>".utf8)
        for length in whole.indices {
            #expect(throws: XMLError.self) { try XMLNode.parse(Array(whole.prefix(length))) }
        }
        #expect(try XMLNode.parse(whole).children.count == 2)
    }
}
