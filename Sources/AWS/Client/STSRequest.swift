package import Orchestration

/// The calls of STS and SSM as values.
package enum STSRequest {
    /// Asks in whose name calls are made; needs no permission.
    package static func callerIdentity() -> AWSRequest<CallerIdentity> {
        AWSRequest(.getCallerIdentity) { _ in
        } read: { answer throws(UnreadableAnswer) in
            let result = try answer.child("GetCallerIdentityResult")
            return CallerIdentity(
                account: try result.required("Account"),
                arn: try result.required("Arn"),
                userID: try result.required("UserId")
            )
        }
    }

    /// What the credentials of a role are asked for with.
    package struct Role: Sendable {
        /// The role's full name.
        package var arn: String
        /// What the role's log calls the session.
        package var sessionName: String
        /// How long the credentials are good; the role's own time where it is not said.
        package var duration: Duration?

        /// Names a role.
        package init(arn: String, sessionName: String, duration: Duration? = nil) {
            self.arn = arn
            self.sessionName = sessionName
            self.duration = duration
        }
    }

    /// Asks for the credentials of a role, in the name of those who may take it on.
    package static func assumeRole(
        _ role: Role,
        externalID: String? = nil,
        source: String
    ) -> AWSRequest<AWSCredentials> {
        AWSRequest(.assumeRole, about: [role.arn]) { form in
            form.add(role)
            form.add("ExternalId", externalID)
        } read: { answer throws(UnreadableAnswer) in
            try credentials(answer.child("AssumeRoleResult"), source)
        }
    }

    /// Asks for the credentials of a role with the token of an identity that somebody else vouches for.
    package static func assumeRole(
        _ role: Role,
        webIdentity token: Secret,
        source: String
    ) -> AWSRequest<AWSCredentials> {
        AWSRequest(.assumeRoleWithWebIdentity, about: [role.arn], isSigned: false) { form in
            form.add(role)
            form.add("WebIdentityToken", token.reveal { String(decoding: $0, as: UTF8.self) })
        } read: { answer throws(UnreadableAnswer) in
            try credentials(answer.child("AssumeRoleWithWebIdentityResult"), source)
        }
    }

    private static func credentials(_ result: XMLNode, _ source: String) throws(UnreadableAnswer) -> AWSCredentials {
        let credentials = try result.child("Credentials")
        guard let end = Timestamp(awsTime: try credentials.required("Expiration")) else {
            throw UnreadableAnswer("its Expiration is no time")
        }
        return AWSCredentials(
            accessKeyID: try credentials.required("AccessKeyId"),
            secretAccessKey: Secret(try credentials.required("SecretAccessKey")),
            sessionToken: Secret(try credentials.required("SessionToken")),
            expiresAt: end,
            source: source
        )
    }
}

/// The one call of SSM.
package enum SSMRequest {
    /// Asks for the value of a parameter.
    package static func parameter(_ name: String) -> AWSRequest<String> {
        AWSRequest(.getParameter, .json(["Name": .string(name)]), about: [name]) { answer throws(UnreadableAnswer) in
            try answer.child("Parameter").required("Value")
        }
    }

    /// The public parameter that names the newest Amazon Linux 2023 image of an architecture.
    package static func latestImage(architecture: String) -> AWSRequest<String> {
        parameter("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-\(architecture)")
    }
}

extension QueryForm {
    fileprivate mutating func add(_ role: STSRequest.Role) {
        add("RoleArn", role.arn)
        add("RoleSessionName", role.sessionName)
        add("DurationSeconds", role.duration.map { String($0.components.seconds) })
    }
}
