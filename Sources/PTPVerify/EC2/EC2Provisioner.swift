package import AWS
package import Orchestration
package import PTP
import Synchronization

/// Launches instances on EC2 and accounts for every single thing it makes.
package struct EC2Provisioner: Provisioner {
    /// Which placement group to launch into.
    package enum Placement: Sendable, Equatable {
        /// One with strategy `precision-time`, made for the run.
        case precisionTime
        /// One that exists already.
        case given(id: String)
        case none
    }

    /// What a launch needs besides its type.
    package struct Settings: Sendable {
        package var subnetIDs: [String]
        package var imageID: String?
        package var securityGroupIDs: [String] = []
        package var placement = Placement.precisionTime
        package var user = "ec2-user"
        package var port = 22
        package var prefersPrivateAddress = false
        package var region: String?
        /// What the provider is called in reports: a simulated one says so.
        package var provider = "ec2"
        /// What instances do at boot besides arming their timer; may hold keys, so nobody ever shows it.
        package var bootScript = ""
        /// Tags that the user wants on everything.
        package var labels: [String: String] = [:]
        package var toolVersion: String

        package init(subnetIDs: [String], toolVersion: String) {
            precondition(!subnetIDs.isEmpty, "a launch needs a subnet")
            self.subnetIDs = subnetIDs
            self.toolVersion = toolVersion
        }
    }

    /// What `prepare` finds out and makes once for all cases.
    private struct Shared: Sendable {
        /// Where retries are written down.
        var journal: Journal?
        var types: [String: InstanceTypeDescription] = [:]
        var images: [String: String] = [:]
        var placementGroupID: String?
        var securityGroupIDs: [String] = []
    }

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
        calls = EC2Calls(api: api, surroundings: surroundings, retries: retries)
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
            ready.securityGroupIDs = [try await makeGroup(.securityGroup, plan, journal)]
        }
        switch settings.placement {
        case .none: break
        case .given(let id): ready.placementGroupID = id
        case .precisionTime:
            // Only what is declared to have the clock needs the group, and others may be refused in it.
            if descriptions.contains(where: { $0.declaresHardwareClock == true }) {
                ready.placementGroupID = try await makeGroup(.placementGroup, plan, journal)
            }
        }
        shared.set(ready)
    }

    private func image(_ architecture: String) async throws -> String {
        if let given = settings.imageID { return given }
        return try await explained("find the newest image for \(architecture)") {
            try await calls(for: nil).call { try await $0.latestImage(architecture: architecture) }
        }
    }

    private func makeGroup(_ kind: Resource.Kind, _ plan: RunPlan, _ journal: Journal) async throws -> String {
        // The name is the token: whoever knows the run knows what to look for.
        let name = "ptp-verify-\(plan.runID)-\(kind == .placementGroup ? "pg" : "sg")"
        let wish = Resource(
            token: name,
            kind: kind,
            caseID: nil,
            expiresAt: calls.surroundings.clock.now + plan.timeToLive
        )
        try Task.checkCancellation()
        try journal.record(.resourceIntended(wish))
        let tags = tags(of: wish, plan)
        let id = try await explained("make the \(kind.rawValue) \(wish.token)") {
            try await create(kind, named: wish.token, tags)
        }
        try journal.record(.resourceMade(token: wish.token, id: id))
        if kind == .securityGroup {
            try await explained("let this machine into the security group \(id)") { try await admit(id) }
        }
        return id
    }

    /// Opens a group that may be so new that EC2 does not show it everywhere yet.
    private func admit(_ id: String) async throws {
        let calls = calls(for: nil)
        let isOpen: Bool? = try await calls.poll(for: EC2Calls.settlingTime) {
            do {
                try await calls.call { try await $0.admitCaller(toSecurityGroup: id) }
                return true
            } catch let error as AWSError where error.kind == .notFound {
                return nil
            }
        }
        if isOpen == nil { try await calls.call { try await $0.admitCaller(toSecurityGroup: id) } }
    }

    /// Makes a group, or finds the one that an earlier try made before its answer was lost.
    private func create(_ kind: Resource.Kind, named name: String, _ tags: [String: String]) async throws -> String {
        let calls = calls(for: nil)
        do {
            return try await calls.call { api in
                kind == .placementGroup
                    ? try await api.createPlacementGroup(.init(name: name, strategy: "precision-time", tags: tags))
                    : try await api.createSecurityGroup(.init(name: name, subnetID: settings.subnetIDs[0], tags: tags))
            }
        } catch let error as AWSError where error.kind == .conflict {
            let found = try await calls.poll(for: EC2Calls.settlingTime) {
                try await calls.groups(kind, .name(name)).first { $0.tags[EC2Tags.run] == tags[EC2Tags.run] }
            }
            guard let found else { throw error }
            return found.id
        }
    }

    private func tags(of resource: Resource, _ plan: RunPlan) -> [String: String] {
        EC2Tags.tags(of: resource, run: plan.runID, toolVersion: settings.toolVersion, labels: settings.labels)
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
        var lastError: any Error = CancellationError()
        for (index, subnetID) in settings.subnetIDs.enumerated() {
            let resource = wish(instanceCase, plan, attempt: index + 1)
            do {
                let id = try await launch(resource, type, image, subnetID, plan, journal)
                return try await environment(id, type, instanceCase)
            } catch let error as AWSError where error.kind == .capacity {
                // EC2 said no, so there is nothing: the next zone may have room.
                try journal.record(.resourceGone(token: resource.token))
                lastError = error
            }
        }
        throw explain(lastError, "launch \(instanceCase) in \(settings.subnetIDs.joined(separator: ", "))")
    }

    private func wish(_ instanceCase: InstanceCase, _ plan: RunPlan, attempt: Int) -> Resource {
        Resource(
            token: "\(plan.runID)/\(instanceCase.id)/\(attempt)",
            kind: .instance,
            caseID: instanceCase.id,
            expiresAt: calls.surroundings.clock.now + plan.timeToLive
        )
    }

    private func launch(
        _ resource: Resource,
        _ type: InstanceTypeDescription,
        _ image: String,
        _ subnetID: String,
        _ plan: RunPlan,
        _ journal: Journal
    ) async throws -> String {
        let isGrouped = type.declaresHardwareClock == true || settings.placement != .precisionTime
        let request = RunInstance(
            clientToken: resource.token,
            type: type.name,
            imageID: image,
            subnetID: subnetID,
            placementGroupID: isGrouped ? shared.value.placementGroupID : nil,
            securityGroupIDs: shared.value.securityGroupIDs,
            userData: DeadMansSwitch.userData(minutes: Int(plan.timeToLive.components.seconds / 60))
                + settings.bootScript,
            tags: tags(of: resource, plan)
        )
        // Nothing new once somebody wants the run to end.
        try Task.checkCancellation()
        try journal.record(.resourceIntended(resource))
        let launched = try await calls(for: resource.caseID).call { api in
            do throws(AWSError) { return try await api.runInstance(request) } catch {
                throw error.withholding(request.userData)
            }
        }
        try journal.record(.resourceMade(token: resource.token, id: launched.id))
        return launched.id
    }

    private func environment(
        _ id: String,
        _ type: InstanceTypeDescription,
        _ instanceCase: InstanceCase
    ) async throws -> EnvironmentInfo {
        let instance = try await waitUntilRunning(id, instanceCase)
        let addresses =
            settings.prefersPrivateAddress
            ? [instance.privateAddress, instance.publicAddress] : [instance.publicAddress, instance.privateAddress]
        guard let host = addresses.compactMap(\.self).first else {
            throw RunError(
                .instanceLost,
                attempt: "reach \(instanceCase)",
                happened: "\(id) runs but has no address",
                next: "Use a subnet that assigns addresses, or set address."
            )
        }
        let properties: JSONObject = [
            "zone": JSONValue(instance.zone), "image": JSONValue(instance.imageID),
            "subnet": JSONValue(instance.subnetID), "architecture": JSONValue(type.architectures.first),
            "placement_group": JSONValue(instance.placementGroupID),
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
        try await calls.call { try await $0.createTags(ids: [id], tags: [EC2Tags.kept: "true"]) }
        // Groups have no timer.
        guard resource.kind == .instance else { return nil }
        guard let access = environment?.access else { return resource.expiresAt }
        let endpoint = ShellEndpoint(host: access.host, port: access.port, user: access.user)
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
        do { return try await body() } catch { throw explain(error, attempt) }
    }

    private func explain(_ error: any Error, _ attempt: String) -> any Error {
        (error as? AWSError).map { RunError($0, attempt: attempt) } ?? error
    }
}

/// A value that is written once and read by many.
private final class Box<Value: Sendable>: Sendable {
    private let storage: Mutex<Value>

    init(_ value: Value) {
        storage = Mutex(value)
    }

    var value: Value { storage.withLock { $0 } }

    func set(_ value: Value) { storage.withLock { $0 = value } }
}
