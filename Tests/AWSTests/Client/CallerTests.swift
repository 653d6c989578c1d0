import AWS
import Orchestration
import PTPTesting
import Testing

@Suite struct CallerTests {
    private static let done = HTTPResponse.xml("<R/>")

    @Test func `a wrong clock is found out from the answer, and stays corrected`() async throws {
        let transport = ScriptedTransport([
            .success(.refusal("AuthFailure", status: 401, date: "Sat, 21 Nov 2026 12:32:55 GMT")),
            .success(Self.done), .success(Self.done),
        ])
        let recorder = CallRecorder()
        let caller = try AWSCaller.scripted(transport, observer: recorder)
        let client = EC2Client(caller)
        try await client.terminateInstances(ids: ["i-1"])
        try await client.terminateInstances(ids: ["i-1"])
        #expect(caller.clockCorrection == .seconds(660))
        #expect(transport.dates == ["20261121T122155Z", "20261121T123255Z", "20261121T123255Z"])
        #expect(recorder.attempts.map(\.again) == [nil, "clock-corrected", nil])
    }

    @Test func `a refusal with the right clock is final`() async throws {
        let refusal = HTTPResponse.refusal("AuthFailure", status: 401, date: "Sat, 21 Nov 2026 12:22:55 GMT")
        let transport = ScriptedTransport([.success(refusal), .success(Self.done)])
        let client = try EC2Client(.scripted(transport))
        #expect(await ending(client)?.code == "AuthFailure")
        #expect(transport.requests.count == 1)
    }

    @Test func `a clock is corrected once, not for ever`() async throws {
        let wild = ["12:40:00", "13:40:00", "14:40:00"].map {
            Result<HTTPResponse, HTTPFailure>.success(
                .refusal("RequestTimeTooSkewed", date: "Sat, 21 Nov 2026 \($0) GMT")
            )
        }
        let transport = ScriptedTransport(wild)
        let client = try EC2Client(.scripted(transport))
        #expect(await ending(client)?.code == "RequestTimeTooSkewed")
        #expect(transport.requests.count == 2)
    }

    @Test(arguments: ["ExpiredToken", "ExpiredTokenException", "RequestExpired"])
    func `credentials that ended in mid-run are renewed once`(code: String) async throws {
        let date = "Sat, 21 Nov 2026 12:21:56 GMT"
        let transport = ScriptedTransport([
            .success(.refusal(code, date: date)), .success(Self.done), .success(.refusal(code, date: date)),
        ])
        let recorder = CallRecorder()
        let client = try EC2Client(
            .scripted(transport, credentials: ScriptedCredentials("AKIA1", "AKIA2"), observer: recorder)
        )
        #expect(await ending(client) == nil)
        #expect(transport.signers == ["AKIA1", "AKIA2"])
        #expect(await ending(client)?.code == code)
        #expect(transport.requests.count == 3, "there are no others")
        #expect(recorder.attempts.map(\.error) == [code, nil, code])
    }

    @Test func `without credentials nothing is sent`() async throws {
        let transport = ScriptedTransport([])
        let client = try EC2Client(.scripted(transport, credentials: ScriptedCredentials()))
        let error = await ending(client)
        #expect(error?.kind == .credentials && error?.nextStep == "Log in.")
        #expect(error?.description == "TerminateInstances was not made: look around: there is nothing")
        #expect(transport.requests.isEmpty)
    }

    @Test func `a cancelled task sends nothing`() async throws {
        let transport = ScriptedTransport([.success(Self.done)])
        let client = try EC2Client(.scripted(transport))
        let error = await withTaskGroup(of: AWSError?.self) { group in
            group.cancelAll()
            group.addTask { await ending(client) }
            return await group.next() ?? nil
        }
        #expect(error?.kind == .cancelled && transport.requests.isEmpty)
    }

