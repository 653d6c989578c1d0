import AWS
import Testing

/// What comes back when something goes wrong: the right class, the right words, and doubt exactly where there is some.
@Suite struct BadAnswerTests {
    private static let html = "<html><head><title>502 Bad Gateway</title></head><body>CANARY</body></html>"
    private static let cut = "<RunInstancesResponse><instancesSet><item><instanceId>i-1</instanceId>"

    /// Body, status, content type, and the codes of a call that only asks and of one that changes something.
    private static let answers: [(body: String, status: Int, type: String, asking: String, changing: String)] = [
        (html, 200, "text/html", AWSError.foreignAnswer, AWSError.foreignAnswer),
        (html, 403, "text/html", AWSError.foreignAnswer, AWSError.foreignAnswer),
        (html, 407, "", AWSError.foreignAnswer, AWSError.foreignAnswer),
        (html, 502, "text/html; charset=utf-8", AWSError.foreignAnswer, AWSError.lostResponse),
        (cut, 200, "text/xml", AWSError.unreadableAnswer, AWSError.lostResponse),
        ("", 200, "text/xml", AWSError.unreadableAnswer, AWSError.lostResponse),
        ("", 503, "", AWSError.unreadableAnswer, AWSError.lostResponse),
        ("", 400, "", AWSError.unreadableAnswer, AWSError.unreadableAnswer),
        ("not XML CANARY", 200, "text/plain", AWSError.unreadableAnswer, AWSError.lostResponse),
        ("<Other/>", 500, "text/xml", AWSError.unreadableAnswer, AWSError.lostResponse),
        ("<RunInstancesResponse/>", 200, "text/xml", "", AWSError.lostResponse),
    ]

    @Test(arguments: answers)
    func `an answer that is none has its class`(
        answer: (body: String, status: Int, type: String, asking: String, changing: String)
    ) async throws {
        let response = HTTPResponse(
            status: answer.status,
            headers: ["content-type": answer.type],
            body: Array(answer.body.utf8)
        )
        let client = try EC2Client(.scripted(ScriptedTransport([.success(response), .success(response)])))
        let asked = await failure { () throws(AWSError) in try await client.describeInstances(.name("n")) }
        #expect((asked?.code ?? "") == answer.asking)
        let changed = await failure { () throws(AWSError) in try await client.runInstance(.example) }
        #expect(changed?.code == answer.changing)
        #expect(changed?.description.contains("CANARY") == false)
        #expect(changed?.status == answer.status || answer.body == "<RunInstancesResponse/>")
    }

    @Test(arguments: HTTPFailure.Kind.allCases, [true, false])
    func `a failure of the network leaves doubt only about what changes something`(
        kind: HTTPFailure.Kind,
        isInDoubt: Bool
    ) async throws {
        let broken = HTTPFailure(kind, mayHaveTakenEffect: isInDoubt, reason: "words")
        let client = try EC2Client(.scripted(ScriptedTransport([.failure(broken), .failure(broken)])))
        let asked = await failure { () throws(AWSError) in try await client.describeInstances(.name("n")) }
        #expect(asked?.code != AWSError.lostResponse && asked?.message == "words")
        #expect(asked?.kind == (kind == .cancelled ? .cancelled : .network))
        let changed = await failure { () throws(AWSError) in try await client.runInstance(.example) }
        #expect((changed?.code == AWSError.lostResponse) == isInDoubt)
    }

    @Test func `a page of a proxy and a wrong certificate are not tried again, a gateway's trouble is`() {
        func error(_ code: String, _ status: Int? = nil) -> AWSError {
            AWSError(code: code, message: "", action: "DescribeInstances", status: status)
        }
        #expect(!error(AWSError.foreignAnswer, 200).isWorthRetrying && !error("ptp-verify.NotTrusted").isWorthRetrying)
        #expect(error(AWSError.foreignAnswer, 502).isWorthRetrying && error("ptp-verify.TimedOut").isWorthRetrying)
        #expect(error(AWSError.unreadableAnswer, 200).isWorthRetrying && !error("ptp-verify.Cancelled").isWorthRetrying)
    }

    @Test func `EC2, STS and SSM each say no in their own way`() async throws {
        let sts = """
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
            <Code>InvalidClientTokenId</Code><Message>The token is invalid.</Message></Error>
            <RequestId>sts-7</RequestId></ErrorResponse>
            """
        let ssm = #"{"__type":"com.amazonaws.ssm#ParameterNotFound:http://x","message":"none"}"#
        let transport = ScriptedTransport([
            .success(.refusal("VcpuLimitExceeded")),
            .success(HTTPResponse(status: 403, body: Array(sts.utf8))),
            .success(HTTPResponse(status: 400, headers: ["x-amzn-requestid": "ssm-7"], body: Array(ssm.utf8))),
        ])
        let client = try EC2Client(.scripted(transport))
        let first = await failure { () throws(AWSError) in try await client.runInstance(.example) }
        #expect(first?.description == "RunInstances answered VcpuLimitExceeded: no (request req-1)")
        let second = await failure { () throws(AWSError) in try await client.callerIdentity() }
        #expect(
            second?.description
                == "GetCallerIdentity answered InvalidClientTokenId: The token is invalid. (request sts-7)"
        )
        let third = await failure { () throws(AWSError) in try await client.latestImage(architecture: "z80") }
        #expect(third?.description == "GetParameter answered ParameterNotFound: none (request ssm-7)")
    }

    @Test func `a no in XML is understood where JSON was to be expected, and a page is not`() async throws {
        let error = "<Error><Code>AccessDenied</Code><Message>not you</Message></Error>"
        let no = "<ErrorResponse><Errors>\(error)</Errors></ErrorResponse>"
        let transport = ScriptedTransport([
            .success(HTTPResponse(status: 403, headers: ["content-type": "text/html"], body: Array(no.utf8))),
            .success(HTTPResponse(status: 403, body: Array("<html><body>not you</body></html>".utf8))),
            .success(HTTPResponse(status: 200, body: Array(no.utf8))),
        ])
        let client = try EC2Client(.scripted(transport))
        var codes: [String?] = []
        for _ in 1...3 {
            codes.append(
                await failure { () throws(AWSError) in try await client.latestImage(architecture: "z80") }?.code
            )
        }
        #expect(codes == ["AccessDenied", AWSError.foreignAnswer, AWSError.unreadableAnswer])
    }

    @Test func `an answer that never ends is given up`() async throws {
        let pages = (0..<1001).map {
            Result<HTTPResponse, HTTPFailure>.success(.xml(ResponseDecodingTests.page([], next: "\($0)")))
        }
        let client = try EC2Client(.scripted(ScriptedTransport(pages)))
        let error = await failure { () throws(AWSError) in try await client.describeInstances(.name("n")) }
        #expect(error?.message.contains("1000 pages") == true)
    }
}
