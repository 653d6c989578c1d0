/// The services that are called.
public enum AWSService: String, Sendable, CaseIterable {
    case ec2
    case ssm
    case sts
    case pricing
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
    case describePlacementGroups = "DescribePlacementGroups"
    case describeSecurityGroups = "DescribeSecurityGroups"
    case describeSubnets = "DescribeSubnets"
    case getConsoleOutput = "GetConsoleOutput"
    case runInstances = "RunInstances"
    case terminateInstances = "TerminateInstances"

    case getParameter = "GetParameter"

    case assumeRole = "AssumeRole"
    case assumeRoleWithWebIdentity = "AssumeRoleWithWebIdentity"
    case getCallerIdentity = "GetCallerIdentity"

    case getProducts = "GetProducts"

    /// Who answers it.
    public var service: AWSService {
        switch self {
        case .getParameter: .ssm
        case .getProducts: .pricing
        case .assumeRole, .assumeRoleWithWebIdentity, .getCallerIdentity: .sts
        case .authorizeSecurityGroupIngress, .createPlacementGroup, .createSecurityGroup, .createTags,
            .deletePlacementGroup, .deleteSecurityGroup, .describeImages, .describeInstances,
            .describeInstanceTypeOfferings, .describeInstanceTypes, .describePlacementGroups,
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
            .describeInstanceTypeOfferings, .describeInstanceTypes, .describePlacementGroups,
            .describeSecurityGroups, .describeSubnets, .getCallerIdentity, .getConsoleOutput, .getParameter,
            .getProducts:
            false
        }
    }

    /// The permission that a policy must give, such as `ec2:RunInstances`.
    public var permission: String { "\(service.rawValue):\(rawValue)" }
}
