import AWS
import Orchestration

extension CredentialScenario {
    private static let dev = ["AWS_PROFILE": "dev"]
    private static let base = section("profile base", "BASE")

    static let profiles = [
        CredentialScenario(
            "a profile that does not exist",
            .error(["profile dev, named by AWS_PROFILE", "~/.aws/config", "~/.aws/credentials", "base, ops"]),
            environment: dev,
            config: base,
            credentials: section("ops")
        ),
        CredentialScenario(
            "a profile that does not exist, with keys in the environment",
            .error(["profile dev, named by AWS_PROFILE"]),
            environment: keys.merging(dev) { $1 }
        ),
        CredentialScenario(
            "files that are named and missing",
            .error(["/nowhere/config (missing or empty)"]),
            environment: dev.merging(["AWS_CONFIG_FILE": "/nowhere/config"]) { $1 }
        ),
        CredentialScenario(
            "files elsewhere",
            .source("profile dev of ~/mine"),
            environment: dev.merging(["AWS_SHARED_CREDENTIALS_FILE": "~/mine", "AWS_CONFIG_FILE": "/dev/null"]) { $1 },
            files: ["/home/u/mine": section("dev")]
        ),
        CredentialScenario(
            "a named profile without credentials is not passed over",
            .error(["profile dev of ~/.aws/config", "no way to get credentials"]),
            environment: dev.merging(container) { $1 },
            config: "[profile dev]\nregion = eu-west-1\n",
            answers: containerAnswer.merging(instance()) { $1 }
        ),
        CredentialScenario(
            "half a pair",
            .error(["profile dev", "aws_secret_access_key is missing"]),
            environment: dev,
            config: section("profile dev", "CONFIG"),
            credentials: "[dev]\naws_access_key_id = AKIA\n"
        ),
        CredentialScenario(
            "half a pair in the default profile is not passed over",
            .error(["profile default", "aws_access_key_id is missing"]),
            credentials: "[default]\naws_secret_access_key = CANARY\n",
            answers: instance()
        ),
        CredentialScenario(
            "a quoted name, and the newer spelling of default",
            .source("profile default of ~/.aws/config"),
            config:
                "[profile \"default\"]\naws_access_key_id=A\naws_secret_access_key=CANARY # a comment\n[default]\nx=1\n"
        ),
    ]

    static let broken = [
        CredentialScenario(
            "a line that is nothing",
            .error(["~/.aws/credentials", "line 3"]),
            credentials: "[default]\naws_access_key_id = A\nCANARY-secret-alone\n"
        ),
        CredentialScenario(
            "a property without a section",
            .error(["~/.aws/config", "line 2", "before the first section"]),
            config: "# hello\nCANARY = CANARY\n"
        ),
        CredentialScenario(
            "nothing anywhere",
            .error([
                "find AWS credentials", "no instance metadata service answers", "AWS_PROFILE to one of dev",
                "aws configure",
            ]),
            config: section("profile dev")
        ),
    ]

    private static func role(_ more: String) -> String { "\(base)[profile dev]\nrole_arn = arn:dev\n\(more)\n" }
    private static let denied = AWSError(
        code: "AccessDenied",
        message: "User arn:u is not authorized to perform sts:AssumeRole",
        action: "AssumeRole"
    )
    private static let mismatch = AWSError(
        code: "SignatureDoesNotMatch",
        message: "The canonical string should have been x-amz-security-token:CANARY-token",
        action: "AssumeRole"
    )
    private static let quoting = AWSError(code: "AccessDenied", message: "for CANARY-BASE", action: "AssumeRole")

