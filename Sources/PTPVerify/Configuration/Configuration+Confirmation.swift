extension Configuration {
    package static let mostTypesUnconfirmed = 3
    package static let mostInstancesUnconfirmed = 5

    /// Why the run must be confirmed first, and how; `nil` when it may start.
    ///
    /// A rehearsal on the simulated fleet asks like the real run, but for the built-in fleet, which nobody asked for.
    package var confirmationNeeded: String? {
        let (types, instances) = (instanceTypes.value.count, plannedCount)
        guard launches, !confirm.value, instanceTypes.source != .default else { return nil }
        guard types > Self.mostTypesUnconfirmed || instances > Self.mostInstancesUnconfirmed else { return nil }
        return """
            \(instances) instances of \(types) \(types == 1 ? "type" : "types") would be launched \
            (from \(instanceTypes.source)); more than \(Self.mostTypesUnconfirmed) types or \
            \(Self.mostInstancesUnconfirmed) instances must be confirmed: \
            \(Self.howToConfirm)
            """
    }

    private static let howToConfirm = "set PTP_CONFIRM=1, --confirm, or confirm: true in the file"
}
