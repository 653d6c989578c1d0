/// The region that is worked in, and what named it.
public struct AWSRegion: Sendable, Equatable, CustomStringConvertible {
    /// Such as `eu-central-1`.
    public let name: String
    /// What named it, in words.
    public let source: String

    public var description: String { "\(name) (\(source))" }
}

extension AWSRegion {
    /// Finds the region as AWS's tools do: given, environment, profile, and that of the instance this runs on.
    ///
    /// - Parameters:
    ///   - given: the tool's own setting.
    ///   - profile: as `CredentialChain` takes it.
    public static func find(
        given: String?,
        profile: String?,
        in surroundings: AWSSurroundings
    ) async throws(CredentialError) -> AWSRegion {
        if let given, !given.isEmpty { return try AWSRegion(checking: given, source: "given") }
        for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
            if let region = surroundings.variable(name) { return try AWSRegion(checking: region, source: name) }
        }
        let profiles = try SharedProfiles(in: surroundings)
        let choice = surroundings.chosenProfile(profile)
        var used = profiles.find("default")
        if let choice { used = try profiles.profile(choice.name, namedBy: choice.origin) }
        if let used, let region = used["region"] {
            return try AWSRegion(checking: region, source: used.place(of: "region"))
        }
        if let region = try await InstanceMetadata(surroundings: surroundings, profile: used).region() {
            return try AWSRegion(checking: region, source: "that of this instance")
        }
        throw CredentialError(
            attempt: "find the AWS region",
            happened: "neither AWS_REGION nor \(used?.place ?? "the profile default of \(profiles.places)") names one",
            next: "Set AWS_REGION, or run `aws configure set region eu-central-1` with the region you mean."
        )
    }

    private init(checking name: String, source: String) throws(CredentialError) {
        guard name.isRegionName else {
            throw CredentialError(
                attempt: "use the AWS region of \(source)",
                happened: "what stands there is no region's name",
                next: "Set it to a name like eu-central-1."
            )
        }
        self.init(name: name, source: source)
    }
}
