import AWS
import Orchestration
import PTPVerify
import Testing

/// The policy and the code say the same.
@Suite struct IAMPolicyTests {
    /// Which permissions a policy allows anywhere.
    private static func allowed(_ policy: IAMPolicy) -> Set<String> {
        let statements = policy.document["Statement"]?.array ?? []
        return Set(statements.flatMap { $0.object?["Action"]?.array ?? [] }.compactMap(\.string))
    }

    @Test(arguments: AWSAction.allCases) func `every call is allowed, or needs no permission`(action: AWSAction) {
        let isAllowed = Self.allowed(IAMPolicy([action], region: nil)).contains(action.permission)
        #expect(isAllowed == (IAMPolicy.grant(of: action) != .none))
    }

    @Test func `nothing is allowed but the calls that are made`() {
        let all = IAMPolicy(Set(AWSAction.allCases), region: "eu-west-1")
        let without: Set<AWSAction> = [.assumeRole, .assumeRoleWithWebIdentity, .getCallerIdentity]
        #expect(Self.allowed(all) == Set(Set(AWSAction.allCases).subtracting(without).map(\.permission)))
    }

    @Test func `what changes things is allowed only on ours, on what is used, and on stand-ins`() throws {
        let policy = IAMPolicy(Set(AWSAction.allCases), region: "eu-west-1")
        let statements = try #require(policy.document["Statement"]?.array).compactMap(\.object)
        let changing = Set(AWSAction.allCases.filter(\.changes).map(\.permission))
        for statement in statements {
            let actions = Set(try #require(statement["Action"]?.array).compactMap(\.string))
            guard !actions.isDisjoint(with: changing), statement["Condition"] == nil else { continue }
            for resource in try #require(statement["Resource"]?.array).compactMap(\.string) {
                let name = try #require(resource.split(separator: ":").last)
                let isStandIn = [StandIn.instanceID, StandIn.securityGroupID, StandIn.groupName].contains {
                    name.hasSuffix($0)
                }
                let isUsed = ["image/", "subnet/", "security-group/", "placement-group/", "vpc/"].contains {
                    name.hasPrefix($0)
                }
                let onlyUses = actions.isSubset(of: ["ec2:RunInstances", "ec2:CreateSecurityGroup"])
                #expect(isStandIn || (isUsed && onlyUses), "\(actions) on \(resource)")
            }
        }
    }

    @Test func `a plan narrows the policy`() {
        var configuration = Configuration()
        configuration.subnetIDs.value = ["subnet-1", "subnet-2"]
        configuration.securityGroupIDs.value = ["sg-1"]
        configuration.amiID.value = "ami-1"
        configuration.placementGroup.value = .none
        let policy = IAMPolicy(configuration.plannedActions, region: "cn-north-1", configuration: configuration)
        let text = String(decoding: JSONValue.object(policy.document).text(), as: UTF8.self)
        #expect(text.contains("\"arn:aws-cn:ec2:cn-north-1:*:subnet/subnet-2\"") && !text.contains("subnet/*"))
        #expect(text.contains("image/ami-1\"") && !text.contains("GetParameter"))
        #expect(!text.contains("PlacementGroup"))
        #expect(!text.contains("CreateSecurityGroup\""))
    }
}
