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

    /// Asks for the credentials of a role, in the name of those who may take it on.
    package static func assumeRole(_ role: AssumedRole) -> AWSRequest<IssuedCredentials> {
        AWSRequest(.assumeRole, about: [role.arn]) { form in
            form.add(role)
            form.add("ExternalId", role.externalID)
        } read: { answer throws(UnreadableAnswer) in
            try credentials(answer.child("AssumeRoleResult"))
        }
    }

    /// Asks for the credentials of a role with the token of an identity that somebody else vouches for.
    package static func assumeRole(
        _ role: AssumedRole,
        webIdentity token: Secret
    ) -> AWSRequest<IssuedCredentials> {
        AWSRequest(.assumeRoleWithWebIdentity, about: [role.arn], isSigned: false) { form in
            form.add(role)
            form.add("WebIdentityToken", token.reveal { String(decoding: $0, as: UTF8.self) })
        } read: { answer throws(UnreadableAnswer) in
            try credentials(answer.child("AssumeRoleWithWebIdentityResult"))
        }
    }

    private static func credentials(_ result: XMLNode) throws(UnreadableAnswer) -> IssuedCredentials {
        let credentials = try result.child("Credentials")
        guard let end = Timestamp(awsTime: try credentials.required("Expiration")) else {
            throw UnreadableAnswer("its Expiration is no time")
        }
        return IssuedCredentials(
            accessKeyID: try credentials.required("AccessKeyId"),
            secretAccessKey: Secret(try credentials.required("SecretAccessKey")),
            sessionToken: Secret(try credentials.required("SessionToken")),
            expiresAt: end
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
    fileprivate mutating func add(_ role: AssumedRole) {
        add("RoleArn", role.arn)
        add("RoleSessionName", role.sessionName)
        add("DurationSeconds", role.durationSeconds.map(String.init))
    }
}
