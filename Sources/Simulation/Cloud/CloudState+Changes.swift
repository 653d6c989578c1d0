package import AWS
package import Orchestration

// MARK: - Instances

extension CloudState {
    /// Launches an instance, or finds the one that was launched with the same token.
    mutating func launch(
        _ request: RunInstance,
        faults: [Int: LaunchFault] = [:],
        at now: Timestamp
    ) throws(AWSError) -> InstanceDescription {
        if let earlier = instance(token: request.clientToken) {
            guard earlier.request == request else {
                throw refusal(
                    "IdempotentParameterMismatch",
                    "The client token '\(request.clientToken)' was used before, with other parameters"
                )
            }
            return earlier.description(at: now)
        }
        let type = try check(request)
        launches += 1
        let instance = make(request, type, fault: faults[launches], isForeign: false, at: now)
        insert(instance)
        return instance.description(at: now)
    }

    /// Puts an instance of somebody else there; it has been running for a while.
    package mutating func addForeignInstance(
        type: String = "m5.large",
        tags: [String: String] = [:],
        groups: [String] = [],
        clock: SimulatedClock = .absent,
        at now: Timestamp
    ) -> String {
        let request = RunInstance(
            clientToken: chance.identifier("foreign", identifiers),
            type: type,
            imageID: "ami-0f00e1600000c1a55",
            subnetID: "subnet-0f00e16000000c1a5",
            placementGroupID: groups.first { $0.hasPrefix("pg-") },
            securityGroupIDs: groups.filter { $0.hasPrefix("sg-") },
            userData: "",
            tags: tags
        )
        let description = SimulatedCatalog.describe(type)
        let instance = make(request, description, fault: .clock(clock), isForeign: true, at: now + .seconds(-3600))
        insert(instance)
        return instance.id
    }

    mutating func terminate(_ ids: [String], at now: Timestamp) throws(AWSError) {
        for id in ids where self[id]?.isForgotten(at: now) ?? true {
            throw unknownInstance(id, action: "TerminateInstances")
        }
        for id in ids {
            _ = update(id) { $0.end(at: now, reason: "Client.UserInitiatedShutdown: User initiated shutdown") }
        }
    }

    /// Answers with the instance's type, or with what EC2 has against the request.
    private func check(_ request: RunInstance) throws(AWSError) -> InstanceTypeDescription {
        guard let type = SimulatedCatalog.describe(request.type) else {
            throw refusal("InvalidParameterValue", "Invalid value '\(request.type)' for InstanceType.")
        }
        if let other = SimulatedCatalog.machineImage(id: request.imageID)?.architecture.rawValue,
            !type.architectures.contains(other)
        {
            throw refusal(
                "InvalidParameterValue",
                "The architecture '\(type.architectures[0])' of the specified instance type does not match the"
                    + " architecture '\(other)' of the specified AMI."
            )
        }
        if let id = request.placementGroupID, !groups.contains(where: { $0.id == id }) {
            throw unknownGroup(.placement, id, action: "RunInstances")
        }
        for id in request.securityGroupIDs where !groups.contains(where: { $0.id == id }) {
            throw unknownGroup(.security, id, action: "RunInstances")
        }
        return type
    }

