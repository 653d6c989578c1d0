import Orchestration

/// Credentials from the agent that started this container: of ECS, or EKS's Pod Identity.
struct ContainerCredentials {
    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    private static let agents: Set<String> = [
        "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "localhost", "[::1]",
    ]

    let variable: String
    let address: String
    let surroundings: AWSSurroundings

    /// What the environment says about such an agent, if anything.
    init?(in surroundings: AWSSurroundings) {
        self.surroundings = surroundings
        if let path = surroundings.variable(Self.relative) {
            variable = Self.relative
            address = "http://169.254.170.2" + (path.hasPrefix("/") ? path : "/\(path)")
        } else if let uri = surroundings.variable(Self.full) {
            variable = Self.full
            address = uri
        } else {
            return nil
        }
    }

    /// Asks the agent.
    func credentials() async throws(CredentialError) -> AWSCredentials {
        guard let address = WebAddress(address) else { throw failure("\(variable) is no address of HTTP") }
        guard address.scheme == .https || Self.isNearby(address.host) else {
            throw failure("without encryption only this machine and the agents of ECS and EKS are asked")
        }
        var headers = [(name: "Accept", value: "application/json")]
        if let token = try authorization() { headers.append(("Authorization", token)) }
        let request = HTTPRequest(.get, address, headers: headers, limits: .local)
        let response: HTTPResponse
        do {
            response = try await surroundings.send(request)
        } catch {
            throw failure("\(error)")
        }
        guard response.status == 200 else { throw failure(response.outcome) }
        guard let document = CredentialDocument(response.body) else { throw failure("its answer is no JSON object") }
        let role = document.text("RoleArn").map { " for role \($0)" } ?? ""
        switch document.credentials(source: "container credentials\(role)") {
        case .success(let credentials): return credentials
        case .failure(let defect): throw failure("its answer \(defect.words)")
        }
    }

    /// The token comes from a file where there is one: it is replaced there from time to time.
    private func authorization() throws(CredentialError) -> String? {
        let name = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
        if let path = surroundings.variable("\(name)_FILE") {
            return try surroundings.token(in: path, namedBy: "\(name)_FILE").reveal {
                String(decoding: $0, as: UTF8.self)
            }
        }
        guard let token = surroundings.variable(name) else { return nil }
        guard !token.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw failure("\(name) is not one line of text")
        }
        return token
    }

    private static func isNearby(_ host: String) -> Bool {
        let host = host.lowercased()
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isLoopback = parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
        return isLoopback || agents.contains(host)
    }

    private func failure(_ happened: String) -> CredentialError {
        CredentialError(
            attempt: "ask for container credentials, as \(variable) says",
            happened: happened,
            next: "Check the role of the task or the pod, or unset \(variable) to use another source."
        )
    }
}
