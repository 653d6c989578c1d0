import Crypto

/// EC2 as it really is, reached over the network.
public struct EC2Client: EC2API {
    /// No answer of EC2 has so many pages; one that never ends is broken.
    private static let pageLimit = 1000
    /// How many ids EC2 takes in one call.
    private static let idLimit = 1000

    private let caller: AWSCaller
    private let address: CallerAddress

    /// Makes a client.
    ///
    /// - Parameter address: how to find out whom security groups let in.
    public init(_ caller: AWSCaller, admitting address: CallerAddress = .seenByAWS) {
        self.caller = caller
        self.address = address
    }

    /// Asks EC2 whether it would do it.
    ///
    /// - Throws: why it would not.
    package func rehearse<Answer>(_ request: AWSRequest<Answer>) async throws(AWSError) {
        do throws(AWSError) { _ = try await caller.call(request.rehearsal) } catch {
            guard error.code == "DryRunOperation" else { throw error }
        }
    }

    /// Gathers all pages of an answer.
    private func pages<Element>(
        _ request: (_ token: String?) -> AWSRequest<EC2Request.Page<Element>>
    ) async throws(AWSError) -> [Element] {
        var elements: [Element] = []
        var token: String?
        for _ in 0..<Self.pageLimit {
            let page = try await caller.call(request(token))
            elements += page.elements
            guard let next = page.next, next != token else { return elements }
            token = next
        }
        throw AWSError(
            code: AWSError.unreadableAnswer,
            message: "the answer has more than \(Self.pageLimit) pages",
            action: request(nil).action.rawValue
        )
    }

    /// Asks piece by piece where EC2 takes only so many values at once.
    private func pieces<Element>(
        _ values: [String],
        of size: Int,
        _ ask: ([String]) async throws(AWSError) -> [Element]
    ) async throws(AWSError) -> [Element] {
        var elements: [Element] = []
        for start in stride(from: 0, to: values.count, by: size) {
            elements += try await ask(Array(values[start..<min(start + size, values.count)]))
        }
        return elements
    }
}

// MARK: - What runs need

extension EC2Client {
    public func describeInstanceTypes(_ types: [String]) async throws(AWSError) -> [InstanceTypeDescription] {
        try await pieces(types, of: EC2Request.filterValues) { types throws(AWSError) in
            try await pages { EC2Request.describeInstanceTypes(types, after: $0) }
        }
    }

    public func latestImage(architecture: String) async throws(AWSError) -> String {
        try await caller.call(SSMRequest.latestImage(architecture: architecture))
    }

    public func createPlacementGroup(_ request: CreatePlacementGroup) async throws(AWSError) -> String {
        try await caller.call(EC2Request.createPlacementGroup(request))
    }

    public func describePlacementGroups(_ filter: ResourceFilter) async throws(AWSError) -> [GroupDescription] {
        guard !filter.isEmpty else { return [] }
        return try await caller.call(EC2Request.describePlacementGroups(filter))
    }

    public func deletePlacementGroup(id: String) async throws(AWSError) {
        guard let group = try await describePlacementGroups(.ids([id])).first else {
            throw AWSError(
                code: "InvalidPlacementGroup.Unknown",
                message: "there is no placement group \(id)",
                action: AWSAction.deletePlacementGroup.rawValue
            )
        }
        try await caller.call(EC2Request.deletePlacementGroup(name: group.name, id: id))
    }

    public func createSecurityGroup(_ request: CreateSecurityGroup) async throws(AWSError) -> String {
        guard let subnet = try await describeSubnets([request.subnetID]).first else {
            throw AWSError(
                code: "InvalidSubnetID.NotFound",
                message: "there is no subnet \(request.subnetID)",
                action: AWSAction.describeSubnets.rawValue
            )
        }
        return try await caller.call(EC2Request.createSecurityGroup(request, networkID: subnet.networkID))
    }

    public func admitCaller(toSecurityGroup id: String, port: Int) async throws(AWSError) {
        let networks = try await callerNetworks()
        do throws(AWSError) {
            try await caller.call(EC2Request.authorizeSSH(toSecurityGroup: id, from: networks, port: port))
        } catch {
            guard error.code == "InvalidPermission.Duplicate" else { throw error }
        }
    }

    public func describeSecurityGroups(_ filter: ResourceFilter) async throws(AWSError) -> [GroupDescription] {
        guard !filter.isEmpty else { return [] }
        return try await pages { EC2Request.describeSecurityGroups(filter, after: $0) }
    }

