package import AWS

extension SimulatedEC2: EC2API {
    package func describeInstanceTypes(_ types: [String]) async throws(AWSError) -> [InstanceTypeDescription] {
        try await ask("DescribeInstanceTypes") { _, _ in types.compactMap(SimulatedCatalog.describe) }
    }

    package func latestImage(architecture: String) async throws(AWSError) -> String {
        try await ask("GetParameter") { _, _ throws(AWSError) in
            guard let image = SimulatedCatalog.image(architecture: architecture) else {
                throw AWSError(
                    code: "ParameterNotFound",
                    message: "there is no image for \(architecture)",
                    action: "GetParameter"
                )
            }
            return image
        }
    }

    package func createPlacementGroup(_ request: CreatePlacementGroup) async throws(AWSError) -> String {
        try await act("CreatePlacementGroup", creates: true) { cloud, now throws(AWSError) in
            try cloud.makeGroup(
                .placement,
                name: request.name,
                setting: request.strategy,
                tags: request.tags,
                at: now
            )
        }
    }

    package func describePlacementGroups(_ filter: ResourceFilter) async throws(AWSError) -> [GroupDescription] {
        try await ask("DescribePlacementGroups") { cloud, now throws(AWSError) in
            try cloud.describeGroups(.placement, filter, at: now)
        }
    }

    package func deletePlacementGroup(id: String) async throws(AWSError) {
        try await act("DeletePlacementGroup") { cloud, now throws(AWSError) in
            try cloud.deleteGroup(.placement, id: id, at: now)
        }
    }

    package func createSecurityGroup(_ request: CreateSecurityGroup) async throws(AWSError) -> String {
        try await act("CreateSecurityGroup", creates: true) { cloud, now throws(AWSError) in
            try cloud.makeGroup(
                .security,
                name: request.name,
                setting: request.subnetID,
                tags: request.tags,
                at: now
            )
        }
    }

    package func admitCaller(toSecurityGroup id: String, port: Int) async throws(AWSError) {
        try await act("AuthorizeSecurityGroupIngress") { cloud, now throws(AWSError) in
            _ = try cloud.describeGroups(.security, .ids([id]), at: now)
        }
    }

    package func describeSecurityGroups(_ filter: ResourceFilter) async throws(AWSError) -> [GroupDescription] {
        try await ask("DescribeSecurityGroups") { cloud, now throws(AWSError) in
            try cloud.describeGroups(.security, filter, at: now)
        }
    }

    package func deleteSecurityGroup(id: String) async throws(AWSError) {
        try await act("DeleteSecurityGroup") { cloud, now throws(AWSError) in
            try cloud.deleteGroup(.security, id: id, at: now)
        }
    }

    package func runInstance(_ request: RunInstance) async throws(AWSError) -> InstanceDescription {
        try await act("RunInstances", creates: true) { cloud, now throws(AWSError) in
            try cloud.launch(request, faults: launchFaults, at: now)
        }
    }

    package func describeInstances(_ filter: ResourceFilter) async throws(AWSError) -> [InstanceDescription] {
        try await ask("DescribeInstances") { cloud, now throws(AWSError) in
            try cloud.describeInstances(filter, at: now)
        }
    }

    package func consoleOutput(of id: String) async throws(AWSError) -> String? {
        try await ask("GetConsoleOutput") { cloud, now throws(AWSError) in
            guard let instance = cloud[id] else { throw cloud.unknownInstance(id, action: "GetConsoleOutput") }
            return instance.console(at: now)
        }
    }

    package func terminateInstances(ids: [String]) async throws(AWSError) {
        try await act("TerminateInstances") { cloud, now throws(AWSError) in try cloud.terminate(ids, at: now) }
    }

    package func createTags(ids: [String], tags: [String: String]) async throws(AWSError) {
        try await act("CreateTags") { cloud, _ throws(AWSError) in try cloud.addTags(tags, to: ids) }
    }
}
