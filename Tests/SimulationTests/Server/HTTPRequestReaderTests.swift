import Simulation
import Testing

/// Requests of HTTP/1.1 as they come over a connection.
@Suite struct HTTPRequestReaderTests {
    @Test func `requests are found however they are cut, one behind the other`() throws {
        let text =
            "POST / HTTP/1.1\r\nHost: here\r\nX-Amz-Target:\tA.B\r\nContent-Length: 5\r\n\r\n1\r\n\r\n"
            + "GET /?Action=B HTTP/1.1\r\nConnection: close\r\n\r\n"
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            var reader = HTTPRequestReader()
            var requests: [ServedRequest] = []
            for piece in [bytes[..<cut], bytes[cut...]] {
                reader.add(Array(piece))
                while let request = try reader.next() { requests.append(request) }
            }
            try #require(requests.count == 2)
            #expect(requests[0].method == "POST" && requests[0].headers["x-amz-target"] == "A.B")
            #expect(requests[0].body == Array("1\r\n\r\n".utf8) && requests[0].staysOpen)
            #expect(requests[1].target == "/?Action=B" && requests[1].body.isEmpty && !requests[1].staysOpen)
        }
    }

    @Test func `an old client's connection ends with its answer`() throws {
        var reader = HTTPRequestReader()
        reader.add(Array("GET / HTTP/1.0\r\n\r\n".utf8))
        #expect(try reader.next()?.staysOpen == false)
    }

    @Test(arguments: [
        ("hello\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        ("GET /" + String(repeating: "a", count: 70_000), 431),
        ("GET / HTTP/1.1\r\nA: " + String(repeating: "a", count: 70_000) + "\r\n\r\n", 431),
    ])
    func `what is no request, or too long, is refused`(text: String, status: Int) {
        var reader = HTTPRequestReader()
        reader.add(Array(text.utf8))
        #expect { _ = try reader.next() } throws: { ($0 as? HTTPRequestReader.BadRequest)?.status == status }
    }
}
