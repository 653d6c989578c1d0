import AWS
import IntegrationSupport
import Orchestration
import PTPVerify
import Synchronization
import Testing

/// Answers drawn from botocore's model of AWS, read by botocore's parser and by ours.
@Suite(.onOwnThreads, .needsEmulator) struct DecodingOracleTests {
    private static let seed = 20_261_121
    private static let count = 150

    @Test(arguments: AWSAction.allCases)
    func `an answer says to us what it says to botocore`(action: AWSAction) async throws {
        let arguments = ["\(Self.seed)", "\(Self.count)", action.rawValue]
        let end = try await EmulatorParts.run("answers.py", arguments, in: Directory())
        try #require(end.code == 0, "\(end.complaints)")
        let lines = end.output.split(separator: "\n")
        try #require(lines.count == Self.count)
        var kinds: Set<OracleAnswer.Meaning.Kind> = []
        for (index, line) in lines.enumerated() {
            let answer = try OracleAnswer(Array(line.utf8))
            let ours = await answer.asWeRead(action)
            kinds.insert(answer.meaning.kind)
            // Bytes are compared: strings that only look the same would be equal.
            let isSame = ours.meaning.json.text() == answer.meaning.json.text() && ours.requestID == answer.requestID
            #expect(isSame, "answers.py \(Self.seed) 1 \(action.rawValue) \(index): we read \(ours)")
        }
        #expect(kinds.isSuperset(of: [.content, .refusal]), "a test of everything that an answer can be")
    }
}

/// An answer as it comes over the network, and what is in it.
private struct OracleAnswer {
    /// What an answer says.
    enum Meaning {
        enum Kind { case content, refusal, nothing }

        case content(JSONValue)
        case refusal(code: String, message: String)
        /// A part is missing without which the rest means nothing.
        case nothing

        var kind: Kind {
            switch self {
            case .content: .content
            case .refusal: .refusal
            case .nothing: .nothing
            }
        }

        var json: JSONValue {
            switch self {
            case .content(let value): value
            case .refusal(let code, let message): ["code": .string(code), "message": .string(message)]
            case .nothing: "nothing"
            }
        }
    }

    let response: HTTPResponse
    let meaning: Meaning
    let requestID: String?

    init(_ line: [UInt8]) throws {
        let value = try JSONParser.parse(line)
        let headers = try #require(value["headers"]?.object).members.map { ($0.key, $0.value.string ?? "") }
        response = HTTPResponse(
            status: Int(try #require(value["status"]?.integer)),
            headers: Dictionary(uniqueKeysWithValues: headers),
            body: Array(try #require(value["body"]?.string).utf8)
        )
        if let code = value["error"]?["code"]?.string {
            meaning = .refusal(code: code, message: value["error"]?["message"]?.string ?? "")
        } else if value["isReadable"]?.bool == true {
            meaning = .content(value["expected"] ?? .null)
        } else {
            meaning = .nothing
        }
        requestID = try #require(value["requestID"]?.string)
    }

    /// What our client makes of it, and the request that it would tell AWS's support.
    func asWeRead(_ action: AWSAction) async -> (meaning: Meaning, requestID: String?) {
        let log = RequestIDs()
        do throws(AWSError) {
            let caller = try AWSCaller.answered(by: response, observer: log)
            return (.content(try await caller.content(of: action)), log.last)
        } catch {
            let isNothing = [AWSError.unreadableAnswer, AWSError.lostResponse].contains(error.code)
            return (isNothing ? .nothing : .refusal(code: error.code, message: error.message), log.last)
        }
    }
}

// MARK: - Fixtures

extension AWSCaller {
    /// A caller whom a service answers always the same.
    fileprivate static func answered(
        by response: HTTPResponse,
        observer: any CallObserver
    ) throws(AWSError) -> AWSCaller {
        let endpoints: AWSEndpoints
        do { endpoints = try AWSEndpoints(region: "eu-west-1") } catch {
            throw AWSError(code: "\(error)", message: "", action: "")
        }
        return AWSCaller(
            endpoints,
            credentials: SomeCredentials(),
            transport: AnsweringTransport(response: response),
            clock: Surroundings.system().clock,
            observer: observer
        )
    }
}

private struct AnsweringTransport: HTTPTransport {
    let response: HTTPResponse

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse { response }
}

private struct SomeCredentials: CredentialProvider {
    func credentials() async throws(CredentialError) -> AWSCredentials {
        AWSCredentials(accessKeyID: "AKIA", secretAccessKey: Secret("secret"), source: "a test")
    }
}

private final class RequestIDs: CallObserver {
    private let ids = Mutex<[String?]>([])

    var last: String? { ids.withLock { $0.last ?? nil } }

    func observe(_ attempt: CallAttempt) { ids.withLock { $0.append(attempt.requestID) } }
}
