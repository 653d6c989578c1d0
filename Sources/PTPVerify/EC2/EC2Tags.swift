import Orchestration

/// The tags by which everything that a run makes can be found again, by us and by other people's sweepers.
package enum EC2Tags {
    /// What the names of the tags begin with that decide what happens to a thing; nobody else may set them.
    private static let own = "ptp-verify:"

    /// Carried by everything we make.
    package static let run = own + "run"
    package static let caseID = own + "case"
    package static let token = own + "token"
    package static let expires = own + "expires"
    package static let kept = own + "kept"
    package static let version = own + "version"

    /// The tags of something that a run makes, with the user's labels.
    ///
    /// Labels replace what is only for people, and never what we find our own things by: a label `ptp-verify:kept`
    /// would hide everything from every sweep.
    static func tags(
        of resource: Resource,
        run runID: String,
        toolVersion: String,
        labels: [String: String]
    ) -> [String: String] {
        var tags = [String: String](minimumCapacity: 7 + labels.count)
        tags["Name"] = "ptp-verify \(resource.caseID?.text ?? runID)"
        tags[run] = runID
        tags[token] = resource.token
        tags[version] = toolVersion
        tags["purpose"] = "ptp-verify"
        tags[caseID] = resource.caseID?.text
        tags[expires] = resource.expiresAt?.description
        for (name, value) in labels where !name.hasPrefix(own) { tags[name] = value }
        return tags
    }
}
