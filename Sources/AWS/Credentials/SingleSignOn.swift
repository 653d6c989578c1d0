import Orchestration

/// Credentials of a role that a signed-in person may take on: IAM Identity Center.
struct SingleSignOn {
    let profile: Profile
    /// The named session; `nil` in the older form, in which the profile says everything itself.
    let sessionName: String?
    let startURL: String
    private let region: String
    private let account: String
    private let role: String
    private let endpoints: EndpointSettings
    private let surroundings: AWSSurroundings

    /// Reads what a profile says about it.
    init(_ profile: Profile, _ profiles: SharedProfiles, in surroundings: AWSSurroundings) throws(CredentialError) {
        self.profile = profile
        self.surroundings = surroundings
        endpoints = EndpointSettings(
            environment: surroundings.environment,
            profile: try AWSProfileSettings.settings(of: profile, profiles)
        )
        sessionName = profile["sso_session"]
        var session: [String: String] = [:]
        if let sessionName {
            guard let found = profiles.session(sessionName) else {
                throw Self.defect(profile, "\(profiles.configFile) has no [sso-session \(sessionName)]")
            }
            session = found
        }
        let isNamed = sessionName != nil
        startURL = try Self.value(
            "sso_start_url",
            isNamed ? session["sso_start_url"] : profile["sso_start_url"],
            profile
        )
        region = try Self.value("sso_region", isNamed ? session["sso_region"] : profile["sso_region"], profile)
        account = try Self.value("sso_account_id", profile["sso_account_id"], profile)
        role = try Self.value("sso_role_name", profile["sso_role_name"], profile)
        guard region.isRegionName else { throw Self.defect(profile, "its sso_region is no region") }
    }

    /// Asks for the role's credentials with the token of the person's login.
    func credentials() async throws(CredentialError) -> AWSCredentials {
        let token = try await SingleSignOnToken(signOn: self, surroundings: surroundings).value()
        var address = try address(of: .signOn, path: "/federation/credentials")
        address.query = "role_name=\(role.percentEncoded)&account_id=\(account.percentEncoded)"
        let header = (name: "x-amz-sso_bearer_token", value: token.reveal { String(decoding: $0, as: UTF8.self) })
        let response: HTTPResponse
        do {
            response = try await surroundings.send(HTTPRequest(.get, address, headers: [header], limits: .small))
        } catch {
            throw failure("\(error)", next: "Check the network and try again.")
        }
        switch response.status {
        case 200: return try read(response.body)
        case 401: throw failure("the sign-in is not accepted any more (\(response.outcome))")
        case 403, 404:
            throw failure(
                "the person signed in has no role \(role) in account \(account) (\(response.outcome))",
                next: "Correct sso_role_name and sso_account_id, or ask for the permission set."
            )
        default: throw failure(response.outcome, next: "Try again later.")
        }
    }

    private func read(_ body: [UInt8]) throws(CredentialError) -> AWSCredentials {
        let members = (try? JSONParser.parse(body))?["roleCredentials"]
        guard let id = members?["accessKeyId"]?.string, let secret = members?["secretAccessKey"]?.string,
            let token = members?["sessionToken"]?.string, let end = members?["expiration"]?.integer,
            !id.isEmpty, !secret.isEmpty
        else { throw failure("its answer holds no complete credentials", next: "Try again later.") }
        return AWSCredentials(
            accessKeyID: id,
            secretAccessKey: Secret(secret),
            sessionToken: Secret(token),
            expiresAt: Timestamp(nanoseconds: 0) + .milliseconds(end),
            source: "single sign-on role \(role) in account \(account), \(profile.place)"
        )
    }
}

extension SingleSignOn {
    /// Where something of one of the two services is.
    func address(of service: ServiceHost, path: String) throws(CredentialError) -> WebAddress {
        do {
            var address = try service.address(in: region, by: endpoints)
            while address.path.hasSuffix("/") { address.path.removeLast() }
            address.path += path
            return address
        } catch {
            throw CredentialError(
                attempt: "use the single sign-on of \(profile.place)",
                happened: error.happened,
                next: error.next
            )
        }
    }

    /// What went wrong, with the login as the next step where nothing else is.
    func failure(_ happened: String, next: String? = nil) -> CredentialError {
        let login = "Run `aws sso login --profile \(profile.name)`."
        return CredentialError(
            attempt: "get credentials from the single sign-on for \(profile.place)",
            happened: happened,
            next: next ?? login
        )
    }

    private static func value(_ key: String, _ value: String?, _ profile: Profile) throws(CredentialError) -> String {
        guard let value, !value.isEmpty else { throw defect(profile, "\(key) is missing") }
        return value
    }

    private static func defect(_ profile: Profile, _ happened: String) -> CredentialError {
        CredentialError(
            attempt: "use the single sign-on of \(profile.place)",
            happened: happened,
            next: "Correct it, or run `aws configure sso --profile \(profile.name)`."
        )
    }
}
