/// The services that are called.
public enum AWSService: String, Sendable, CaseIterable {
    case ec2
    case ssm
    case sts
    case pricing
    case serviceQuotas = "servicequotas"

    /// What it is called in settings: `AWS_ENDPOINT_URL_…`, and the `services` section of a profile.
    var settingName: String {
        switch self {
        case .ec2, .pricing, .ssm, .sts: rawValue
        case .serviceQuotas: "service_quotas"
        }
    }

    /// What the names of its hosts begin with.
    var hostPrefix: String { self == .pricing ? "api.pricing" : rawValue }

    /// What comes before the name of a call where calls are made in JSON.
    package var target: String? {
        switch self {
        case .ec2, .sts: nil
        case .pricing: "AWSPriceListService"
        case .serviceQuotas: "ServiceQuotasV20190624"
        case .ssm: "AmazonSSM"
        }
    }
}

/// Every call that is ever made; what permissions are needed follows from it.
public enum AWSAction: String, Sendable, CaseIterable {
    case authorizeSecurityGroupIngress = "AuthorizeSecurityGroupIngress"
    case createPlacementGroup = "CreatePlacementGroup"
    case createSecurityGroup = "CreateSecurityGroup"
    case createTags = "CreateTags"
    case deletePlacementGroup = "DeletePlacementGroup"
    case deleteSecurityGroup = "DeleteSecurityGroup"
    case describeImages = "DescribeImages"
    case describeInstances = "DescribeInstances"
    case describeInstanceTypeOfferings = "DescribeInstanceTypeOfferings"
    case describeInstanceTypes = "DescribeInstanceTypes"
    case describeKeyPairs = "DescribeKeyPairs"
    case describePlacementGroups = "DescribePlacementGroups"
    case describeSecurityGroups = "DescribeSecurityGroups"
    case describeSubnets = "DescribeSubnets"
    case getConsoleOutput = "GetConsoleOutput"
    case runInstances = "RunInstances"
    case terminateInstances = "TerminateInstances"

    case getParameter = "GetParameter"

    case getServiceQuota = "GetServiceQuota"

    case assumeRole = "AssumeRole"
    case assumeRoleWithWebIdentity = "AssumeRoleWithWebIdentity"
    case getCallerIdentity = "GetCallerIdentity"

    case getProducts = "GetProducts"

    /// Who answers it.
    public var service: AWSService {
        switch self {
        case .getParameter: .ssm
        case .getProducts: .pricing
        case .getServiceQuota: .serviceQuotas
        case .assumeRole, .assumeRoleWithWebIdentity, .getCallerIdentity: .sts
        case .authorizeSecurityGroupIngress, .createPlacementGroup, .createSecurityGroup, .createTags,
            .deletePlacementGroup, .deleteSecurityGroup, .describeImages, .describeInstances,
            .describeInstanceTypeOfferings, .describeInstanceTypes, .describeKeyPairs, .describePlacementGroups,
            .describeSecurityGroups, .describeSubnets, .getConsoleOutput, .runInstances, .terminateInstances:
            .ec2
        }
    }

    /// Whether it leaves anything behind that was not there before, so that a lost answer matters.
    public var changes: Bool {
        switch self {
        case .authorizeSecurityGroupIngress, .createPlacementGroup, .createSecurityGroup, .createTags,
            .deletePlacementGroup, .deleteSecurityGroup, .runInstances, .terminateInstances:
            true
        case .assumeRole, .assumeRoleWithWebIdentity, .describeImages, .describeInstances,
            .describeInstanceTypeOfferings, .describeInstanceTypes, .describeKeyPairs, .describePlacementGroups,
            .describeSecurityGroups, .describeSubnets, .getCallerIdentity, .getConsoleOutput, .getParameter,
            .getProducts, .getServiceQuota:
            false
        }
    }

    /// The permission that a policy must give, such as `ec2:RunInstances`.
    public var permission: String { "\(service.rawValue):\(rawValue)" }
}
