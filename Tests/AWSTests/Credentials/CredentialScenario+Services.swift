import AWS
import Orchestration

extension CredentialScenario {
    private static let dev = ["AWS_PROFILE": "dev"]
    static let named = """
        [profile dev]
        sso_session = corp
        sso_account_id = 123456789012
        sso_role_name = Engineer
        [sso-session corp]
        sso_region = eu-west-1
        sso_start_url = https://corp.example/start

        """
    static let legacy = """
        [profile dev]
        sso_start_url = https://corp.example/start
        sso_region = eu-west-1
        sso_account_id = 123456789012
        sso_role_name = Engineer

        """
    /// The names are `printf corp | sha1sum` and the same of the start URL.
    static let namedCache = "/home/u/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
    static let legacyCache = "/home/u/.aws/sso/cache/f7c9b39d0b4c7a7d82c79307585f77e1c5e74378.json"

    static func token(end: String, more: String = "") -> String {
        "{\"accessToken\": \"CANARY-sso\", \"expiresAt\": \"\(end)\"\(more)}"
    }

    static let portal = """
        GET https://portal.sso.eu-west-1.amazonaws.com/federation/credentials\
        ?role_name=Engineer&account_id=123456789012
        """
    static let issued = HTTPResponse.json(
        """
        {"roleCredentials": {"accessKeyId": "ASIASSO", "secretAccessKey": "CANARY-sso-secret", \
        "sessionToken": "CANARY-sso-session", "expiration": 1795270000000}}
        """
    )

    private static func signOn(
        _ name: String,
        _ expected: Expectation,
        config: String = named,
        token: String? = token(end: FakeWorld.later),
        answer: HTTPResponse? = issued
    ) -> CredentialScenario {
        var files: [String: String] = [:]
        files[namedCache] = token
        return CredentialScenario(
            name,
            expected,
            environment: dev,
            config: config,
            files: files,
            answers: answer.map { [portal: $0] } ?? [:]
        )
    }

    static let singleSignOn = [
        signOn("single sign-on", .source("single sign-on role Engineer in account 123456789012, profile dev")),
        CredentialScenario(
            "single sign-on in the older form",
            .source("single sign-on role Engineer"),
            environment: dev,
            config: legacy,
            files: [legacyCache: token(end: "2026-11-21T14:00:00UTC")],
            answers: [portal: issued]
        ),
        CredentialScenario(
            "an expired login in the older form",
            .error(["expired at 2026-11-21T12:00:00Z", "aws sso login --profile dev"]),
            environment: dev,
            config: legacy,
            files: [legacyCache: token(end: FakeWorld.past)]
        ),
        signOn("nobody signed in", .error(["nobody is signed in", "aws sso login --profile dev"]), token: nil),
        signOn(
            "an expired login",
            .error(["expired at 2026-11-21T12:00:00Z", "aws sso login --profile dev"]),
            token: token(end: FakeWorld.past)
        ),
        signOn("a broken cache", .error(["broken", "aws sso login --profile dev"]), token: "{CANARY"),
        signOn(
            "a login that is not accepted",
            .error(["401 UnauthorizedException", "aws sso login --profile dev"]),
            answer: .json("{\"__type\": \"x#UnauthorizedException\", \"message\": \"CANARY\"}", status: 401)
        ),
        signOn(
            "a role that the person does not have",
            .error(["no role Engineer in account 123456789012", "sso_role_name"]),
            answer: .json("{\"message\": \"CANARY\"}", status: 403)
        ),
        signOn("a service that is down", .error(["it answered 500"]), answer: .json("CANARY", status: 500)),
        signOn("no network", .error(["no connection to portal.sso.eu-west-1.amazonaws.com"]), answer: nil),
        signOn("half an answer", .error(["no complete credentials"]), answer: .json("{\"CANARY\": 1}")),
        signOn(
            "a session that does not exist",
            .error(["no [sso-session corp]"]),
            config: "[profile dev]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = r\n"
        ),
        signOn(
            "a session without an account",
            .error(["sso_account_id is missing"]),
            config: "[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = u\n"
        ),
        signOn(
            "a region that would be another host",
            .error(["sso_region is no region"]),
            config: named + "sso_region = evil.example/\n"
        ),
    ]

    private static func full(_ uri: String, _ more: [String: String] = [:]) -> [String: String] {
        ["AWS_CONTAINER_CREDENTIALS_FULL_URI": uri].merging(more) { $1 }
    }

    private static let pod = "http://169.254.170.23/v1/credentials"
    private static let podAnswer = ["GET \(pod)": HTTPResponse.json(document(more: "\"RoleArn\": \"arn:task\", "))]