    private mutating func make(
        _ request: RunInstance,
        _ type: InstanceTypeDescription?,
        fault: LaunchFault?,
        isForeign: Bool,
        at now: Timestamp
    ) -> SimulatedInstance {
        let number = instances.count + 1
        let id = nextIdentifier("i")
        let chance = Chance(name: id)
        let strategy = groups.first { $0.id == request.placementGroupID }?.setting
        let isPrecise = type?.declaresHardwareClock == true && strategy == "precision-time"
        var plan = LaunchPlan(
            runningAt: now + chance.milliseconds(.boot, in: 3_000...12_000),
            login: chance.milliseconds(.login, in: 2_000...10_000),
            clock: isPrecise ? .fresh : .absent
        )
        fault.map { plan.apply($0) }
        var instance = SimulatedInstance(
            id: id,
            request: request,
            isForeign: isForeign,
            launchedAt: now,
            visibleFrom: now + chance.milliseconds(.visibility, in: 0...4_000),
            runningAt: plan.runningAt,
            reachableFrom: plan.login.map { plan.runningAt + $0 } ?? SimulatedInstance.never,
            // On loopback: whoever is served this cloud must not knock at a stranger's door.
            privateAddress: "127.\(64 + number >> 16 & 63).\(number >> 8 & 255).\(number & 255)",
            publicAddress: "198.\(18 + number >> 16 & 1).\(number >> 8 & 255).\(number & 255)",
            machine: Machine(
                SimulatedCatalog.machineImage(id: request.imageID)
                    ?? MachineImage(.amazonLinux2023, type?.architectures == ["arm64"] ? .arm : .intel),
                request.type,
                plan.clock,
                chance: chance,
                at: plan.runningAt
            ),
            clock: plan.clock,
            trouble: plan.trouble,
            tags: request.tags,
            expiresAt: DeadMansSwitch.minutes(inUserData: request.userData).map { plan.runningAt + .minutes($0) }
        )
        if plan.dies {
            let half = Duration.nanoseconds((plan.runningAt - now).nanoseconds / 2)
            instance.toldToEnd = instance.ending(
                from: now + half,
                reason: "Server.InternalError: Internal error on launch"
            )
        }
        return instance
    }

    mutating func nextIdentifier(_ prefix: String) -> String {
        identifiers += 1
        return chance.identifier(prefix, identifiers)
    }

    private func refusal(_ code: String, _ message: String) -> AWSError {
        AWSError(code: code, message: message, action: "RunInstances")
    }
}

// MARK: - Groups and tags

extension CloudState {
    /// Makes a group and gives its id.
    mutating func makeGroup(
        _ kind: SimulatedGroup.Kind,
        name: String,
        setting: String,
        tags: [String: String],
        isForeign: Bool = false,
        at now: Timestamp
    ) throws(AWSError) -> String {
        guard !groups.contains(where: { $0.kind == kind && $0.name == name }) else {
            throw AWSError(
                code: kind.duplicateCode,
                message: "The \(kind.rawValue) group '\(name)' already exists",
                action: "Create\(kind.noun)"
            )
        }
        let id = nextIdentifier(kind.prefix)
        let delay = isForeign ? .zero : Chance(name: id).milliseconds(.visibility, in: 0...4_000)
        let group = SimulatedGroup(
            id: id,
            kind: kind,
            name: name,
            setting: setting,
            isForeign: isForeign,
            visibleFrom: now + delay,
            tags: tags
        )
        groups.append(group)
        return id
    }

    /// Puts a group of somebody else there.
    package mutating func addForeignGroup(
        _ kind: SimulatedGroup.Kind,
        name: String,
        setting: String = "cluster",
        tags: [String: String] = [:],
        at now: Timestamp
    ) throws(AWSError) -> String {
        try makeGroup(kind, name: name, setting: setting, tags: tags, isForeign: true, at: now)
    }

    mutating func deleteGroup(_ kind: SimulatedGroup.Kind, id: String, at now: Timestamp) throws(AWSError) {
        guard let place = groups.firstIndex(where: { $0.kind == kind && $0.id == id }) else {
            throw unknownGroup(kind, id, action: "Delete\(kind.noun)")
        }
        let group = groups[place]
        if let user = instances.first(where: { group.isUsed(by: $0.request) && $0.state(at: now) != .terminated }) {
            throw AWSError(
                code: kind.inUseCode,
                message: "The \(kind.rawValue) group '\(id)' is in use by '\(user.id)'",
                action: "Delete\(kind.noun)"
            )
        }
        groups.remove(at: place)
    }

    mutating func addTags(_ tags: [String: String], to ids: [String]) throws(AWSError) {
        for id in ids where self[id] == nil && !groups.contains(where: { $0.id == id }) {
            throw AWSError(code: "InvalidID.NotFound", message: "The ID '\(id)' does not exist", action: "CreateTags")
        }
        for id in ids {
            _ = update(id) { $0.tags.merge(tags) { _, new in new } }
            guard let place = groups.firstIndex(where: { $0.id == id }) else { continue }
            groups[place].tags.merge(tags) { _, new in new }
        }
    }
}
