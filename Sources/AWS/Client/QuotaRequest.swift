import Orchestration

/// The one call of Service Quotas.
package enum QuotaRequest {
    /// Asks for a quota of EC2 in the region.
    package static func quota(_ code: String) -> AWSRequest<Double> {
        AWSRequest(.getServiceQuota, .json(["ServiceCode": "ec2", "QuotaCode": .string(code)]), about: [code]) {
            answer throws(UnreadableAnswer) in
            guard let value = Double(try answer.child("Quota").required("Value")) else {
                throw UnreadableAnswer("its Value is no number")
            }
            return value
        }
    }
}
