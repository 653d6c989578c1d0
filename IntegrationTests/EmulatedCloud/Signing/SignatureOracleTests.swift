import AWS
import Foundation
import IntegrationSupport
import Orchestration
import Testing

/// botocore signs for everybody who uses Python: what it signs, AWS accepts.
@Suite(.onOwnThreads, .needsEmulator) struct SignatureOracleTests {
    private static let seed: UInt64 = 20_261_121
    private static let count = 300

    @Test func `our signatures of random requests are botocore's, byte for byte`() async throws {
        var random = SeededGenerator(seed: Self.seed)
        let cases = (1...Self.count).map { _ in SigningCase(using: &random) }
        let encoder = JSONEncoder()
        let lines = try cases.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
        let directory = try Directory()
        try directory.write(lines.joined(), to: "cases.jsonl")

        let end = try await EmulatorParts.run("sign.py", ["cases.jsonl"], in: directory)
        try #require(end.code == 0, "\(end.words)")
        let answers = end.output.split(separator: "\n")
        try #require(answers.count == Self.count)
        for (number, (testCase, answer)) in zip(cases, answers).enumerated() {
            let theirs = try JSONDecoder().decode([String: String].self, from: Data(answer.utf8))
            let ours = try #require(testCase.signed)
            #expect(ours == theirs, "seed \(Self.seed), case \(number): \(lines[number])")
        }
    }
}

/// A request to sign, and with what; the body is one character a byte.
private struct SigningCase: Encodable {
    let method: String
    let url: String
    let headers: [[String]]
    let body: String
    let region: String
    let service: String
    let moment: String
    let key: String
    let secret: String
    let token: String?

    private let seconds: Int64

    private enum CodingKeys: CodingKey {
        case method, url, headers, body, region, service, moment, key, secret, token
    }

    /// The headers that our signature adds; `nil` when the address is none.
    var signed: [String: String]? {
        guard let address = WebAddress(url), let method = HTTPRequest.Method(rawValue: method) else { return nil }
        let request = HTTPRequest(
            method,
            address,
            headers: headers.map { (name: $0[0], value: $0[1]) },
            body: body.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        )
        let credentials = AWSCredentials(
            accessKeyID: key,
            secretAccessKey: Secret(secret),
            sessionToken: token.map { Secret($0) },
            source: "a test"
        )
        let moment = Timestamp(nanoseconds: seconds * 1_000_000_000)
        let signed = SigV4(region: region, service: service).sign(request, with: credentials, at: moment)
        let added = signed.headers.dropFirst(headers.count)
        return Dictionary(uniqueKeysWithValues: added.map { ($0.name, $0.value) })
    }
}

// MARK: - Drawing

extension SigningCase {
    private static let plain = Array("abcXYZ019-._~")
    private static let escaped = ["%20", "%2F", "%C3%A9", "%25", "%2B", "%3D", "%26"]
    private static let names = [
        "Content-Type", "content-type", "X-Amz-Target", "x-amz-meta-a", "X-Amz-Meta-A", "User-Agent", "Expect", "Host",
        "X-Amzn-Trace-Id", "Amz-Sdk-Request", "Connection", "Range", "My_Header", "z",
    ]
    private static let words = [
        "a", "application/json", "\"quoted  text\"", "Grüße", "  ", "\t", " x", "1,2", ";", "=",
    ]

    init(using random: inout SeededGenerator) {
        method = ["GET", "POST", "PUT"].draw(&random)
        service = ["ec2", "ssm", "sts", "iam", "s3"].draw(&random)
        region = ["eu-west-1", "us-east-1", "cn-north-1", "us-gov-west-1"].draw(&random)
        seconds = Int64.random(in: 0...4_000_000_000, using: &random)
        moment = Timestamp(nanoseconds: seconds * 1_000_000_000).compact
        key = Self.text(16...20, &random)
        secret = Self.text(1...80, &random)
        token = Bool.random(using: &random) ? Self.text(1...900, &random) : nil
        body = String(String.UnicodeScalarView(Self.bytes(&random).map { Unicode.Scalar($0) }))
        headers = (0..<Int.random(in: 0...6, using: &random)).map { _ in
            let value = (0..<Int.random(in: 0...3, using: &random)).map { _ in Self.words.draw(&random) }
            return [Self.names.draw(&random), value.joined(separator: " ")]
        }
        let scheme = ["http", "https"].draw(&random)
        let host = ["127.0.0.1", "[::1]", "ec2.eu-west-1.amazonaws.com", "localhost"].draw(&random)
        let port = ["", ":80", ":443", ":5000"].draw(&random)
        url = "\(scheme)://\(host)\(port)/\(Self.path(&random))\(Self.query(&random))"
    }

    private static func text(_ lengths: ClosedRange<Int>, _ random: inout SeededGenerator) -> String {
        String((0..<Int.random(in: lengths, using: &random)).map { _ in plain.draw(&random) })
    }

    private static func bytes(_ random: inout SeededGenerator) -> [UInt8] {
        guard Bool.random(using: &random) else { return [] }
        return (0..<Int.random(in: 0...3000, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    private static func encoded(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...5, using: &random))
            .map { _ in Int.random(in: 0...2, using: &random) == 0 ? escaped.draw(&random) : text(1...3, &random) }
            .joined()
    }

    private static func path(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...5, using: &random))
            .map { _ in Int.random(in: 0...3, using: &random) == 0 ? ["", ".", ".."].draw(&random) : encoded(&random) }
            .joined(separator: "/")
    }

    private static func query(_ random: inout SeededGenerator) -> String {
        let parameters = (0..<Int.random(in: 0...6, using: &random)).map { _ in
            let name = ["Action", "action", "Filter.1", "a"].draw(&random) + encoded(&random)
            return ["\(name)=\(encoded(&random))", "\(name)=", name].draw(&random)
        }
        return parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&")
    }
}

extension Array {
    fileprivate func draw(_ random: inout SeededGenerator) -> Element { self[Int.random(in: indices, using: &random)] }
}
