import AWS
import Testing

@Suite struct WebAddressTests {
    @Test(arguments: [
        ("http://127.0.0.1:5000", "127.0.0.1", 5000, "/", ""),
        ("https://ec2.eu-west-1.amazonaws.com/", "ec2.eu-west-1.amazonaws.com", nil, "/", ""),
        ("HTTP://[::1]:80/a/b?c=d&e", "[::1]", 80, "/a/b", "c=d&e"),
        ("http://host?q", "host", nil, "/", "q"), ("http://host/p#fragment", "host", nil, "/p", ""),
    ])
    func `an address is read`(text: String, host: String, port: Int?, path: String, query: String) throws {
        let address = try #require(WebAddress(text))
        #expect((address.host, address.port) == (host, port))
        #expect((address.path, address.query) == (path, query))
    }

    @Test(arguments: [
        "", "host", "ftp://host", "http://", "http://:80", "http://host:", "http://host:0", "http://host:65536",
        "http://host:x", "http://user:password@host", "http://[::1", "http://[]",
    ])
    func `what is no address is refused`(text: String) { #expect(WebAddress(text) == nil) }

    @Test func `the host header leaves out the port of the scheme`() {
        #expect(WebAddress("https://h:443/")?.authority == "h")
        #expect(WebAddress("http://h:443/")?.authority == "h:443")
        #expect(WebAddress("http://[::1]:5000/x?y")?.description == "http://[::1]:5000/x?y")
    }
}
