/// What EC2 says of a subnet.
public struct SubnetDescription: Sendable, Equatable {
    /// Its id.
    public let id: String
    /// The network that it is a part of.
    public let networkID: String
    /// Its availability zone.
    public let zone: String
    /// How many addresses it has left.
    public let freeAddresses: Int?
    /// Whether what is launched in it gets a public address.
    public let assignsPublicAddresses: Bool

    /// Describes a subnet.
    public init(id: String, networkID: String, zone: String, freeAddresses: Int?, assignsPublicAddresses: Bool) {
        self.id = id
        self.networkID = networkID
        self.zone = zone
        self.freeAddresses = freeAddresses
        self.assignsPublicAddresses = assignsPublicAddresses
    }
}

/// What EC2 says of an image.
public struct ImageDescription: Sendable, Equatable {
    /// Its id.
    public let id: String
    /// Its name.
    public let name: String?
    /// What processors it is for, such as `arm64`.
    public let architecture: String
    /// Such as `available`.
    public let state: String
    /// Whether it has the driver for the network adapters that have the clock.
    public let supportsENA: Bool?

    /// Describes an image.
    public init(id: String, name: String?, architecture: String, state: String, supportsENA: Bool?) {
        self.id = id
        self.name = name
        self.architecture = architecture
        self.state = state
        self.supportsENA = supportsENA
    }
}

/// That a type can be launched somewhere.
public struct InstanceTypeOffering: Sendable, Hashable {
    /// The type.
    public let type: String
    /// The availability zone.
    public let zone: String

    /// States an offering.
    public init(type: String, zone: String) {
        self.type = type
        self.zone = zone
    }
}

/// In whose name calls are made.
public struct CallerIdentity: Sendable, Equatable {
    /// The account's number.
    public let account: String
    /// The full name of user or role.
    public let arn: String
    /// The unique id of user or role.
    public let userID: String

    /// States an identity.
    public init(account: String, arn: String, userID: String) {
        self.account = account
        self.arn = arn
        self.userID = userID
    }
}
