import Crypto
import Orchestration

/// The token that `aws sso login` left in its cache, and its renewal.
struct SingleSignOnToken {
    /// As the AWS tools do: soon enough for what is about to be done with it.
    private static let window: Duration = .minutes(15)

    let signOn: SingleSignOn
    let surroundings: AWSSurroundings

    /// A token that is valid now.
    func value() async throws(CredentialError) -> Secret {
        let cached = try read()
        if let end = cached.end, end - surroundings.now > Self.window { return cached.token }
        if signOn.sessionName != nil, let renewed = await renewed(cached.members) { return renewed }
        guard let end = cached.end, end > surroundings.now else {
            throw signOn.failure("its token expired" + (cached.end.map { " at \($0.toTheSecond)" } ?? ""))
        }
        return cached.token
    }

    private var path: String? {
        let name = SHA1.digest(Array((signOn.sessionName ?? signOn.startURL).utf8)).hexadecimal
        return surroundings.home.map { "\($0)/.aws/sso/cache/\(name).json" }
    }

    private func read() throws(CredentialError) -> (token: Secret, end: Timestamp?, members: JSONObject) {
        guard let path, let bytes = try surroundings.content(of: path, shown: path) else {
            throw signOn.failure("nobody is signed in")
        }
        guard let members = (try? JSONParser.parse(bytes))?.object, let token = members["accessToken"]?.string,
            !token.isEmpty, !token.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F })
        else { throw signOn.failure("the cached token in \(path) is broken") }
        return (Secret(token), members["expiresAt"]?.string.flatMap(Timestamp.read), members)
    }
}

// MARK: - Renewal

extension SingleSignOnToken {
    /// A new token for an old one, kept for the other tools; `nil` where that is not to be had.
    private func renewed(_ members: JSONObject) async -> Secret? {
        guard let request = renewal(members), let response = try? await surroundings.send(request),
            response.status == 200, let answer = (try? JSONParser.parse(response.body))?.object,
            let token = answer["accessToken"]?.string, !token.isEmpty,
            let seconds = answer["expiresIn"]?.integer, (1...(1 << 31)).contains(seconds)
        else { return nil }
        var members = members
        members["accessToken"] = .string(token)
        members["expiresAt"] = .string((surroundings.now + .seconds(seconds)).toTheSecond)
        if let next = answer["refreshToken"] { members["refreshToken"] = next }
        keep(members)
        return Secret(token)
    }

    private func renewal(_ members: JSONObject) -> HTTPRequest? {
        guard let refreshToken = members["refreshToken"]?.string, let clientID = members["clientId"]?.string,
            let clientSecret = members["clientSecret"]?.string,
            let end = members["registrationExpiresAt"]?.string.flatMap(Timestamp.read), end > surroundings.now,
            let address = try? signOn.address(of: .signOnTokens, path: "/token")
        else { return nil }
        var writer = JSONWriter()
        writer.object { body in
            body.member("grantType", "refresh_token")
            body.member("clientId", clientID)
            body.member("clientSecret", clientSecret)
            body.member("refreshToken", refreshToken)
        }
        let headers = [(name: "Content-Type", value: "application/json")]
        return HTTPRequest(.post, address, headers: headers, body: writer.bytes, limits: .small)
    }

    /// A file that cannot be written costs a new login one day, and not the credentials now.
    private func keep(_ members: JSONObject) {
        guard let path else { return }
        var writer = JSONWriter()
        writer.value(.object(members))
        try? surroundings.writeFile(path, writer.bytes)
    }
}
