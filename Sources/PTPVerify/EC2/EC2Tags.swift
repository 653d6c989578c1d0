import Orchestration

/// The tags by which everything that a run makes can be found again, by us and by other people's sweepers.
package enum EC2Tags {
    /// Carried by everything we make.
    package static let run = "ptp-verify:run"
    package static let caseID = "ptp-verify:case"
    package static let token = "ptp-verify:token"
    package static let expires = "ptp-verify:expires"
    package static let kept = "ptp-verify:kept"
    package static let version = "ptp-verify:version"

    static func tags(of resource: Resource, run runID: String, toolVersion: String) -> [String: String] {
        var tags = [
            "Name": "ptp-verify \(resource.caseID?.text ?? runID)",
            run: runID,
            token: resource.token,
            version: toolVersion,
            "purpose": "ptp-verify",
        ]
        tags[caseID] = resource.caseID?.text
        tags[expires] = resource.expiresAt?.description
        return tags
    }
}
