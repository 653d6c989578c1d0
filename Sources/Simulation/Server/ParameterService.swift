import AWS
import Orchestration

/// What the simulated cloud answers by JSON: which image is the newest (SSM), and that it has no quotas.
struct ParameterService: Sendable {
    private static let images = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"

    let ec2: SimulatedEC2

    func answer(_ request: ServedRequest, target: String, requestID: String) async -> ServedAnswer? {
        do throws(AWSError) {
            if target == "ServiceQuotasV20190624.GetServiceQuota" { _ = try await ec2.quota("") }
            guard target == "AmazonSSM.GetParameter" else {
                throw AWSError(code: "UnknownOperationException", message: "there is no \(target)", action: target)
            }
            let name = try Self.name(request.body)
            return Self.json(200, try await ["Parameter": parameter(name)], requestID)
        } catch {
            guard error.code != AWSError.lostResponse else { return nil }
            let content: JSONValue = ["__type": .string(error.code), "message": .string(error.message)]
            return Self.json(QueryService.status(of: error), content, requestID)
        }
    }

    private func parameter(_ name: String) async throws(AWSError) -> JSONValue {
        guard name.hasPrefix(Self.images) else {
            throw AWSError(code: "ParameterNotFound", message: "there is no \(name)", action: "GetParameter")
        }
        let image = try await ec2.latestImage(architecture: String(name.dropFirst(Self.images.count)))
        return [
            "Name": .string(name), "Type": "String", "Value": .string(image), "Version": 1,
            "ARN": .string("arn:aws:ssm:us-east-1::parameter\(name)"), "DataType": "aws:ec2:image",
        ]
    }

    private static func name(_ body: [UInt8]) throws(AWSError) -> String {
        guard case .object(let object)? = try? JSONParser.parse(body), case .string(let name)? = object["Name"] else {
            throw AWSError(code: "ValidationException", message: "there is no Name", action: "GetParameter")
        }
        return name
    }

    private static func json(_ status: Int, _ content: JSONValue, _ requestID: String) -> ServedAnswer {
        ServedAnswer(
            status: status,
            contentType: "application/x-amz-json-1.1",
            body: String(decoding: content.text(), as: UTF8.self),
            requestID: requestID
        )
    }
}
