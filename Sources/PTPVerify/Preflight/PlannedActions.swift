package import AWS

extension Configuration {
    /// The calls that a run with these settings makes, those that only look before it included.
    package var plannedActions: Set<AWSAction> {
        var actions: Set<AWSAction> = [
            .createTags, .describeInstanceTypeOfferings, .describeInstanceTypes, .describeInstances, .describeSubnets,
            .getCallerIdentity, .getConsoleOutput, .getServiceQuota, .runInstances, .terminateInstances,
            .describeSecurityGroups,
        ]
        if securityGroupIDs.value.isEmpty {
            actions.formUnion([.authorizeSecurityGroupIngress, .createSecurityGroup, .deleteSecurityGroup])
        }
        switch placementGroup.value {
        case .none: break
        case .existing: actions.insert(.describePlacementGroups)
        case .precisionTime, .whereDeclared:
            actions.formUnion([.createPlacementGroup, .deletePlacementGroup, .describePlacementGroups])
        }
        actions.insert(amiID.value == nil ? .getParameter : .describeImages)
        if mayAskForPrices { actions.insert(.getProducts) }
        if keyName.value != nil { actions.insert(.describeKeyPairs) }
        return actions
    }

    /// Whether a run cannot do without a call; without the others it knows or proves less.
    func isVital(_ action: AWSAction) -> Bool {
        switch action {
        case .describeImages, .describeInstanceTypeOfferings, .describeKeyPairs, .getConsoleOutput, .getServiceQuota:
            false
        // Without a price a limit of money limits nothing.
        case .getProducts: needsListedPrices
        // Asked for the network of the group that is made.
        case .describeSubnets: securityGroupIDs.value.isEmpty
        case .assumeRole, .assumeRoleWithWebIdentity, .authorizeSecurityGroupIngress, .createPlacementGroup,
            .createSecurityGroup, .createTags, .deletePlacementGroup, .deleteSecurityGroup, .describeInstances,
            .describeInstanceTypes, .describePlacementGroups, .describeSecurityGroups, .getCallerIdentity,
            .getParameter, .runInstances, .terminateInstances:
            true
        }
    }
}
