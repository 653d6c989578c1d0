/// What a profile says besides credentials and region: how AWS is reached, and how patiently.
public enum AWSProfileSettings {
    /// Nothing secret is among them.
    private static let names: Set<String> = [
        "ca_bundle", "endpoint_url", "ignore_configured_endpoint_urls", "max_attempts", "use_dualstack_endpoint",
        "use_fips_endpoint",
    ]

    /// Reads the settings of the profile in use, with the endpoints of its `services` section as `ec2.endpoint_url`.
    ///
    /// - Parameter given: as `CredentialChain` takes it.
    public static func find(
        profile given: String?,
        in surroundings: AWSSurroundings
    ) throws(CredentialError) -> [String: String] {
        let profiles = try SharedProfiles(in: surroundings)
        guard let choice = surroundings.chosenProfile(given) else {
            return try profiles.find("default").map { (profile) throws(CredentialError) in
                try settings(of: profile, profiles)
            } ?? [:]
        }
        return try settings(of: try profiles.profile(choice.name, namedBy: choice.origin), profiles)
    }

    /// The settings of a profile.
    static func settings(of profile: Profile, _ profiles: SharedProfiles) throws(CredentialError) -> [String: String] {
        var settings: [String: String] = [:]
        for name in names { settings[name] = profile[name] }
        guard let name = profile["services"] else { return settings }
        guard let services = profiles.services(name) else {
            throw CredentialError(
                attempt: "find the endpoints of \(profile.place)",
                happened: "\(profiles.configFile) has no [services \(name)]",
                next: "Correct services in \(profile.place), or add that section."
            )
        }
        for (key, value) in services where key.hasSuffix(".endpoint_url") { settings[key] = value }
        return settings
    }
}
