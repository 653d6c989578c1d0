import Orchestration

/// The JSON in which helpers, containers and instances hand out credentials.
struct CredentialDocument {
    private let members: JSONObject
    private let tokenName: String

    /// Reads a document; `nil` for what is no JSON object.
    ///
    /// Why it is none is not told: that would quote it.
    init?(_ bytes: [UInt8], token tokenName: String = "Token") {
        guard let members = (try? JSONParser.parse(bytes))?.object else { return nil }
        self.members = members
        self.tokenName = tokenName
    }

    /// A member that is a text with something in it.
    func text(_ name: String) -> String? { members[name]?.string.flatMap { $0.isEmpty ? nil : $0 } }

    /// A member that is a whole number.
    func integer(_ name: String) -> Int64? { members[name]?.integer }

    /// The credentials that it holds, or what is wrong with it.
    func credentials(source: String) -> Result<AWSCredentials, Defect> {
        guard let id = text("AccessKeyId") else { return .failure(Defect(words: "has no AccessKeyId")) }
        guard let secret = text("SecretAccessKey") else { return .failure(Defect(words: "has no SecretAccessKey")) }
        var end: Timestamp?
        if let member = members["Expiration"], member != .null {
            guard let moment = member.string.flatMap(Timestamp.read) else {
                return .failure(Defect(words: "has an Expiration that is no time"))
            }
            end = moment
        }
        return .success(
            AWSCredentials(
                accessKeyID: id,
                secretAccessKey: Secret(secret),
                sessionToken: text(tokenName).map { Secret($0) },
                expiresAt: end,
                source: source
            )
        )
    }

    /// What is wrong with a document, to follow "the answer".
    struct Defect: Error {
        let words: String
    }
}
