package import AWS
package import Orchestration
package import Shell

/// Launches instances on EC2 and accounts for every single thing it makes.
package struct EC2Provisioner: Provisioner {
    /// What `prepare` finds out and makes once for all cases.
    private struct Shared: Sendable {
        /// Where retries are written down.
        var journal: Journal?
        var types: [String: InstanceTypeDescription] = [:]
        var images: [String: String] = [:]
        var placementGroup: (id: String, strategy: String?)?
        var securityGroupIDs: [String] = []
    }

    /// What the evidence of a console is called.
    static let consoleEvidence = "console"
    /// The property that says which strategy the placement group of a launch has; `none` without a group.
    static let placementStrategy = "placement_strategy"
    /// Consoles can be long.
    private static let testimonyLimit = 16_384

    private let settings: Settings
    let calls: EC2Calls
    private let connector: any ShellConnector
    private var shared: Box<Shared>

    package init(
        _ settings: Settings,
        api: any EC2API,
        connector: any ShellConnector,
        surroundings: Surroundings,
        retries: AWSRetries = AWSRetries()
    ) {
        self.settings = settings
        self.connector = connector
        calls = EC2Calls(api: api, surroundings: surroundings, options: settings.commandOptions, retries: retries)
        shared = Box(Shared())
    }

    /// The same provisioner, for what another process began: its retries go into that journal.
    func continuing(_ journal: Journal) -> EC2Provisioner {
        var copy = self
        copy.shared = Box(Shared(journal: journal))
        return copy
    }

    /// EC2 calls on behalf of a case, or of the run as a whole.
    private func calls(for caseID: @escaping @autoclosure @Sendable () -> CaseID?) -> EC2Calls {
        calls.noting(in: shared.value.journal, for: caseID())
    }

    // MARK: What all cases share

    package func prepare(_ plan: RunPlan, recordingIn journal: Journal) async throws {
        var ready = Shared(journal: journal)
        shared.set(ready)
        let types = Set(plan.cases.map(\.type)).sorted()
        let descriptions = try await explained("ask EC2 about \(types.joined(separator: ", "))") {
            try await calls(for: nil).call { try await $0.describeInstanceTypes(types) }
        }
        ready.types = Dictionary(descriptions.map { ($0.name, $0) }) { first, _ in first }
        for architecture in Set(descriptions.compactMap(\.architectures.first)).sorted() {
            ready.images[architecture] = try await image(architecture)
        }
        ready.securityGroupIDs = settings.securityGroupIDs
        if ready.securityGroupIDs.isEmpty {
            ready.securityGroupIDs = [try await groups(recordingIn: journal).make(.securityGroup, plan)]
        }
        switch settings.placement {
        case .none: break
        case .given(let name): ready.placementGroup = try await placementGroup(name)
        case .precisionTime:
            // Only what is declared to have the clock needs the group, and others may be refused in it.
            if descriptions.contains(where: { $0.declaresHardwareClock == true }) {
                let id = try await groups(recordingIn: journal).make(.placementGroup, plan)
                ready.placementGroup = (id, PlacementGroupCheck.strategy)
            }
        }
        shared.set(ready)
    }

    private func groups(recordingIn journal: Journal) -> EC2Groups {
        EC2Groups(settings: settings, calls: calls(for: nil), journal: journal)
    }

    /// A placement group that somebody named.
    private func placementGroup(_ given: String) async throws -> (id: String, strategy: String?) {
        let attempt = "use the placement group \(given)"
        let found = try await explained(attempt) {
            try await calls(for: nil).groups(.placementGroup, PlacementGroupCheck.filter(for: given))
        }
        let check = PlacementGroupCheck(given, found)
        if let id = check.id { return (id, check.strategy) }
        let problem = check.findings.first
        throw RunError(
            .configuration,
            attempt: attempt,
            happened: problem?.found ?? "it cannot be used",
            next: problem?.remedy ?? "Name another one."
        )
    }

    private func image(_ architecture: String) async throws -> String {
        if let given = settings.imageID { return given }
        return try await explained("find the newest image for \(architecture)") {
            try await calls(for: nil).call { try await $0.latestImage(architecture: architecture) }
        }
    }

    // MARK: One case

    package func provision(
        _ instanceCase: InstanceCase,
        of plan: RunPlan,
        recordingIn journal: Journal
    ) async throws -> EnvironmentInfo {
        guard let type = shared.value.types[instanceCase.type], let architecture = type.architectures.first else {
            throw RunError(
                .unsupportedRequest,
                attempt: "launch \(instanceCase)",
                happened: "EC2 knows no instance type \(instanceCase.type)",
                next: "Check its spelling and whether the region offers it."
            )
        }
        let image = shared.value.images[architecture] ?? ""
        let launch = EC2Launch(
            settings: settings,
            calls: calls(for: instanceCase.id),
            journal: journal,
            placementGroupID: shared.value.placementGroup?.id,
            securityGroupIDs: shared.value.securityGroupIDs
        )
        let id = try await explained("launch \(instanceCase) in \(settings.subnetIDs.joined(separator: ", "))") {
            try await launch.launch(instanceCase, of: plan, type, image)
        }
        return try await explained("wait until \(instanceCase) runs") { try await environment(id, type, instanceCase) }
    }

    private func environment(
        _ id: String,
        _ type: InstanceTypeDescription,
        _ instanceCase: InstanceCase
    ) async throws -> EnvironmentInfo {
        let instance = try await waitUntilRunning(id, instanceCase)
        guard let host = instance.address(settings.address) else {
            throw RunError(
                .instanceLost,
                attempt: "reach \(instanceCase)",
                happened: "\(id) runs but has no \(settings.address.map { "\($0.rawValue) " } ?? "")address",
                next: "Use a subnet that assigns such addresses, or choose another kind with `address`."
            )
        }
        let properties: JSONObject = [
            "zone": JSONValue(instance.zone), "image": JSONValue(instance.imageID),
            "subnet": JSONValue(instance.subnetID), "architecture": JSONValue(type.architectures.first),
            "placement_group": JSONValue(instance.placementGroupID),
            Self.placementStrategy: JSONValue(strategy(for: type)),
        ]
        return EnvironmentInfo(
            id: id,
            provider: settings.provider,
            region: settings.region,
            access: Access(host: host, port: settings.port, user: settings.user),
            declaredSupport: type.declaresHardwareClock,
            properties: properties.withoutNulls
        )
    }

    /// The strategy of the group that this type is launched into, as far as it is known.
    private func strategy(for type: InstanceTypeDescription) -> String? {
        guard let group = shared.value.placementGroup, settings.groups(type) else { return "none" }
        return group.strategy
    }

    private func waitUntilRunning(_ id: String, _ instanceCase: InstanceCase) async throws -> InstanceDescription {
        // How long that may take is for the case to say.
        let limit = instanceCase.timeout
        let calls = calls(for: instanceCase.id)
        let running = try await calls.poll(instance: id, for: limit) { instance -> InstanceDescription? in
            guard let instance else { return nil }
            guard !instance.state.isEnding else { throw Self.lost(instance, instanceCase) }
            return instance.state == .running ? instance : nil
        }
        guard let running else { throw DeadlinePassed(limit: limit, setting: InstanceCase.timeoutSetting) }
        return running
    }

    private static func lost(_ instance: InstanceDescription, _ instanceCase: InstanceCase) -> RunError {
        RunError(
            .instanceLost,
            attempt: "wait until \(instanceCase) runs",
            happened: "\(instance.id) is \(instance.state.rawValue): \(instance.stateReason ?? "EC2 gives no reason")",
            next: "Run the case again; if it happens again, try another zone."
        )
    }

    /// What the host wrote on its console, for which nobody has to get in.
    package func testimony(about environment: EnvironmentInfo) async -> Evidence? {
        let moment = calls.surroundings.clock.now
        guard let output = try? await calls.call({ try await $0.consoleOutput(of: environment.id) }) else { return nil }
        return Evidence(
            id: Self.consoleEvidence,
            command: "aws ec2 get-console-output --instance-id \(environment.id)",
            exitStatus: 0,
            // How a boot ends says more than how it begins.
            output: String(decoding: output.utf8.suffix(Self.testimonyLimit), as: UTF8.self),
            at: moment
        )
    }

    // MARK: Afterwards

    package func health(of environment: EnvironmentInfo) async -> HealthStatus {
        do {
            let calls = calls(for: owner(of: environment))
            // Whoever waits for hosts asks often, and bad news may be a little late.
            guard let instance = try await calls.look(at: environment.id, notOlderThan: .seconds(2)) else {
                return .lost(reason: "EC2 does not know \(environment.id) any more")
            }
            guard instance.state.isEnding else { return .healthy }
            let reason = instance.stateReason ?? "EC2 gives no reason"
            return .lost(reason: "\(environment.id) is \(instance.state.rawValue): \(reason)")
        } catch {
            return .unknown(reason: "\(error)")
        }
    }

    /// The case that an environment was made for.
    private func owner(of environment: EnvironmentInfo) -> CaseID? {
        shared.value.journal?.withHistory { history in
            history.ledger.all.first { $0.state.id == environment.id }?.resource.caseID
        }
    }

    package func keep(_ resource: Resource, id: String, of environment: EnvironmentInfo?) async throws -> Timestamp? {
        let calls = calls(for: resource.caseID)
        if resource.kind == .instance, let instance = try await calls.instances(.ids([id])).first,
            instance.state.isEnding
        {
            throw RunError(
                .instanceLost,
                attempt: "keep \(id)",
                happened: "it is \(instance.state.rawValue): \(instance.stateReason ?? "EC2 gives no reason")",
                next: "Run the case again."
            )
        }
        try await calls.call { try await $0.createTags(ids: [id], tags: EC2Tags.keeping) }
        // Groups have no timer.
        guard resource.kind == .instance else { return nil }
        guard let access = environment?.access else { return resource.expiresAt }
        let endpoint = ShellEndpoint(host: access.host, port: access.port, user: access.user, hostID: id)
        let disarmed = try? await connector.withShell(to: endpoint) { shell in
            try await shell.run(Command(DeadMansSwitch.disarmCommand)).isSuccess
        }
        // An instance whose timer could not be stopped is kept only as long as the timer lets it.
        return disarmed == true ? nil : resource.expiresAt
    }

    package func release(_ resource: Resource, id: String?) async -> ReleaseOutcome {
        let isOccupied = shared.value.journal?.withHistory(\.ledger.hasStuckInstance) ?? false
        let calls = calls(for: resource.caseID).forCleanup
        return await EC2Release(calls: calls, isOccupied: isOccupied).release(resource, id: id)
    }

    private func explained<Result: Sendable>(
        _ attempt: String,
        _ body: () async throws -> Result
    ) async throws -> Result {
        try await calls.explained(attempt, body)
    }
}

extension InstanceDescription {
    /// Where to connect to.
    fileprivate func address(_ choice: AddressChoice?) -> String? {
        switch choice {
        case .public: publicAddress
        case .private: privateAddress
        case .ipv6: ipv6Address
        case nil: publicAddress ?? privateAddress
        }
    }
}
