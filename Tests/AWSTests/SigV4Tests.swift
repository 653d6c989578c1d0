import AWS
import Crypto
import Orchestration
import Testing

/// AWS's published test suite for Signature Version 4, and the example in its documentation.
@Suite struct SigV4Tests {
    private static let moment = Timestamp(nanoseconds: 1_440_938_160_000_000_000)
    private static let host = "example.amazonaws.com"
    private static let token = """
        AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRq\
        TflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75Y\
        U9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9K\
        SYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==
        """

    private static func credentials(token: String? = nil) -> AWSCredentials {
        AWSCredentials(
            accessKeyID: "AKIDEXAMPLE",
            secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            sessionToken: token.map { Secret($0) },
            source: "the documentation"
        )
    }

    private static func authorization(_ request: HTTPRequest, token: String? = nil, service: String = "service")
        -> String
    {
        let signer = SigV4(region: "us-east-1", service: service)
        let signed = signer.sign(request, with: credentials(token: token), at: moment)
        return signed.headers.first { $0.name == "Authorization" }?.value ?? ""
    }

    private static func expected(_ headers: String, _ signature: String, service: String = "service") -> String {
        """
        AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/\(service)/aws4_request, \
        SignedHeaders=\(headers), Signature=\(signature)
        """
    }

    @Test(arguments: [
        ("/", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        ("/", "Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        ("/\u{1234}", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
        ("/example space/", "", "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"),
        ("//example//", "", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"),
        ("/example1/example2/../..", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
    ])
    func `paths and queries are signed as in AWS's suite`(path: String, query: String, signature: String) {
        let address = WebAddress(.https, host: Self.host, path: path, query: query)
        #expect(Self.authorization(HTTPRequest(.get, address)) == Self.expected("host;x-amz-date", signature))
    }

    @Test(arguments: [
        (
            [("My-Header1", " value1"), ("My-Header2", " \"a   b   c\" ")], "my-header1;my-header2",
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"
        ),
        (
            [("My-Header1", "value2"), ("My-Header1", "value2"), ("My-Header1", "value1")], "my-header1",
            "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"
        ),
    ])
    func `headers are signed as in AWS's suite`(headers: [(String, String)], names: String, signature: String) {
        let address = WebAddress(.https, host: Self.host)
        let request = HTTPRequest(.get, address, headers: headers.map { (name: $0.0, value: $0.1) })
        #expect(Self.authorization(request) == Self.expected("host;\(names);x-amz-date", signature))
    }

    @Test func `bodies and session tokens are signed as in AWS's suite`() {
        let address = WebAddress(.https, host: Self.host)
        #expect(
            Self.authorization(HTTPRequest(.post, address))
                == Self.expected(
                    "host;x-amz-date",
                    "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
                )
        )
        let form = [(name: "Content-Type", value: "application/x-www-form-urlencoded")]
        #expect(
            Self.authorization(HTTPRequest(.post, address, headers: form, body: Array("Param1=value1".utf8)))
                == Self.expected(
                    "content-type;host;x-amz-date",
                    "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
                )
        )
        #expect(
            Self.authorization(HTTPRequest(.post, address), token: Self.token)
                == Self.expected(
                    "host;x-amz-date;x-amz-security-token",
                    "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"
                )
        )
    }

    @Test func `the example of the documentation is signed as there`() {
        let address = WebAddress(.https, host: "iam.amazonaws.com", query: "Action=ListUsers&Version=2010-05-08")
        let type = [(name: "Content-Type", value: "application/x-www-form-urlencoded; charset=utf-8")]
        #expect(
            Self.authorization(HTTPRequest(.get, address, headers: type), service: "iam")
                == Self.expected(
                    "content-type;host;x-amz-date",
                    "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
                    service: "iam"
                )
        )
    }

    @Test func `a request signed again has the headers of the new signature only`() {
        let signer = SigV4(region: "eu-west-1", service: "ec2")
        let request = HTTPRequest(.post, WebAddress(.http, host: "127.0.0.1", port: 5000), body: [1, 2, 3])
        let later = Self.moment + .seconds(60)
        let first = signer.sign(request, with: Self.credentials(token: "old"), at: Self.moment)
        let second = signer.sign(first, with: Self.credentials(token: "new"), at: later)
        #expect(second.headers.map(\.name) == ["X-Amz-Date", "X-Amz-Security-Token", "Authorization"])
        #expect(second.headers.map(\.value)[..<2] == ["20150830T123700Z", "new"])
        let fresh = signer.sign(request, with: Self.credentials(token: "new"), at: later)
        #expect(second.headers.map(\.value) == fresh.headers.map(\.value))
        #expect(second.body == request.body)
    }
}
