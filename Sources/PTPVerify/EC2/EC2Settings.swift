package import AWS

extension EC2Provisioner {
    /// Which placement group to launch into.
    package enum Placement: Sendable, Equatable {
        /// One with strategy `precision-time`, made for the run.
        case precisionTime
        /// One that exists already, by its name or its id.
        case given(String)
        case none
    }

    /// What a launch needs besides its type.
    package struct Settings: Sendable {
        package var subnetIDs: [String]
        package var imageID: String?
        package var securityGroupIDs: [String] = []
        package var placement = Placement.precisionTime
        package var user = "ec2-user"
        package var port = 22
        /// Which address to connect to; `nil`: the public one, else the private one.
        package var address: AddressChoice?
        /// The key pair of EC2 that may log in.
        package var keyName: String?
        /// The public key that may log in, as a line of `authorized_keys`.
        package var authorizedKey: String?
        /// By what instances are to be known.
        package var hostKey: UserData.HostKey?
        package var region: String?
        package var profile: String?
        /// What the provider is called in reports: a simulated one says so.
        package var provider = "ec2"
        /// What instances do at boot besides arming their timer; may hold keys, so nobody ever shows it.
        package var bootScript = ""
        /// In whose name things are made.
        package var owner: String?
        /// Tags that the user wants on everything.
        package var labels: [String: String] = [:]
        package var toolVersion: String

        package init(subnetIDs: [String], toolVersion: String) {
            precondition(!subnetIDs.isEmpty, "a launch needs a subnet")
            self.subnetIDs = subnetIDs
            self.toolVersion = toolVersion
        }

        /// Whether this type is launched into the placement group.
        ///
        /// Types without the clock may be refused in a group made for it; who names a group means it for all.
        func groups(_ type: InstanceTypeDescription) -> Bool {
            type.declaresHardwareClock == true || placement != .precisionTime
        }

        /// What a command of AWS's own tool needs to reach what is made here.
        var commandOptions: String {
            (region.map { " --region \($0)" } ?? "") + (profile.map { " --profile \($0)" } ?? "")
        }
    }
}
