/// Whom temporary security groups let in.
public enum CallerAddress: Sendable, Equatable {
    /// These networks, such as `192.0.2.7/32`.
    case networks([String])
    /// Nobody but the address that a service sees us come from; it answers with nothing else.
    case seen(by: WebAddress)

    /// Nobody but the address that AWS sees us come from.
    public static let seenByAWS = CallerAddress.seen(by: WebAddress(.https, host: "checkip.amazonaws.com"))

    /// The networks to let in.
    func networks(over transport: any HTTPTransport) async throws(AWSError) -> [String] {
        switch self {
        case .networks(let networks): return networks
        case .seen(let service):
            let limits = HTTPRequest.Limits(answering: .seconds(10), answerBytes: 64 << 10)
            let question = "asking \(service.host) for our address"
            let response: HTTPResponse
            do throws(HTTPFailure) {
                response = try await transport.send(HTTPRequest(.get, service, limits: limits))
            } catch {
                throw AWSError(error, in: question)
            }
            guard response.status == 200, let network = Self.network(response.body) else {
                throw AWSError(
                    code: AWSError.foreignAnswer,
                    message: "HTTP \(response.status) without an address",
                    action: question,
                    status: response.status
                )
            }
            return [network]
        }
    }

    /// The network of exactly one address; `nil` for what is none.
    private static func network(_ body: [UInt8]) -> String? {
        let text = String(decoding: body.prefix(64), as: UTF8.self)
        let address = String(text.prefix { !$0.isWhitespace })
        let parts = address.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 4, parts.allSatisfy({ UInt8($0) != nil && $0.allSatisfy(\.isNumber) }) {
            return "\(address)/32"
        }
        let isIPv6 =
            address.count { $0 == ":" } >= 2 && address.utf8.count <= 39
            && address.allSatisfy { $0 == ":" || ($0.isASCII && $0.isHexDigit) }
        return isIPv6 ? "\(address)/128" : nil
    }
}