    @Test(arguments: [("DryRunOperation", nil), ("UnauthorizedOperation", AWSError.Kind.permission)])
    func `a rehearsal tells what would be done from what would not`(code: String, kind: AWSError.Kind?) async throws {
        let transport = ScriptedTransport([.success(.refusal(code, status: 412))])
        let client = try EC2Client(.scripted(transport))
        let error = await failure { () throws(AWSError) in
            try await client.rehearse(EC2Request.runInstance(.example))
        }
        #expect(error?.kind == kind)
        #expect(transport.bodies.first?.hasSuffix("&DryRun=true") == true)
    }

    @Test func `an audit line says everything but secrets`() async throws {
        let transport = ScriptedTransport(
            xml: "<R><placementGroup><groupId>pg-1</groupId></placementGroup></R>"
        )
        let recorder = CallRecorder()
        let client = try EC2Client(.scripted(transport, observer: recorder))
        let group = CreatePlacementGroup(name: "g", strategy: "precision-time", tags: ["t": "CANARY"])
        _ = try await AWSCaller.$attempt.withValue(3) { try await client.createPlacementGroup(group) }
        let line = String(decoding: try #require(recorder.attempts.first).line, as: UTF8.self)
        #expect(
            line == #"{"time":"2026-11-21T12:21:55.000000000Z","service":"ec2","region":"eu-west-1","#
                + #""action":"CreatePlacementGroup","ids":["g","pg-1"],"attempt":3,"status":200,"#
                + #""request_id":"req-1","ms":0.0}"# + "\n"
        )
    }

    @Test func `no secret and no user data is in any audit line`() async throws {
        let recorder = CallRecorder()
        let quoting = HTTPResponse.refusal("InvalidParameterValue")
        let transport = ScriptedTransport([
            .success(quoting), .failure(.init(.timedOut, mayHaveTakenEffect: true, reason: "t")),
        ])
        let client = try EC2Client(.scripted(transport, observer: recorder))
        for _ in 0..<2 { _ = await failure { () throws(AWSError) in try await client.runInstance(.example) } }
        let text = recorder.attempts.map { String(decoding: $0.line, as: UTF8.self) }.joined()
        #expect(recorder.attempts.map(\.error) == ["InvalidParameterValue", AWSError.lostResponse])
        #expect(!text.contains("CANARY") && !text.contains("echo") && !text.contains("AKIA1"))
    }

    private func ending(_ client: EC2Client) async -> AWSError? {
        await failure { () throws(AWSError) in try await client.terminateInstances(ids: ["i-1"]) }
    }
}

extension ScriptedTransport {
    fileprivate var dates: [String] {
        requests.compactMap { request in request.headers.first { $0.name.lowercased() == "x-amz-date" }?.value }
    }

    fileprivate var signers: [String] {
        requests.compactMap { request in
            let authorization = request.headers.first { $0.name.lowercased() == "authorization" }?.value
            return authorization?.split(separator: "=").dropFirst().first?.split(separator: "/").first.map(String.init)
        }
    }
}

@Suite struct WireTimeTests {
    @Test(arguments: [
        ("Sat, 21 Nov 2026 12:21:55 GMT", "2026-11-21T12:21:55.000000000Z"),
        ("Thu, 01 Jan 2026 00:00:00 GMT", "2026-01-01T00:00:00.000000000Z"), ("Thu, 01 Foo 2026 00:00:00 GMT", nil),
        ("Thu, 01 Jan 2026 00:00:00", nil), ("Thu, 41 Jan 2026 00:00:00 GMT", nil), ("", nil),
    ])
    func `a date of HTTP is read`(text: String, moment: String?) {
        #expect(Timestamp(httpDate: text)?.description == moment)
    }

    @Test(arguments: [
        ("2026-11-21T12:21:55Z", "2026-11-21T12:21:55.000000000Z"),
        ("2026-11-21T12:21:55.25Z", "2026-11-21T12:21:55.250000000Z"), ("2026-11-21T12:21:55+01:00", nil),
        ("2026-11-21T12:21:55.0000000001Z", nil), ("", nil),
    ])
    func `a time of AWS is read`(text: String, moment: String?) {
        #expect(Timestamp(awsTime: text)?.description == moment)
    }
}