    static let roles = [
        CredentialScenario(
            "a role from another profile",
            .source("role arn:dev assumed for profile dev of ~/.aws/config with profile base of ~/.aws/config"),
            environment: dev,
            config: role("source_profile = base")
        ),
        CredentialScenario(
            "a role from a role from keys that stand beside a role",
            .source("with role arn:mid assumed for profile mid of ~/.aws/config with profile base of ~/.aws/config"),
            environment: dev,
            config: role("source_profile = mid")
                + "[profile mid]\nrole_arn = arn:mid\nsource_profile = base\n[profile base]\nrole_arn = arn:unused\n"
        ),
        CredentialScenario(
            "a role from keys of the same profile",
            .source("role arn:base"),
            config: section("default") + "role_arn = arn:base\nsource_profile = default\n"
        ),
        CredentialScenario(
            "a role from the environment",
            .source("with environment variables"),
            environment: keys,
            config: role("credential_source = Environment"),
            profile: "dev"
        ),
        CredentialScenario(
            "a role from an empty environment",
            .error(["profile dev", "credential_source is Environment"]),
            environment: dev,
            config: role("credential_source = Environment")
        ),
        CredentialScenario(
            "a role from the container",
            .source("with container credentials"),
            environment: dev.merging(container) { $1 },
            config: role("credential_source = EcsContainer"),
            answers: containerAnswer
        ),
        CredentialScenario(
            "a role from the instance",
            .source("with role web-server of this instance"),
            environment: dev,
            config: role("credential_source = Ec2InstanceMetadata"),
            answers: instance()
        ),
        CredentialScenario(
            "a role from an instance that is none",
            .error(["credential_source is Ec2InstanceMetadata", "no instance metadata service answers"]),
            environment: dev,
            config: role("credential_source = Ec2InstanceMetadata")
        ),
        CredentialScenario(
            "a role from who knows where",
            .error(["none of Environment, EcsContainer, Ec2InstanceMetadata"]),
            environment: dev,
            config: role("credential_source = CANARY")
        ),
        CredentialScenario(
            "a role without a source",
            .error(["neither source_profile nor credential_source"]),
            environment: dev,
            config: role("")
        ),
        CredentialScenario(
            "a role with two sources",
            .error(["both source_profile and credential_source"]),
            environment: dev,
            config: role("source_profile = base\ncredential_source = Environment")
        ),
        CredentialScenario(
            "a role from a profile that does not exist",
            .error(["profile gone, named by source_profile of profile dev", "base, dev"]),
            environment: dev,
            config: role("source_profile = gone")
        ),
        CredentialScenario(
            "roles in a circle",
            .error(["leads back to itself", "dev → mid → dev"]),
            environment: dev,
            config: role("source_profile = mid") + "[profile mid]\nrole_arn = arn:mid\nsource_profile = dev\n"
        ),
        CredentialScenario(
            "a role from itself without keys",
            .error(["leads back to itself", "dev → dev"]),
            environment: dev,
            config: role("source_profile = dev")
        ),
        CredentialScenario(
            "a role that asks for a person",
            .error(["MFA", "aws configure export-credentials --profile dev"]),
            environment: dev,
            config: role("source_profile = base\nmfa_serial = arn:mfa")
        ),
        CredentialScenario(
            "a role for too long",
            .error(["duration_seconds", "900 to 43200"]),
            environment: dev,
            config: role("source_profile = base\nduration_seconds = 60")
        ),
        CredentialScenario(
            "a role that is denied",
            .error(["arn:dev", "profile base", "not authorized to perform sts:AssumeRole", "trusts"]),
            environment: dev,
            config: role("source_profile = base"),
            denial: denied
        ),
        CredentialScenario(
            "a refusal that quotes the request",
            .error(["AssumeRole answered SignatureDoesNotMatch. Renew"]),
            environment: dev,
            config: role("source_profile = base"),
            denial: mismatch
        ),
        CredentialScenario(
            "a refusal that quotes a secret",
            .error(["AssumeRole answered AccessDenied. Allow"]),
            environment: dev,
            config: role("source_profile = base"),
            denial: quoting
        ),
        CredentialScenario(
            "web identity of a profile",
            .source("role arn:dev assumed with the web identity in /token"),
            environment: dev,
            config: role("web_identity_token_file = /token"),
            files: tokenFile
        ),
    ]

    private static func process(_ outcome: ProcessOutcome, _ expected: Expectation, _ name: String)
        -> CredentialScenario
    {
        CredentialScenario(
            name,
            expected,
            environment: dev,
            config: "[profile dev]\ncredential_process = helper --password CANARY-command\n",
            processes: ["helper --password CANARY-command": outcome]
        )
    }

    private static func saying(_ text: String) -> ProcessOutcome { .exited(status: 0, output: Secret(text)) }

    static let processes = [
        process(
            saying(document(token: "SessionToken", more: "\"Version\": 1, ")),
            .source("credential_process of profile dev of ~/.aws/config"),
            "a helper"
        ),
        process(
            saying("{\"Version\": 1, \"AccessKeyId\": \"A\", \"SecretAccessKey\": \"CANARY\"}"),
            .source("credential_process of profile dev"),
            "a helper with keys that do not end"
        ),
        process(saying("CANARY junk"), .error(["profile dev", "no JSON object"]), "a helper that says junk"),
        process(
            saying("{\"CANARY\": 1, \"CANARY\": 2}"),
            .error(["no JSON object"]),
            "a helper that says things twice"
        ),
        process(saying(document()), .error(["\"Version\": 1"]), "a helper of another version"),
        process(
            saying("{\"Version\": 1, \"SecretAccessKey\": \"CANARY\"}"),
            .error(["has no AccessKeyId"]),
            "a helper with half a pair"
        ),
        process(
            saying(document(token: "SessionToken", end: FakeWorld.past, more: "\"Version\": 1, ")),
            .error(["credential_process of profile dev", "expired at 2026-11-21T12:00:00Z"]),
            "a helper with credentials that expired"
        ),
        process(
            saying(document(end: "CANARY", more: "\"Version\": 1, ")),
            .error(["Expiration that is no time"]),
            "a helper with a time that is none"
        ),
        process(
            .exited(status: 3, output: Secret("CANARY")),
            .error(["exit status 3", "in a shell"]),
            "a helper that fails"
        ),
        process(.signalled(11), .error(["signal 11"]), "a helper that crashes"),
        process(.timedOut, .error(["not done within 60 s"]), "a helper that hangs"),
        process(.tooMuchOutput, .error(["far more"]), "a helper that goes on and on"),
        process(
            .notStarted(reason: "no processes left"),
            .error(["no processes left"]),
            "a helper that does not start"
        ),
    ]
}
