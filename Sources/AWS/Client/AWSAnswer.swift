import Orchestration

/// Reads what came back over HTTP: the content that was asked for, or what AWS has against the call.
struct AWSAnswer {
    let action: AWSAction
    /// What AWS's support asks for.
    let requestID: String?
    /// What came of the call.
    let result: Result<XMLNode, AWSError>

    /// Reads an answer whatever is in it.
    init(_ response: HTTPResponse, to action: AWSAction) {
        self.action = action
        let header = response.headers["x-amzn-requestid"] ?? response.headers["x-amz-request-id"]
        let isFine = (200..<300).contains(response.status)
        guard let content = Self.content(response, action) else {
            requestID = header
            result = .failure(Self.unreadable(response, action, header))
            return
        }
        let requestID =
            header ?? content.text("requestId") ?? content.text("RequestID") ?? content.text("RequestId")
            ?? content["ResponseMetadata"]?.text("RequestId")
        self.requestID = requestID
        if isFine {
            result = .success(content)
        } else if let error = Self.error(in: content, response, action, requestID) {
            result = .failure(error)
        } else {
            result = .failure(Self.unreadable(response, action, requestID))
        }
    }

    private static func content(_ response: HTTPResponse, _ action: AWSAction) -> XMLNode? {
        switch action.service {
        case .ec2, .sts: return try? XMLNode.parse(response.body)
        case .pricing, .serviceQuotas, .ssm:
            if let value = try? JSONParser.parse(response.body), case .object = value {
                return XMLNode("\(action.rawValue)Response", json: value)
            }
            // Who stands in for AWS may refuse in XML, whatever it was asked in.
            guard response.status >= 400, let content = try? XMLNode.parse(response.body) else { return nil }
            return (content["Errors"]?["Error"] ?? content["Error"])?.text("Code") == nil ? nil : content
        }
    }

    /// EC2 wraps its errors in `Response`, STS in `ErrorResponse`, and SSM names a type.
    private static func error(
        in content: XMLNode,
        _ response: HTTPResponse,
        _ action: AWSAction,
        _ requestID: String?
    ) -> AWSError? {
        let fault = content["Errors"]?["Error"] ?? content["Error"] ?? content
        let type = fault.text("__type") ?? response.headers["x-amzn-errortype"]
        guard let code = fault.text("Code") ?? type.map(shortened) else { return nil }
        let message = fault.text("Message") ?? fault.text("message") ?? "(AWS says nothing more)"
        return AWSError(
            code: code,
            message: message,
            action: action.rawValue,
            requestID: requestID,
            status: response.status
        )
    }

    /// `com.amazonaws.ssm#ParameterNotFound:http://…` says `ParameterNotFound`.
    private static func shortened(_ type: String) -> String {
        let name = type.split(separator: "#").last ?? Substring(type)
        return String(name.prefix { $0 != ":" })
    }

    /// What is not an answer of AWS: described, never quoted, for a proxy's page may repeat the request.
    private static func unreadable(_ response: HTTPResponse, _ action: AWSAction, _ requestID: String?) -> AWSError {
        let isForeign = isPage(response)
        // A page that says yes or no comes from somebody in between, who kept the call; one about trouble may not.
        let isInDoubt = action.changes && (isForeign ? response.status >= 500 : leavesDoubt(response.status))
        let code = isInDoubt ? AWSError.lostResponse : isForeign ? AWSError.foreignAnswer : AWSError.unreadableAnswer
        let what = isForeign ? "a web page, so that something between here and AWS must have answered" : shape(response)
        return AWSError(
            code: code,
            message: "HTTP \(response.status) with \(what)",
            action: action.rawValue,
            requestID: requestID,
            status: response.status
        )
    }

    private static func leavesDoubt(_ status: Int) -> Bool { (200..<300).contains(status) || status >= 500 }

    private static func isPage(_ response: HTTPResponse) -> Bool {
        if response.headers["content-type"]?.lowercased().contains("html") ?? false { return true }
        let start = String(decoding: response.body.prefix(512), as: UTF8.self).lowercased()
        return start.contains("<!doctype html") || start.contains("<html")
    }

    private static func shape(_ response: HTTPResponse) -> String {
        response.body.isEmpty ? "nothing in it" : "\(response.body.count) bytes that cannot be read"
    }
}

extension AWSError {
    /// An answer of AWS that could be read, but does not say what it must.
    init(_ problem: UnreadableAnswer, in action: AWSAction, requestID: String?) {
        self.init(
            code: action.changes ? Self.lostResponse : Self.unreadableAnswer,
            message: "the answer makes no sense: \(problem.reason)",
            action: action.rawValue,
            requestID: requestID
        )
    }
}
