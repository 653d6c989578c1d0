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

    /// Names that other people's sweepers know: until when a thing is needed, and that it is to stay.
    private static let sweepersAfter = "cloud-nuke-after"
    private static let sweepersNever = "cloud-nuke-excluded"

    /// What marks a thing that stays on purpose.
    static let keeping = [kept: "true", sweepersNever: "true"]

    /// The tags of something that a run makes, with the user's labels.
    ///
    /// Labels replace what is only for people, and never what we find our own things by: a label `ptp-verify:kept`
    /// would hide everything from every sweep.
    static func tags(
        of resource: Resource,
        run runID: String,
        _ settings: EC2Provisioner.Settings
    ) -> [String: String] {
        var tags = [String: String](minimumCapacity: 9 + settings.labels.count)
        tags["Name"] = "ptp-verify \(resource.caseID?.text ?? runID)"
        tags[run] = runID
        tags[token] = resource.token
        tags[version] = settings.toolVersion
        tags["purpose"] = "ptp-verify"
        tags["owner"] = settings.owner
        tags[caseID] = resource.caseID?.text
        let expiry = resource.expiresAt?.description
        tags[expires] = expiry
        tags[sweepersAfter] = expiry
        for (name, value) in settings.labels where !name.hasPrefix(own) { tags[name] = value }
        return tags
    }
}
