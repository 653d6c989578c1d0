import AWS
import Orchestration
import Testing

/// A world, and what must come of looking for credentials in it.
struct CredentialScenario: Sendable, CustomTestStringConvertible {
    enum Expectation: Sendable {
        /// Credentials from where these words say.
        case source(String)
        /// An error whose text holds all of these.
        case error([String])
    }

    let name: String
    let world: FakeWorld
    let profile: String?
    let expected: Expectation

    init(
        _ name: String,
        _ expected: Expectation,
        environment: [String: String] = [:],
        config: String = "",
        credentials: String = "",
        files: [String: String] = [:],
        processes: [String: ProcessOutcome] = [:],
        answers: [String: HTTPResponse] = [:],
        denial: AWSError? = nil,
        profile: String? = nil
    ) {
        self.name = name
        self.profile = profile
        self.expected = expected
        world = FakeWorld(
            environment: environment,
            files: FakeWorld.shared(config: config, credentials: credentials).merging(files) { $1 },
            processes: processes,
            answers: answers,
            denial: denial
        )
    }

    var testDescription: String { name }

    static let all =
        environment + precedence + profiles + roles + processes + singleSignOn + containers + instances + broken
}

// MARK: - Parts

extension CredentialScenario {
    static let keys = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "CANARY-env"]
    static let webIdentity = ["AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:pod"]
    static let tokenFile = ["/token": "CANARY-web-token\n"]
    static let container = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/1"]

    static func section(_ header: String, _ name: String = "") -> String {
        "[\(header)]\naws_access_key_id = AKIA\(name)\naws_secret_access_key = CANARY-\(name)\n"
    }

    static func document(token: String = "Token", end: String = FakeWorld.later, more: String = "") -> String {
        """
        {\(more)"AccessKeyId": "ASIADOC", "SecretAccessKey": "CANARY-document", "\(token)": "CANARY-token", \
        "Expiration": "\(end)"}
        """
    }

    static let containerAnswer = ["GET http://169.254.170.2/v2/credentials/1": HTTPResponse.json(document())]

    static let metadata = "http://169.254.169.254/latest"
    static let roleList = "GET \(metadata)/meta-data/iam/security-credentials/"
    static func instance(_ more: [String: HTTPResponse] = [:]) -> [String: HTTPResponse] {
        [
            "PUT \(metadata)/api/token": .json("CANARY-metadata-token"),
            roleList: .json("web-server\n"),
            "\(roleList)web-server": .json(document(more: "\"Code\": \"Success\", ")),
            "GET \(metadata)/meta-data/placement/region": .json("eu-west-3"),
        ].merging(more) { $1 }
    }
}

// MARK: - Environment and precedence

extension CredentialScenario {
    private static let environment = [
        CredentialScenario("keys in the environment", .source("environment variables"), environment: keys),
        CredentialScenario(
            "half a pair in the environment",
            .error(["AWS_ACCESS_KEY_ID is set", "AWS_SECRET_ACCESS_KEY is not"]),
            environment: ["AWS_ACCESS_KEY_ID": "AKIA"]
        ),
        CredentialScenario(
            "the other half",
            .error(["AWS_SECRET_ACCESS_KEY is set", "AWS_ACCESS_KEY_ID is not"]),
            environment: ["AWS_SECRET_ACCESS_KEY": "CANARY"]
        ),
        CredentialScenario(
            "keys in the environment that expired",
            .error(["environment variables", "expired at 2026-11-21T12:00:00Z"]),
            environment: keys.merging(["AWS_CREDENTIAL_EXPIRATION": FakeWorld.past]) { $1 }
        ),
        CredentialScenario(
            "keys in the environment that end at no time",
            .error(["AWS_CREDENTIAL_EXPIRATION is no time"]),
            environment: keys.merging(["AWS_CREDENTIAL_EXPIRATION": "CANARY soon"]) { $1 }
        ),
        CredentialScenario(
            "a token without a role",
            .error(["AWS_WEB_IDENTITY_TOKEN_FILE is set and AWS_ROLE_ARN is not"]),
            environment: ["AWS_WEB_IDENTITY_TOKEN_FILE": "/token"]
        ),
        CredentialScenario(
            "a token's file that is missing",
            .error(["/token", "missing or empty"]),
            environment: webIdentity
        ),
        CredentialScenario(
            "a token's file with something else",
            .error(["not one line"]),
            environment: webIdentity,
            files: ["/token": "CANARY\nCANARY"]
        ),
    ]

    /// Each source with all that come after it.
    private static let precedence = [
        CredentialScenario(
            "the environment goes before all",
            .source("environment variables"),
            environment: keys.merging(webIdentity) { $1 }.merging(container) { $1 },
            credentials: section("default"),
            files: tokenFile,
            answers: containerAnswer.merging(instance()) { $1 }
        ),
        CredentialScenario(
            "web identity goes before the default profile",
            .source("role arn:pod assumed with the web identity in /token"),
            environment: webIdentity.merging(container) { $1 },
            credentials: section("default"),
            files: tokenFile,
            answers: containerAnswer.merging(instance()) { $1 }
        ),
        CredentialScenario(
            "the default profile goes before the container",
            .source("profile default of ~/.aws/credentials"),
            environment: container,
            credentials: section("default"),
            answers: containerAnswer.merging(instance()) { $1 }
        ),
        CredentialScenario(
            "the container goes before the instance",
            .source("container credentials"),
            environment: container,
            config: "[default]\nregion = eu-west-1\n",
            answers: containerAnswer.merging(instance()) { $1 }
        ),
        CredentialScenario(
            "the instance comes last",
            .source("role web-server of this instance"),
            answers: instance()
        ),
        CredentialScenario(
            "a profile of the environment goes behind keys",
            .source("environment variables"),
            environment: keys.merging(["AWS_PROFILE": "dev"]) { $1 },
            credentials: section("dev")
        ),
        CredentialScenario(
            "a profile of the tool's own goes before keys",
            .source("profile dev of ~/.aws/credentials"),
            environment: keys,
            credentials: section("dev"),
            profile: "dev"
        ),
        CredentialScenario(
            "a profile named in the environment goes before web identity",
            .source("profile dev of ~/.aws/credentials"),
            environment: webIdentity.merging(["AWS_PROFILE": "dev"]) { $1 },
            credentials: section("dev"),
            files: tokenFile
        ),
        CredentialScenario(
            "a setting that AWS_PROFILE stands behind is AWS_PROFILE",
            .source("environment variables"),
            environment: keys.merging(["AWS_PROFILE": "dev"]) { $1 },
            credentials: section("dev"),
            profile: "dev"
        ),
        CredentialScenario(
            "PTP_PROFILE is the tool's own",
            .source("profile dev of ~/.aws/credentials"),
            environment: keys.merging(["AWS_PROFILE": "dev", "PTP_PROFILE": "dev"]) { $1 },
            credentials: section("dev"),
            profile: "dev"
        ),
        CredentialScenario(
            "the credentials file goes before the config file",
            .source("profile dev of ~/.aws/credentials"),
            environment: ["AWS_PROFILE": "dev"],
            config: section("profile dev", "CONFIG"),
            credentials: section("dev")
        ),
    ]
}
