import AWS
import Orchestration
import PTPTesting
import Synchronization

/// Everything that finding credentials takes from outside, in memory.
struct FakeWorld: Sendable {
    static let now = Timestamp(nanoseconds: 1_795_264_915_000_000_000)  // 2026-11-21T12:41:55Z
    static let past = "2026-11-21T12:00:00Z"
    static let later = "2026-11-21T14:00:00Z"

    var environment: [String: String] = [:]
    var files: [String: String] = [:]
    /// What each command of the shell comes to.
    var processes: [String: ProcessOutcome] = [:]
    /// What is answered at each address, by method and URL; elsewhere nobody answers.
    var answers: [String: HTTPResponse] = [:]
    /// What a role's assumption comes to; by itself it works.
    var denial: AWSError?

    /// The world as the code sees it, and what it did there.
    func open() -> Opened {
        let record = Record(files: files)
        let environment = environment
        let processes = processes
        let surroundings = AWSSurroundings(
            environment: environment,
            home: "/home/u",
            readFile: { path in record.files.withLock { $0[path].map { Array($0.utf8) } } },
            writeFile: { path, bytes in record.files.withLock { $0[path] = String(decoding: bytes, as: UTF8.self) } },
            runProcess: { command, _ in processes[command] ?? .exited(status: 127, output: Secret("")) },
            transport: FakeTransport(answers: answers, record: record),
            run: Surroundings(clock: StoppedClock(at: Self.now), random: NoChance())
        )
        return Opened(surroundings: surroundings, sts: FakeSTS(denial: denial, record: record), record: record)
    }

    struct Opened: Sendable {
        let surroundings: AWSSurroundings
        let sts: FakeSTS
        let record: Record

        func chain(profile: String? = nil) -> CredentialChain {
            CredentialChain(profile: profile, in: surroundings, sts: sts)
        }
    }

    /// What was done, and the files as they are then.
    final class Record: Sendable {
        let files: Mutex<[String: String]>
        let requests = Mutex<[HTTPRequest]>([])
        let roles = Mutex<[AssumedRole]>([])

        init(files: [String: String]) { self.files = Mutex(files) }

        var lines: [String] { requests.withLock { $0.map { "\($0.method.rawValue) \($0.address)" } } }
    }

    /// The configuration files.
    static func shared(config: String = "", credentials: String = "") -> [String: String] {
        ["/home/u/.aws/config": config, "/home/u/.aws/credentials": credentials]
    }
}

struct NoChance: RandomSource {
    func next() -> UInt64 { 0 }
}

/// Answers by address; where there is nothing there is no connection.
struct FakeTransport: HTTPTransport {
    let answers: [String: HTTPResponse]
    let record: FakeWorld.Record

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        record.requests.withLock { $0.append(request) }
        if let answer = answers["\(request.method.rawValue) \(request.address)"] { return answer }
        throw HTTPFailure(.notConnected, mayHaveTakenEffect: false, reason: "no connection to \(request.address.host)")
    }
}

/// Hands out credentials for any role, named after it.
struct FakeSTS: STSCalls {
    let denial: AWSError?
    let record: FakeWorld.Record

    func assumeRole(_ role: AssumedRole, with credentials: AWSCredentials) async throws(AWSError) -> IssuedCredentials {
        try issue(role)
    }

    func assumeRole(_ role: AssumedRole, withWebIdentity token: Secret) async throws(AWSError) -> IssuedCredentials {
        try issue(role)
    }

    private func issue(_ role: AssumedRole) throws(AWSError) -> IssuedCredentials {
        record.roles.withLock { $0.append(role) }
        if let denial { throw denial }
        return IssuedCredentials(
            accessKeyID: "ASIA-\(role.arn)",
            secretAccessKey: Secret("CANARY-issued"),
            sessionToken: Secret("CANARY-issued-token"),
            expiresAt: FakeWorld.now + .minutes(60)
        )
    }
}

extension HTTPResponse {
    static func json(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, body: Array(text.utf8))
    }
}
