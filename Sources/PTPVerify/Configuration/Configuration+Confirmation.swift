extension Configuration {
    package static let mostTypesUnconfirmed = 3
    package static let mostInstancesUnconfirmed = 5

    /// Why the run must be confirmed first, and how; `nil` when it may start.
    ///
    /// A rehearsal on the simulated fleet asks like the real run, but for the built-in fleet, which nobody asked for.
    package var confirmationNeeded: String? {
        let (types, instances) = (instanceTypes.value.count, plannedCount)
        guard provider.value != .hosts, !confirm.value, instanceTypes.source != .default else { return nil }
        if provider.value == .ec2 {
            // Instances cost money, and nothing can come of them as long as nobody can log in.
            return """
                \(instances) \(instances == 1 ? "instance" : "instances") would be launched on EC2 \
                (from \(instanceTypes.source)), and this version cannot log in to them: every case will be \
                inconclusive. To launch all the same, \(Self.howToConfirm)
                """
        }
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