    public func deleteSecurityGroup(id: String) async throws(AWSError) {
        try await caller.call(EC2Request.deleteSecurityGroup(id: id))
    }

    public func runInstance(_ request: RunInstance) async throws(AWSError) -> InstanceDescription {
        try await caller.call(EC2Request.runInstance(request))
    }

    public func describeInstances(_ filter: ResourceFilter) async throws(AWSError) -> [InstanceDescription] {
        guard case .ids(let ids) = filter else {
            return try await pages { EC2Request.describeInstances(filter, after: $0) }
        }
        return try await pieces(ids, of: Self.idLimit) { ids throws(AWSError) in
            try await pages { EC2Request.describeInstances(.ids(ids), after: $0) }
        }
    }

    public func consoleOutput(of id: String) async throws(AWSError) -> String? {
        do throws(AWSError) {
            return try await caller.call(EC2Request.consoleOutput(of: id, isLatest: true)).flatMap(Base64.decode)
        } catch {
            // Only newer hardware can show the words of this moment; the others show those of the boot.
            guard error.kind == .unsupported else { throw error }
            return try await caller.call(EC2Request.consoleOutput(of: id)).flatMap(Base64.decode)
        }
    }

    public func terminateInstances(ids: [String]) async throws(AWSError) {
        guard !ids.isEmpty else { return }
        try await caller.call(EC2Request.terminateInstances(ids: ids))
    }

    public func createTags(ids: [String], tags: [String: String]) async throws(AWSError) {
        guard !ids.isEmpty, !tags.isEmpty else { return }
        try await caller.call(EC2Request.createTags(ids: ids, tags: tags))
    }
}

// MARK: - What looking before and after needs

extension EC2Client: EC2Survey {
    public func describeSubnets(_ ids: [String]) async throws(AWSError) -> [SubnetDescription] {
        guard !ids.isEmpty else { return [] }
        return try await caller.call(EC2Request.describeSubnets(ids))
    }

    public func describeImages(_ ids: [String]) async throws(AWSError) -> [ImageDescription] {
        guard !ids.isEmpty else { return [] }
        return try await caller.call(EC2Request.describeImages(ids))
    }

    public func offerings(of types: [String]) async throws(AWSError) -> [InstanceTypeOffering] {
        try await pieces(types, of: EC2Request.filterValues) { types throws(AWSError) in
            try await pages { EC2Request.describeInstanceTypeOfferings(types, after: $0) }
        }
    }

    public func describeKeyPairs(_ names: [String]) async throws(AWSError) -> [String] {
        guard !names.isEmpty else { return [] }
        return try await caller.call(EC2Request.describeKeyPairs(names))
    }

    public func runningTypes() async throws(AWSError) -> [String] {
        try await pages { EC2Request.runningTypes(after: $0) }
    }

    public func quota(_ code: String) async throws(AWSError) -> Double {
        try await caller.call(QuotaRequest.quota(code))
    }

    public func callerIdentity() async throws(AWSError) -> CallerIdentity {
        try await caller.call(STSRequest.callerIdentity())
    }

    public func callerNetworks() async throws(AWSError) -> [String] {
        try await address.networks(over: caller.transport)
    }

    public func rehearse(_ rehearsal: Rehearsal) async throws(AWSError) {
        switch rehearsal {
        case .runInstance(let request): try await rehearse(EC2Request.runInstance(request))
        case .createTags(let id, let tags): try await rehearse(EC2Request.createTags(ids: [id], tags: tags))
        case .terminateInstance(let id): try await rehearse(EC2Request.terminateInstances(ids: [id]))
        case .consoleOutput(let id): try await rehearse(EC2Request.consoleOutput(of: id))
        case .createSecurityGroup(let request, let networkID):
            try await rehearse(EC2Request.createSecurityGroup(request, networkID: networkID))
        case .admit(let network, let port, let id):
            try await rehearse(EC2Request.authorizeSSH(toSecurityGroup: id, from: [network], port: port))
        case .deleteSecurityGroup(let id): try await rehearse(EC2Request.deleteSecurityGroup(id: id))
        case .createPlacementGroup(let request): try await rehearse(EC2Request.createPlacementGroup(request))
        case .deletePlacementGroup(let name):
            try await rehearse(EC2Request.deletePlacementGroup(name: name, id: name))
        }
    }
}
