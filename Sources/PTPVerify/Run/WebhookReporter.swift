import AWS
import Orchestration
import Reports

/// Tells a web address that a run is over: chats show its text, other services read the rest.
///
/// Whoever knows such an address may write there, so it is a secret, and no setting.
struct WebhookReporter: Reporter {
    private static let variable = SecretVariable.webhook.rawValue
    /// Shorter than reporters are waited for, so that what failed is said in its own words.
    private static let limits = HTTPRequest.Limits(
        connecting: .seconds(4),
        answering: .seconds(8),
        answerBytes: 1 << 16
    )

    let name = "webhook"
    private let address: Secret
    private let transport: any HTTPTransport

    /// A reporter for the address in the environment; `nil` where there is none.
    ///
    /// - Throws: `RunError` where it is no address of HTTP.
    init?(_ environment: [String: String], transport: any HTTPTransport = CurlTransport()) throws {
        guard let text = environment[Self.variable], !text.isEmpty else { return nil }
        guard WebAddress(text) != nil else {
            throw RunError(
                .configuration,
                attempt: "read the address in \(Self.variable)",
                happened: "it is no address such as https://example.com/hook (it is a secret, so it is not shown)",
                next: "Mend it, or unset \(Self.variable)."
            )
        }
        address = Secret(text)
        self.transport = transport
    }

    /// Tells what a run came to, in the time of the real world: a simulated run has one of its own.
    ///
    /// - Returns: the same, and that it could not be told, where it could not.
    func tell(of outcome: RunOutcome) async -> RunOutcome {
        let reporter = CompositeReporter([self], within: .seconds(10), in: .system())
        await reporter.finish(outcome.history)
        return outcome.adding(reporter.failures)
    }

    func finish(_ history: RunHistory) async throws {
        guard let address = address.reveal({ WebAddress(String(decoding: $0, as: UTF8.self)) }) else { return }
        let request = HTTPRequest(
            .post,
            address,
            headers: [("Content-Type", "application/json")],
            body: RunReport(history).renderMessage(),
            limits: Self.limits
        )
        let failure: String
        do throws(HTTPFailure) {
            let answer = try await transport.send(request)
            if 200..<300 ~= answer.status { return }
            failure = "\(address.authority) answers with status \(answer.status)"
        } catch {
            failure = error.reason
        }
        throw RunError(
            .network,
            attempt: "tell the webhook that the run is over",
            happened: failure,
            next: "The run's reports are in its directory; see whether \(Self.variable) is still right."
        )
    }
}
