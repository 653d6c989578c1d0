/// The separate clouds of AWS: accounts, names and endpoints of one mean nothing in another.
public enum AWSPartition: String, Sendable, CaseIterable {
    case aws
    case china = "aws-cn"
    case government = "aws-us-gov"
    case europeanSovereign = "aws-eusc"
    case iso = "aws-iso"
    case isoB = "aws-iso-b"
    case isoE = "aws-iso-e"
    case isoF = "aws-iso-f"

    /// The partition that a region belongs to; regions that nobody knows yet are taken for ordinary ones.
    public init(region: String) {
        self = Self.prefixes.first { region.hasPrefix($0.prefix) }?.partition ?? .aws
    }

    private static let prefixes: [(prefix: String, partition: AWSPartition)] = [
        ("cn-", .china), ("us-gov-", .government), ("eusc-", .europeanSovereign), ("us-iso-", .iso),
        ("us-isob-", .isoB), ("eu-isoe-", .isoE), ("us-isof-", .isoF),
    ]

    /// What the names of its hosts end with.
    var suffix: String {
        switch self {
        case .aws, .government: "amazonaws.com"
        case .china: "amazonaws.com.cn"
        case .europeanSovereign: "amazonaws.eu"
        case .iso: "c2s.ic.gov"
        case .isoB: "sc2s.sgov.gov"
        case .isoE: "cloud.adc-e.uk"
        case .isoF: "csp.hci.ic.gov"
        }
    }

    /// The same for hosts that answer IPv6 as well as IPv4.
    var dualStackSuffix: String {
        switch self {
        case .aws, .government: "api.aws"
        case .china: "api.amazonwebservices.com.cn"
        case .europeanSovereign: "api.amazonwebservices.eu"
        case .iso: "api.aws.ic.gov"
        case .isoB: "api.aws.scloud"
        case .isoE: "api.cloud-aws.adc-e.uk"
        case .isoF: "api.aws.hci.ic.gov"
        }
    }
}