    static let containers = [
        CredentialScenario(
            "a pod's identity",
            .source("container credentials for role arn:task"),
            environment: full(pod, ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/pod-token"]),
            files: ["/pod-token": "CANARY-pod-token"],
            answers: podAnswer
        ),
        CredentialScenario(
            "a pod without its token",
            .error(["/pod-token", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]),
            environment: full(pod, ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/pod-token"]),
            answers: podAnswer
        ),
        CredentialScenario(
            "a token that would be more headers",
            .error(["AWS_CONTAINER_AUTHORIZATION_TOKEN is not one line"]),
            environment: full(pod, ["AWS_CONTAINER_AUTHORIZATION_TOKEN": "CANARY\r\nX: y"]),
            answers: podAnswer
        ),
        CredentialScenario(
            "somebody else's host without encryption",
            .error(["AWS_CONTAINER_CREDENTIALS_FULL_URI", "without encryption"]),
            environment: full("http://evil.example/"),
            answers: ["GET http://evil.example/": .json(document())]
        ),
        CredentialScenario(
            "somebody else's host that looks nearby",
            .error(["without encryption"]),
            environment: full("http://127.0.0.1.evil.example/"),
            answers: ["GET http://127.0.0.1.evil.example/": .json(document())]
        ),
        CredentialScenario(
            "a host with encryption",
            .source("container credentials"),
            environment: full("https://agent.example/c"),
            answers: ["GET https://agent.example/c": .json(document())]
        ),
        CredentialScenario(
            "this machine",
            .source("container credentials"),
            environment: full("http://127.1.2.3:8080/c"),
            answers: ["GET http://127.1.2.3:8080/c": .json(document())]
        ),
        CredentialScenario(
            "no address",
            .error(["AWS_CONTAINER_CREDENTIALS_FULL_URI is no address"]),
            environment: full("CANARY")
        ),
        CredentialScenario(
            "an agent that refuses is not passed over",
            .error(["container credentials", "it answered 403"]),
            environment: container,
            answers: ["GET http://169.254.170.2/v2/credentials/1": .json("CANARY", status: 403)]
                .merging(instance()) { $1 }
        ),
        CredentialScenario(
            "an agent that says junk",
            .error(["no JSON object"]),
            environment: container,
            answers: ["GET http://169.254.170.2/v2/credentials/1": .json("<CANARY>")]
        ),
        CredentialScenario(
            "an agent with credentials that expired",
            .error(["container credentials", "expired at"]),
            environment: container,
            answers: ["GET http://169.254.170.2/v2/credentials/1": .json(document(end: FakeWorld.past))]
        ),
    ]

    static let instances = [
        CredentialScenario(
            "metadata turned off",
            .error(["AWS_EC2_METADATA_DISABLED"]),
            environment: ["AWS_EC2_METADATA_DISABLED": "TRUE"],
            answers: instance()
        ),
        CredentialScenario(
            "an instance without a role",
            .error(["this instance has no role"]),
            answers: instance([roleList: .json("CANARY", status: 404)])
        ),
        CredentialScenario(
            "another cloud",
            .error(["answered 405 instead of a token"]),
            answers: ["PUT \(metadata)/api/token": .json("CANARY", status: 405)]
        ),
        CredentialScenario(
            "a role that EC2 may not assume",
            .error(["none for role web-server"]),
            answers: instance(["\(roleList)web-server": .json("{\"Code\": \"AssumeRoleUnauthorizedAccess\"}")])
        ),
        CredentialScenario(
            "metadata that expired",
            .error(["role web-server", "expired at"]),
            answers: instance(["\(roleList)web-server": .json(document(end: FakeWorld.past))])
        ),
        CredentialScenario(
            "metadata elsewhere",
            .source("role r of this instance"),
            environment: ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1338/"],
            answers: [
                "PUT http://127.0.0.1:1338/latest/api/token": .json("CANARY"),
                "GET http://127.0.0.1:1338/latest/meta-data/iam/security-credentials/": .json("r"),
                "GET http://127.0.0.1:1338/latest/meta-data/iam/security-credentials/r": .json(document()),
            ]
        ),
        CredentialScenario(
            "metadata by IPv6",
            .error(["answered 404 instead of a token"]),
            environment: ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"],
            answers: ["PUT http://[fd00:ec2::254]/latest/api/token": .json("", status: 404)]
        ),
        CredentialScenario(
            "metadata at no address",
            .error(["AWS_EC2_METADATA_SERVICE_ENDPOINT"]),
            environment: ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "CANARY"]
        ),
    ]
}
