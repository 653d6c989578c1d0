import Orchestration

/// The service that tells an instance about itself, in its second version: nothing without a token.
struct InstanceMetadata {
    private static let root = "/latest/meta-data"
    private static let roles = "\(root)/iam/security-credentials/"

    let surroundings: AWSSurroundings
    /// The profile in use, which may say where the service is.
    var profile: Profile?

    /// A conversation with the service, or why there is none.
    enum Session {
        case open(token: String, WebAddress)
        case absent(reason: String)
    }

    /// What the instance may sign with.
    enum Finding {
        case credentials(AWSCredentials)
        case absent(reason: String)
    }

    /// The credentials of the instance's role, where this is an instance that has one.
    func credentials() async throws(CredentialError) -> Finding {
        let attempt = "ask the instance metadata service for the credentials of the instance's role"
        switch try await open(attempt) {
        case .absent(let reason): return .absent(reason: reason)
        case .open(let token, let address):
            let list = try await get(Self.roles, at: address, token: token, attempt)
            guard let role = list.flatMap({ Self.firstLine($0.body) }) else {
                return .absent(reason: "this instance has no role")
            }
            let path = Self.roles + role.percentEncoded
            guard let response = try await get(path, at: address, token: token, attempt) else {
                throw Self.failure(attempt, "it knows role \(role) and no credentials of it")
            }
            return .credentials(try Self.read(response, role: role, attempt))
        }
    }

    /// The region that the instance is in, where this is an instance.
    func region() async throws(CredentialError) -> String? {
        let attempt = "ask the instance metadata service for the region"
        guard case .open(let token, let address) = try await open(attempt) else { return nil }
        let response = try await get("\(Self.root)/placement/region", at: address, token: token, attempt)
        return response.flatMap { Self.firstLine($0.body) }
    }

    private static func read(_ response: HTTPResponse, role: String, _ attempt: String) throws(CredentialError)
        -> AWSCredentials
    {
        guard let document = CredentialDocument(response.body) else {
            throw failure(attempt, "its answer is no JSON object")
        }
        guard document.text("Code") ?? "Success" == "Success" else {
            throw failure(attempt, "it has none for role \(role): the role is broken or its trust policy excludes EC2")
        }
        switch document.credentials(source: "role \(role) of this instance") {
        case .success(let credentials): return credentials
        case .failure(let defect): throw failure(attempt, "its answer \(defect.words)")
        }
    }

    private static func firstLine(_ bytes: [UInt8]) -> String? {
        let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)[...].trimmed
        guard (1...1024).contains(line.utf8.count), line.utf8.allSatisfy({ $0 > 0x1F && $0 != 0x7F }) else {
            return nil
        }
        return String(line)
    }
}

// MARK: - Requests

extension InstanceMetadata {
    /// Begins with a token.
    ///
    /// Where there is no such service nothing answers, so little time is given, and once.
    private func open(_ attempt: String) async throws(CredentialError) -> Session {
        if surroundings.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() == "true" {
            return .absent(reason: "AWS_EC2_METADATA_DISABLED turns the instance metadata service off")
        }
        var address = try self.address(attempt)
        let base = address
        address.path += "/latest/api/token"
        let patience = try number("AWS_METADATA_SERVICE_TIMEOUT", within: 1...60, attempt) ?? 1
        let request = HTTPRequest(
            .put,
            address,
            headers: [("x-aws-ec2-metadata-token-ttl-seconds", "21600")],
            limits: .init(connecting: .seconds(patience), answering: .seconds(patience), answerBytes: 1 << 16)
        )
        let attempts = try number("AWS_METADATA_SERVICE_NUM_ATTEMPTS", within: 1...100, attempt) ?? 1
        do {
            let response = try await surroundings.send(request, attempts: attempts)
            guard response.status == 200, let token = Self.firstLine(response.body) else {
                return .absent(reason: "the instance metadata service answered \(response.status) instead of a token")
            }
            return .open(token: token, base)
        } catch {
            guard error.kind != .cancelled else { throw Self.failure(attempt, "the run was stopped meanwhile") }
            return .absent(reason: "no instance metadata service answers")
        }
    }

    /// `nil` where it does not have that.
    private func get(_ path: String, at base: WebAddress, token: String, _ attempt: String)
        async throws(CredentialError) -> HTTPResponse?
    {
        var address = base
        address.path += path
        let request = HTTPRequest(.get, address, headers: [("x-aws-ec2-metadata-token", token)], limits: .local)
        let response: HTTPResponse
        do {
            response = try await surroundings.send(request)
        } catch {
            throw Self.failure(attempt, "\(error)")
        }
        if response.status == 404 { return nil }
        guard response.status == 200 else { throw Self.failure(attempt, response.outcome) }
        return response
    }

    /// The service's address with a path to which more is added.
    private func address(_ attempt: String) throws(CredentialError) -> WebAddress {
        let name = "AWS_EC2_METADATA_SERVICE_ENDPOINT"
        let mode = surroundings.variable("\(name)_MODE") ?? profile?["ec2_metadata_service_endpoint_mode"] ?? "IPv4"
        let standard = mode.lowercased() == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
        guard
            var address = WebAddress(
                surroundings.variable(name) ?? profile?["ec2_metadata_service_endpoint"] ?? standard
            )
        else { throw Self.failure(attempt, "\(name), or ec2_metadata_service_endpoint, is no address of HTTP") }
        while address.path.hasSuffix("/") { address.path.removeLast() }
        return address
    }

    private func number(_ name: String, within range: ClosedRange<Int>, _ attempt: String) throws(CredentialError)
        -> Int?
    {
        guard let text = surroundings.variable(name) else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        throw Self.failure(attempt, "\(name) is no number from \(range.lowerBound) to \(range.upperBound)")
    }

    private static func failure(_ attempt: String, _ happened: String) -> CredentialError {
        CredentialError(
            attempt: attempt,
            happened: happened,
            next: "Check the instance's role and its metadata options, or name another source with AWS_PROFILE."
        )
    }
}
