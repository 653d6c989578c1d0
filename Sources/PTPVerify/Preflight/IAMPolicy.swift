package import AWS
package import Orchestration

/// The least that a user of AWS must be allowed to do, derived from the calls that are made.
///
/// What is changed or ended must carry our tag, and what is made must get it. Besides, everything that carries our
/// tag may be rehearsed on stand-ins, which are never there: without that nobody could look ahead.
package struct IAMPolicy: Sendable {
    /// How a call is allowed.
    package enum Grant: Sendable, CaseIterable {
        /// On everything: what only looks knows no narrower way.
        case look
        case parameter
        case launch
        case tag
        case makeSecurityGroup
        case makePlacementGroup
        case useInstances
        case useSecurityGroups
        case usePlacementGroups
        /// By nobody here: it needs no permission, or is the business of whoever gives out credentials.
        case none
    }

    private let actions: Set<AWSAction>
    private let partition: AWSPartition
    private let region: String
    private let configuration: Configuration

    /// Derives the policy of some calls.
    ///
    /// - Parameters:
    ///   - region: where they are made; `nil` for all regions.
    ///   - configuration: what is given there narrows what launches may use.
    package init(_ actions: Set<AWSAction>, region: String?, configuration: Configuration = Configuration()) {
        self.actions = actions
        self.partition = region.map(AWSPartition.init(region:)) ?? .aws
        self.region = region ?? "*"
        self.configuration = configuration
    }

    /// How a call is allowed.
    package static func grant(of action: AWSAction) -> Grant {
        switch action {
        case .describeImages, .describeInstanceTypeOfferings, .describeInstanceTypes, .describeInstances,
            .describeKeyPairs, .describePlacementGroups, .describeSecurityGroups, .describeSubnets, .getProducts,
            .getServiceQuota:
            .look
        case .getParameter: .parameter
        case .runInstances: .launch
        case .createTags: .tag
        case .createSecurityGroup: .makeSecurityGroup
        case .createPlacementGroup: .makePlacementGroup
        case .getConsoleOutput, .terminateInstances: .useInstances
        case .authorizeSecurityGroupIngress, .deleteSecurityGroup: .useSecurityGroups
        case .deletePlacementGroup: .usePlacementGroups
        case .assumeRole, .assumeRoleWithWebIdentity, .getCallerIdentity: .none
        }
    }

    /// The policy as AWS takes it.
    package var document: JSONObject {
        ["Version": "2012-10-17", "Statement": .array(Grant.allCases.flatMap(statements).map { .object($0) })]
    }
}

// MARK: - Statements

extension IAMPolicy {
    private func statements(_ grant: Grant) -> [JSONObject] {
        let meant = actions.filter { Self.grant(of: $0) == grant }.map(\.permission).sorted()
        guard !meant.isEmpty else { return [] }
        switch grant {
        case .none: return []
        case .look: return [allow("Look", meant, on: ["*"])]
        case .parameter:
            let images = "arn:\(partition.rawValue):ssm:\(region)::parameter/aws/service/ami-amazon-linux-latest/*"
            return [allow("NewestImages", meant, on: [images])]
        case .launch: return launching(meant)
        case .tag: return tagging(meant)
        case .makeSecurityGroup:
            return [
                allow("MakeSecurityGroups", meant, on: [arn("security-group")], if: Self.getsTag),
                allow("MakeSecurityGroupsIn", meant, on: [arn("vpc")]),
            ]
        case .makePlacementGroup:
            return [allow("MakePlacementGroups", meant, on: [arn("placement-group")], if: Self.getsTag)]
        case .useInstances: return using("Instances", meant, "instance", StandIn.instanceID)
        case .useSecurityGroups: return using("SecurityGroups", meant, "security-group", StandIn.securityGroupID)
        case .usePlacementGroups: return using("PlacementGroups", meant, "placement-group", StandIn.groupName)
        }
    }

    private func launching(_ meant: [String]) -> [JSONObject] {
        let images = configuration.amiID.value ?? "*"
        var used = ["arn:\(partition.rawValue):ec2:\(region)::image/\(images)"]
        used += arns("subnet", configuration.subnetIDs.value)
        used += arns("security-group", configuration.securityGroupIDs.value)
        if configuration.placementGroup.value != .none { used.append(arn("placement-group")) }
        if let key = configuration.keyName.value { used.append(arn("key-pair", key)) }
        let made = ["instance", "volume", "network-interface"].map { arn($0) }
        return [
            allow("LaunchOurs", meant, on: made, if: Self.getsTag),
            allow("LaunchWith", meant, on: used),
        ]
    }

    private func tagging(_ meant: [String]) -> [JSONObject] {
        let makers: [AWSAction] = [.createPlacementGroup, .createSecurityGroup, .runInstances]
        let creation = makers.filter(actions.contains).map { JSONValue.string($0.rawValue) }
        let kinds = ["instance", "volume", "network-interface", "placement-group", "security-group"]
        let kept: JSONValue = ["aws:TagKeys": .array(EC2Tags.keeping.keys.sorted().map { .string($0) })]
        return [
            allow(
                "TagWhatIsMade",
                meant,
                on: kinds.map { arn($0) },
                if: [
                    "StringEquals": ["ec2:CreateAction": .array(creation)]
                ]
            ),
            allow(
                "KeepOurs",
                meant,
                on: ["instance", "placement-group", "security-group"].map { arn($0) },
                if: [
                    "StringLike": ["aws:ResourceTag/\(EC2Tags.run)": "*"], "ForAllValues:StringEquals": kept,
                ]
            ),
            allow("RehearseKeeping", meant, on: [arn("instance", StandIn.instanceID)]),
        ]
    }

    /// Ours alone, and the stand-in.
    private func using(_ name: String, _ meant: [String], _ kind: String, _ standIn: String) -> [JSONObject] {
        [
            allow(
                "UseOur\(name)",
                meant,
                on: [arn(kind)],
                if: [
                    "StringLike": ["aws:ResourceTag/\(EC2Tags.run)": "*"]
                ]
            ),
            allow("Rehearse\(name)", meant, on: [arn(kind, standIn)]),
        ]
    }

    private static let getsTag: JSONObject = ["StringLike": ["aws:RequestTag/\(EC2Tags.run)": "*"]]

    private func allow(
        _ name: String,
        _ actions: [String],
        on resources: [String],
        if condition: JSONObject? = nil
    ) -> JSONObject {
        var statement: JSONObject = [
            "Sid": .string(name), "Effect": "Allow", "Action": .array(actions.map { .string($0) }),
            "Resource": .array(resources.map { .string($0) }),
        ]
        if let condition { statement["Condition"] = .object(condition) }
        return statement
    }

    private func arn(_ kind: String, _ id: String = "*") -> String {
        "arn:\(partition.rawValue):ec2:\(region):*:\(kind)/\(id)"
    }

    /// Those that are given, or any.
    private func arns(_ kind: String, _ ids: [String]) -> [String] {
        ids.isEmpty ? [arn(kind)] : ids.map { arn(kind, $0) }
    }
}
