extension Situation.Launch {
    /// The strategy of the groups that have the clock.
    package static let precisionTime = "precision-time"

    // Where AWS offered the clock before there were such groups, and still does (DOMAIN f).
    private static let legacyRegions = [
        "us-east-1", "us-east-2", "ap-southeast-5", "ap-southeast-7", "ap-northeast-1", "eu-north-1",
    ]
    private static let legacyFamilies = ["m7a", "m7g", "m7i", "r7a", "r7g", "r7i", "i8g", "i8ge"]

    /// Whether type and region have the clock without a placement group.
    package var isLegacyOffer: Bool {
        guard let region, let family = type?.split(separator: ".").first else { return false }
        return Self.legacyRegions.contains(region) && Self.legacyFamilies.contains(String(family))
    }
}
