import AWS
import Orchestration

/// The simulated cloud as it is spoken to over HTTP: EC2 and STS by forms that are answered in XML, SSM by JSON.
///
/// Signatures are not checked: whoever reaches the loopback interface may do everything.
package struct QueryService: Sendable {
    /// Whose the simulated cloud is.
    static let account = "000000000000"

    let ec2: SimulatedEC2

    /// Speaks for a cloud.
    package init(ec2: SimulatedEC2) { self.ec2 = ec2 }

    /// Answers a request; `nil` where the answer is lost.
    package func answer(_ request: ServedRequest) async -> ServedAnswer? {
        let requestID = nextRequestID()
        if let target = request.headers["x-amz-target"] {
            return await ParameterService(ec2: ec2).answer(request, target: target, requestID: requestID)
        }
        let form = ReceivedForm(request)
        do throws(AWSError) {
            guard let call = Self.calls[form.action] else {
                throw form.error("InvalidAction", "The action \(form.action) is not valid for this web service.")
            }
            guard form["DryRun"]?.lowercased() != "true" else {
                throw form.error("DryRunOperation", "Request would have succeeded, but DryRun flag is set.")
            }
            let content = try await call(self)(form)
            return Self.success(content, of: form.action, requestID)
        } catch {
            guard error.code != AWSError.lostResponse else { return nil }
            return Self.failure(error, requestID)
        }
    }

    private typealias Call = @Sendable (QueryService) -> (ReceivedForm) async throws(AWSError) -> [XMLNode]

    private static let calls: [String: Call] = [
        "AuthorizeSecurityGroupIngress": { $0.authorizeIngress },
        "CreatePlacementGroup": { $0.createPlacementGroup },
        "CreateSecurityGroup": { $0.createSecurityGroup },
        "CreateTags": { $0.createTags },
        "DeletePlacementGroup": { $0.deletePlacementGroup },
        "DeleteSecurityGroup": { $0.deleteSecurityGroup },
        "DescribeImages": { $0.describeImages },
        "DescribeInstanceTypeOfferings": { $0.describeOfferings },
        "DescribeInstanceTypes": { $0.describeInstanceTypes },
        "DescribeInstances": { $0.describeInstances },
        "DescribeKeyPairs": { $0.describeKeyPairs },
        "DescribePlacementGroups": { $0.describePlacementGroups },
        "DescribeSecurityGroups": { $0.describeSecurityGroups },
        "DescribeSubnets": { $0.describeSubnets },
        "GetCallerIdentity": { $0.callerIdentity },
        "GetConsoleOutput": { $0.getConsoleOutput },
        "RunInstances": { $0.runInstances },
        "TerminateInstances": { $0.terminateInstances },
    ]

    private func callerIdentity(_ form: ReceivedForm) async throws(AWSError) -> [XMLNode] {
        .known([
            "Arn": "arn:aws:iam::\(Self.account):user/simulated", "UserId": "AIDASIMULATED0000000A",
            "Account": Self.account,
        ])
    }

    /// In the form of a UUID, as EC2's are.
    private func nextRequestID() -> String {
        let digits = [ec2.executor.next(), ec2.executor.next()].map { number in
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        var rest = digits[...]
        return [8, 4, 4, 4, 12].map { length in
            defer { rest = rest.dropFirst(length) }
            return String(rest.prefix(length))
        }.joined(separator: "-")
    }
}

// MARK: - Answers

extension QueryService {
    private static let namespace = "http://ec2.amazonaws.com/doc/2016-11-15/"
    private static let tokenNamespace = "https://sts.amazonaws.com/doc/2011-06-15/"

    /// What a call answers; STS wraps its answers otherwise than EC2.
    static func success(_ content: [XMLNode], of action: String, _ requestID: String) -> ServedAnswer {
        let name = "\(action)Response"
        let isToken = action == "GetCallerIdentity"
        let node =
            isToken
            ? XMLNode(
                name,
                children: [
                    XMLNode("\(action)Result", children: content),
                    XMLNode("ResponseMetadata", children: [XMLNode("RequestId", text: requestID)]),
                ]
            ) : XMLNode(name, children: [XMLNode("requestId", text: requestID)] + content)
        return xml(200, node.document(in: isToken ? tokenNamespace : namespace), requestID)
    }

    /// What AWS has against a call, as EC2 says it.
    static func failure(_ error: AWSError, _ requestID: String) -> ServedAnswer {
        let details = [XMLNode("Code", text: error.code), XMLNode("Message", text: error.message)]
        let node = XMLNode(
            "Response",
            children: [
                XMLNode("Errors", children: [XMLNode("Error", children: details)]),
                XMLNode("RequestID", text: requestID),
            ]
        )
        return xml(status(of: error), node.document(in: nil), requestID)
    }

    /// The status with which AWS sends an error.
    static func status(of error: AWSError) -> Int {
        switch error.code {
        case "DryRunOperation": 412
        case "UnauthorizedOperation": 403
        case "RequestLimitExceeded": 503
        case "InternalError", "InsufficientInstanceCapacity", SimulatedEC2.stateNotKept, SimulatedEC2.processDied: 500
        default: 400
        }
    }

    private static func xml(_ status: Int, _ text: String, _ requestID: String) -> ServedAnswer {
        ServedAnswer(status: status, contentType: "text/xml;charset=UTF-8", body: text, requestID: requestID)
    }
}
