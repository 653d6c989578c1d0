import Crypto
package import Orchestration

/// Signs requests as AWS asks for it: Signature Version 4 in headers.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
package struct SigV4: Sendable {
    /// The region that the request is for.
    package let region: String
    /// The service as signatures name it, such as `ec2`.
    package let service: String

    /// Names what signatures are valid for.
    package init(region: String, service: String) {
        self.region = region
        self.service = service
    }

    /// The request with the headers that prove who sends it and when; the host is signed as the address says it.
    ///
    /// Path and query are signed as they are sent, so they must be percent-encoded already.
    package func sign(_ request: HTTPRequest, with credentials: AWSCredentials, at moment: Timestamp) -> HTTPRequest {
        var signed = request
        signed.headers.removeAll { Self.own.contains($0.name.lowercased()) }
        signed.headers.append(("X-Amz-Date", moment.compact))
        if let token = credentials.sessionToken {
            signed.headers.append(("X-Amz-Security-Token", token.reveal { String(decoding: $0, as: UTF8.self) }))
        }
        let payload = SHA256.digest(request.body).hexadecimal
        if service == "s3" { signed.headers.append(("X-Amz-Content-SHA256", payload)) }

        let canonical = CanonicalRequest(signed, payload: payload, isNormalized: service != "s3")
        let day = String(moment.compact.prefix(8))
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let digest = SHA256.digest(Array(canonical.text.utf8)).hexadecimal
        let toSign = "\(Self.algorithm)\n\(moment.compact)\n\(scope)\n\(digest)"
        let signature = SHA256.authenticate(Array(toSign.utf8), key: key(credentials.secretAccessKey, day)).hexadecimal
        let authorization = """
            \(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope), \
            SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)
            """
        signed.headers.append(("Authorization", authorization))
        return signed
    }

    private static let algorithm = "AWS4-HMAC-SHA256"

    /// The headers that a signature brings, in place of those of an earlier one.
    private static let own: Set = ["authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"]

    /// The key of one day, region and service.
    private func key(_ secret: Secret, _ day: String) -> [UInt8] {
        let first = secret.reveal { Array("AWS4".utf8) + $0 }
        return [day, region, service, "aws4_request"].reduce(first) { key, part in
            SHA256.authenticate(Array(part.utf8), key: key)
        }
    }
}
