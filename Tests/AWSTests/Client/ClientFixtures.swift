import AWS
import Orchestration
import PTPTesting
import Synchronization

/// Answers from a script, and keeps what was sent.
final class ScriptedTransport: HTTPTransport {
    private struct State {
        var answers: [Result<HTTPResponse, HTTPFailure>]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>

    init(_ answers: [Result<HTTPResponse, HTTPFailure>]) { state = Mutex(State(answers: answers)) }

    /// Answers in XML, each with status 200.
    convenience init(xml answers: String...) { self.init(answers.map { .success(.xml($0)) }) }

    var requests: [HTTPRequest] { state.withLock(\.requests) }

    /// The forms that were sent.
    var bodies: [String] { requests.map { String(decoding: $0.body, as: UTF8.self) } }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let answer = state.withLock { state in
            state.requests.append(request)
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        let silence = HTTPFailure(.notConnected, mayHaveTakenEffect: false, reason: "the script is over")
        return try (answer ?? .failure(silence)).get()
    }
}

extension HTTPResponse {
    /// An answer of EC2.
    static func xml(_ body: String, status: Int = 200, date: String? = nil) -> HTTPResponse {
        var headers = ["content-type": "text/xml;charset=UTF-8", "x-amzn-requestid": "req-1"]
        headers["date"] = date
        return HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
    }

    /// An error of EC2.
    static func refusal(_ code: String, status: Int = 400, date: String? = nil) -> HTTPResponse {
        xml(
            "<?xml version=\"1.0\"?><Response><Errors><Error><Code>\(code)</Code><Message>no</Message></Error></Errors>"
                + "<RequestID>req-2</RequestID></Response>",
            status: status,
            date: date
        )
    }
}

/// Gives the first credentials, and the next ones when they are refused.
final class ScriptedCredentials: CredentialProvider {
    private let left: Mutex<[String]>

    init(_ keys: String...) { left = Mutex(keys) }

    func credentials() async throws(CredentialError) -> AWSCredentials {
        guard let key = left.withLock(\.first) else {
            throw CredentialError(attempt: "look around", happened: "there is nothing", next: "Log in.")
        }
        return Self.named(key)
    }

    func credentials(insteadOf refused: AWSCredentials) async throws(CredentialError) -> AWSCredentials {
        left.withLock { keys in
            if keys.count > 1, keys.first == refused.accessKeyID { keys.removeFirst() }
        }
        return try await credentials()
    }

    private static func named(_ key: String) -> AWSCredentials {
        AWSCredentials(accessKeyID: key, secretAccessKey: Secret("CANARY-secret"), source: "test")
    }
}

/// Keeps what was observed.
final class CallRecorder: CallObserver {
    private let log = Mutex<[CallAttempt]>([])

    var attempts: [CallAttempt] { log.withLock(\.self) }

    func observe(_ attempt: CallAttempt) { log.withLock { $0.append(attempt) } }
}

extension AWSCaller {
    /// The moment that tests live in: 2026-11-21T12:21:55Z.
    static let testMoment = Timestamp(nanoseconds: 1_795_263_715_000_000_000)

    static func scripted(
        _ transport: ScriptedTransport,
        credentials: ScriptedCredentials = ScriptedCredentials("AKIA1"),
        observer: CallRecorder? = nil
    ) throws -> AWSCaller {
        AWSCaller(
            try AWSEndpoints(region: "eu-west-1"),
            credentials: credentials,
            transport: transport,
            clock: StoppedClock(at: testMoment),
            observer: observer
        )
    }
}

/// The error that a call ends with.
func failure<Answer>(of call: () async throws(AWSError) -> Answer) async -> AWSError? {
    do throws(AWSError) { _ = try await call() } catch { return error }
    return nil
}

extension RunInstance {
    static let example = RunInstance(
        clientToken: "run/c7i.large#1/1",
        type: "c7i.large",
        imageID: "ami-1",
        subnetID: "subnet-1",
        placementGroupID: "pg-1",
        securityGroupIDs: ["sg-1", "sg-2"],
        userData: "#!/bin/sh\necho \"a+b/c\"~\n",
        tags: ["Name": "ptp verify ü", "ptp-verify:token": "run/c7i.large#1/1"],
        keyName: "key"
    )
}
