/// A service with the names that its host and the settings for its endpoint have.
struct ServiceHost: Equatable {
    /// What its host begins with.
    let prefix: String
    /// What overrides call it in files, such as `sso_oidc`; variables in capitals.
    let name: String

    /// The portal of the single sign-on.
    static let signOn = ServiceHost(prefix: "portal.sso", name: "sso")
    /// What renews the tokens of the single sign-on.
    static let signOnTokens = ServiceHost(prefix: "oidc", name: "sso_oidc")

    /// Where the service is reached in a region, as every tool of AWS finds it.
    func address(in region: String, by settings: EndpointSettings) throws(AWSSettingError) -> WebAddress {
        guard let override = settings.override(of: name) else {
            return WebAddress(.https, host: host(in: region, by: settings))
        }
        guard let address = WebAddress(override.value), address.query.isEmpty else {
            // The value is not repeated: it may hold a password, which is one reason to refuse it.
            throw AWSSettingError(
                happened: "\(override.name) is no address of a service",
                next: "Write it like https://host:port, without user, password or query."
            )
        }
        return address
    }

    /// The service's own host in a region.
    func host(in region: String, by settings: EndpointSettings) -> String {
        let partition = AWSPartition(region: region)
        let isDualStack = settings.isTrue("use_dualstack_endpoint")
        // In GovCloud the plain hosts are the FIPS ones.
        let isCertified = settings.isTrue("use_fips_endpoint") && (partition != .government || isDualStack)
        let suffix = isDualStack ? partition.dualStackSuffix : partition.suffix
        return "\(prefix)\(isCertified ? "-fips" : "").\(region).\(suffix)"
    }
}

/// What environment and profile say of endpoints.
struct EndpointSettings {
    /// The environment variables.
    let environment: [String: String]
    /// The properties of the profile, those of its `services` section as `ec2.endpoint_url`.
    let profile: [String: String]

    /// An address that somebody wrote down, and where.
    struct Override {
        let name: String
        let value: String
    }

    /// A switch: the environment's variable, such as `AWS_USE_FIPS_ENDPOINT`, goes before the profile's property.
    func isTrue(_ property: String) -> Bool {
        let variable = environment["AWS_" + property.uppercased()] ?? ""
        return (variable.isEmpty ? profile[property] : variable)?.lowercased() == "true"
    }

    /// The most special word counts, and the environment before the file.
    func override(of service: String) -> Override? {
        guard !isTrue("ignore_configured_endpoint_urls") else { return nil }
        let special = "AWS_ENDPOINT_URL_\(service.uppercased())"
        let candidates: [(name: String, value: String?)] = [
            (special, environment[special]),
            ("AWS_ENDPOINT_URL", environment["AWS_ENDPOINT_URL"]),
            ("endpoint_url of the service \(service)", profile["\(service).endpoint_url"]),
            ("endpoint_url of the profile", profile["endpoint_url"]),
        ]
        for case (let name, let value?) in candidates where !value.isEmpty {
            return Override(name: name, value: value)
        }
        return nil
    }
}
