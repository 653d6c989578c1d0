package import AWS
package import Orchestration

/// Everything that there is in the simulated cloud, as a value without a clock: every question comes with its moment.
package struct CloudState: Sendable, Equatable {
    /// What decides all its figures.
    package let seed: UInt64
    /// The moment of the last change.
    package internal(set) var time: Timestamp
    /// All instances ever, first launched first.
    package private(set) var instances: [SimulatedInstance] = []
    /// The groups that there are, first made first.
    package internal(set) var groups: [SimulatedGroup] = []
    /// How many ids were given out.
    var identifiers = 0
    /// How many instances were launched through the API.
    var launches = 0
    /// Where instances are, by id and by address.
    private var places: [String: Int] = [:]
    private var placesByToken: [String: Int] = [:]

    /// An empty cloud.
    package init(seed: UInt64, time: Timestamp) {
        self.seed = seed
        self.time = time
    }

    var chance: Chance { Chance(seed: seed) }

    /// The instance with that id or address, whether or not anybody can see it.
    package subscript(name: String) -> SimulatedInstance? { place(of: name).map { instances[$0] } }

    private func place(of name: String) -> Int? {
        // What was launched last is mostly what is asked about.
        let last = instances.count - 1
        if last >= 0, instances.span[last].id == name || instances.span[last].publicAddress == name { return last }
        return places[name]
    }

    /// Where an instance is in its life.
    func state(of id: String, at now: Timestamp) -> InstanceState? {
        place(of: id).map { instances.span[$0].state(at: now) }
    }

    func instance(token: String) -> SimulatedInstance? { placesByToken[token].map { instances[$0] } }

    mutating func insert(_ instance: SimulatedInstance) {
        for name in [instance.id, instance.privateAddress, instance.publicAddress] { places[name] = instances.count }
        placesByToken[instance.request.clientToken] = instances.count
        instances.append(instance)
    }

    /// Changes an instance in place.
    mutating func update<Result>(_ id: String, _ change: (inout SimulatedInstance) -> Result) -> Result? {
        guard let place = place(of: id) else { return nil }
        return change(&instances[place])
    }
}

// MARK: - Questions

extension CloudState {
    /// What there is at that moment and nobody told to end: ids, without what is foreign.
    ///
    /// - Parameter run: only what carries a tag with this value; `nil` for everything.
    package func leftovers(ofRun run: String? = nil, at now: Timestamp) -> [String] {
        func isMeant(_ tags: [String: String]) -> Bool { run.map { tags.values.contains($0) } ?? true }
        let running = instances.filter { !$0.isForeign && isMeant($0.tags) && !$0.state(at: now).isEnding }
        return running.map(\.id) + groups.filter { !$0.isForeign && isMeant($0.tags) }.map(\.id)
    }

    /// What EC2 says of all instances that it lists.
    package func instances(at now: Timestamp) -> [InstanceDescription] {
        instances.lazy.filter { $0.isVisible(at: now) }.map { $0.description(at: now) }
    }

    func describeInstances(_ filter: ResourceFilter, at now: Timestamp) throws(AWSError) -> [InstanceDescription] {
        let found: [SimulatedInstance]
        switch filter {
        case .ids(let ids):
            var listed: [InstanceDescription] = []
            var unknown: [String] = []
            for id in ids {
                // Looked at in place: nothing is asked more often.
                let all = instances.span
                if let place = place(of: id), all[place].isVisible(at: now) {
                    listed.append(all[place].description(at: now))
                } else {
                    unknown.append(id)
                }
            }
            guard unknown.isEmpty else { throw unknownInstances(unknown, action: "DescribeInstances") }
            return listed
        case .clientToken(let token): found = instance(token: token).map { [$0] } ?? []
        case .tagKey(let key): found = instances.filter { $0.tags[key] != nil }
        case .name(let name): found = instances.filter { $0.tags["Name"] == name }
        }
        return found.filter { $0.isVisible(at: now) }.map { $0.description(at: now) }
    }

    func describeGroups(
        _ kind: SimulatedGroup.Kind,
        _ filter: ResourceFilter,
        at now: Timestamp
    ) throws(AWSError) -> [GroupDescription] {
        let visible = groups.filter { $0.kind == kind && $0.visibleFrom <= now }
        switch filter {
        case .ids(let ids):
            var found: [GroupDescription] = []
            for id in ids {
                guard let group = visible.first(where: { $0.id == id }) else {
                    throw unknownGroup(kind, id, action: "Describe\(kind.noun)s")
                }
                found.append(group.description)
            }
            return found
        case .name(let name): return visible.filter { $0.name == name }.map(\.description)
        case .tagKey(let key): return visible.filter { $0.tags[key] != nil }.map(\.description)
        case .clientToken: return []
        }
    }

    func unknownInstance(_ id: String, action: String) -> AWSError { unknownInstances([id], action: action) }

    private func unknownInstances(_ ids: [String], action: String) -> AWSError {
        let names = "'\(ids.joined(separator: ", "))'"
        return AWSError(
            code: "InvalidInstanceID.NotFound",
            message: ids.count == 1
                ? "The instance ID \(names) does not exist" : "The instance IDs \(names) do not exist",
            action: action
        )
    }

    func unknownGroup(_ kind: SimulatedGroup.Kind, _ id: String, action: String) -> AWSError {
        AWSError(code: kind.unknownCode, message: "The \(kind.rawValue) group '\(id)' does not exist", action: action)
    }
}
