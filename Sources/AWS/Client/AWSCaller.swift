public import Orchestration
import Synchronization

/// The one way of every call to AWS: credentials, signature, transport, classification, audit.
///
/// A call is sent once. Only what the caller cannot know of is mended here, by sending it again at once: a clock
/// that is wrong, and credentials that ended early. All other retries belong to the caller, who keeps accounts.
public struct AWSCaller: Sendable {
    /// Which try of the caller's is under way, for the record of calls.
    @TaskLocal public static var attempt = 1
    /// Beyond this AWS refuses signatures (five minutes, less a reserve for the way).
    private static let tolerance = Duration.minutes(4)

    /// Where the services are.
    public private(set) var endpoints: AWSEndpoints
    /// What carries the calls.
    public let transport: any HTTPTransport
    private let credentials: any CredentialProvider
    private let clock: any RunClock
    private let observer: (any CallObserver)?
    private let userAgent: String
    private let limits: HTTPRequest.Limits
    private let correction = ClockCorrection()

    /// Puts together what calls need.
    ///
    /// - Parameters:
    ///   - userAgent: what AWS notes in its own logs.
    ///   - limits: the bounds of each single call.
    public init(
        _ endpoints: AWSEndpoints,
        credentials: any CredentialProvider,
        transport: any HTTPTransport,
        clock: any RunClock,
        observer: (any CallObserver)? = nil,
        userAgent: String = "ptp-verify",
        limits: HTTPRequest.Limits = HTTPRequest.Limits()
    ) {
        self.endpoints = endpoints
        self.credentials = credentials
        self.transport = transport
        self.clock = clock
        self.observer = observer
        self.userAgent = userAgent
        self.limits = limits
    }

    /// The same way to the endpoints of another region.
    public func calling(_ endpoints: AWSEndpoints) -> AWSCaller {
        var copy = self
        copy.endpoints = endpoints
        return copy
    }

    /// How far AWS's clock is ahead of ours, as far as it had to be found out.
    public var clockCorrection: Duration { correction.value }

    /// Makes a call and reads its answer.
    package func call<Answer>(_ request: AWSRequest<Answer>) async throws(AWSError) -> Answer {
        var signer = request.isSigned ? try await signer(for: request.action) : nil
        var mended: [Mending] = []
        while true {
            do throws(Refusal) {
                return try await send(request, signedBy: signer, again: mended.last)
            } catch {
                guard let mending = mending(of: error, signer), !mended.contains(mending) else { throw error.error }
                mended.append(mending)
                switch mending {
                case .clock: correction.value = error.aheadOfUs ?? .zero
                case .credentials:
                    let renewed = try await self.signer(for: request.action, insteadOf: signer)
                    guard renewed != signer else { throw error.error }
                    signer = renewed
                }
            }
        }
    }

    /// What can be mended here.
    private enum Mending: String {
        case clock = "clock-corrected"
        case credentials = "credentials-renewed"
    }

    /// An error with what else is needed to mend it.
    private struct Refusal: Error {
        let error: AWSError
        /// How far AWS's clock is ahead of the moment of the signature.
        var aheadOfSignature: Duration?
        /// How far AWS's clock is ahead of ours.
        var aheadOfUs: Duration?
    }

    private func mending(of refusal: Refusal, _ signer: AWSCredentials?) -> Mending? {
        guard signer != nil, !Task.isCancelled else { return nil }
        switch refusal.error.code {
        case "AuthFailure", "InvalidSignatureException", "RequestExpired", "RequestInTheFuture",
            "RequestTimeTooSkewed", "SignatureDoesNotMatch":
            if let ahead = refusal.aheadOfSignature, max(ahead, .zero - ahead) > Self.tolerance { return .clock }
            // EC2 says the same of a session that is over.
            return refusal.error.code == "RequestExpired" ? .credentials : nil
        case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired": return .credentials
        default: return nil
        }
    }

    private func signer(
        for action: AWSAction,
        insteadOf refused: AWSCredentials? = nil
    ) async throws(AWSError) -> AWSCredentials {
        do throws(CredentialError) {
            guard let refused else { return try await credentials.credentials() }
            return try await credentials.credentials(insteadOf: refused)
        } catch {
            throw AWSError(error, in: action)
        }
    }
}

// MARK: - One attempt

extension AWSCaller {
    private func send<Answer>(
        _ request: AWSRequest<Answer>,
        signedBy signer: AWSCredentials?,
        again: Mending?
    ) async throws(Refusal) -> Answer {
        let service = request.action.service
        var message = request.http(to: endpoints[service], userAgent: userAgent, limits: limits)
        let start = clock.now
        let moment = start + correction.value
        if let signer {
            message = SigV4(region: endpoints.region, service: service.rawValue).sign(message, with: signer, at: moment)
        }
        let outcome = await exchange(message, request.action)
        let record = Record(start: start, moment: moment, again: again, duration: clock.now - start, outcome: outcome)
        return try read(record, of: request)
    }

    private func exchange(_ message: HTTPRequest, _ action: AWSAction) async -> Result<HTTPResponse, AWSError> {
        do throws(HTTPFailure) {
            guard !Task.isCancelled else {
                throw HTTPFailure(.cancelled, mayHaveTakenEffect: false, reason: "it was cancelled before it was sent")
            }
            return .success(try await transport.send(message))
        } catch {
            return .failure(AWSError(error, in: action))
        }
    }

    /// What is known of an attempt.
    private struct Record {
        let start: Timestamp
        /// The moment of the signature.
        let moment: Timestamp
        let again: Mending?
        let duration: Duration
        let outcome: Result<HTTPResponse, AWSError>
    }

    /// Reads the answer, notes the attempt, and says what came of it.
    private func read<Answer>(_ record: Record, of request: AWSRequest<Answer>) throws(Refusal) -> Answer {
        let response: HTTPResponse
        switch record.outcome {
        case .success(let answer): response = answer
        case .failure(let error):
            note(request, record, error: error)
            throw Refusal(error: error)
        }
        let answer = AWSAnswer(response, to: request.action)
        let result: Result<Answer, AWSError> = answer.result.flatMap { content in
            do throws(UnreadableAnswer) { return .success(try request.read(content)) } catch {
                return .failure(AWSError(error, in: request.action, requestID: answer.requestID))
            }
        }
        switch result {
        case .success(let value):
            note(request, record, status: response.status, requestID: answer.requestID, made: request.makes(value))
            return value
        case .failure(let error):
            note(request, record, status: response.status, requestID: answer.requestID, error: error)
            let time = response.headers["date"].flatMap(Timestamp.init(httpDate:))
            throw Refusal(
                error: error,
                aheadOfSignature: time.map { $0 - record.moment },
                aheadOfUs: time.map { $0 - record.start }
            )
        }
    }

    private func note<Answer>(
        _ request: AWSRequest<Answer>,
        _ record: Record,
        status: Int? = nil,
        requestID: String? = nil,
        error: AWSError? = nil,
        made: [String] = []
    ) {
        guard let observer else { return }
        observer.observe(
            CallAttempt(
                at: record.start,
                service: request.action.service,
                region: endpoints.region,
                action: request.action,
                isRehearsal: request.isRehearsal,
                ids: request.subjects + made,
                attempt: Self.attempt,
                again: record.again?.rawValue,
                status: status,
                error: error?.code,
                requestID: requestID,
                duration: record.duration
            )
        )
    }
}

/// How far AWS's clock is ahead of ours; shared by all copies of a caller.
private final class ClockCorrection: Sendable {
    private let offset = Mutex(Duration.zero)

    var value: Duration {
        get { offset.withLock(\.self) }
        set { offset.withLock { $0 = newValue } }
    }
}
