/// What a run has made: the fold over its journal that knows what may still be there.
public struct Ledger: Sendable, Equatable {
    /// A resource and how far it is.
    public struct Entry: Sendable, Equatable {
        /// What it is.
        public let resource: Resource
        /// How far it is.
        public fileprivate(set) var state: ResourceState
    }

    private var entries: [Entry] = []
    private var places: [String: Int] = [:]
    private var placesOfCases: [CaseID?: [Int]] = [:]

    /// Nothing was made yet.
    public init() {}

    /// All resources, first intended first.
    public var all: [Entry] { entries }

    /// What may be there without anybody wanting it.
    public var leaks: [Entry] { entries.filter(\.state.mayLeak) }

    /// What stays on purpose.
    public var kept: [Entry] { entries.filter(\.state.isKept) }

    /// All that was made for a case, or, without a case, for the whole run.
    public func entries(of caseID: CaseID?) -> [Entry] { (placesOfCases[caseID] ?? []).map { entries[$0] } }

    /// What a case has made and not yet accounted for.
    public func leaks(of caseID: CaseID?) -> [Entry] { entries(of: caseID).filter(\.state.mayLeak) }

    /// What became of the instance of a case.
    public func disposal(of caseID: CaseID) -> CaseOutcome.Disposal {
        var disposal = CaseOutcome.Disposal.neverMade
        for place in placesOfCases[caseID] ?? [] {
            if entries[place].state.mayLeak { return .unconfirmed }
            if entries[place].state.isKept {
                disposal = .kept
            } else if disposal != .kept {
                disposal = entries[place].resource.kind == .setup ? .restored : .terminated
            }
        }
        return disposal
    }

    /// The resource of that name.
    public subscript(token: String) -> Entry? { place(of: token).map { entries[$0] } }

    private func place(of token: String) -> Int? {
        // What is made last is mostly what is spoken of.
        entries.last?.resource.token == token ? entries.count - 1 : places[token]
    }

    /// Follows one event.
    public mutating func apply(_ event: RunEvent) {
        switch event {
        case .resourceIntended(let resource):
            guard places[resource.token] == nil else { return }
            places[resource.token] = entries.count
            placesOfCases[resource.caseID, default: []].append(entries.count)
            entries.append(Entry(resource: resource, state: .intended))
        case .resourceMade(let token, let id): update(token) { _ in .made(id: id) }
        case .resourceEnding(let token): update(token) { .ending(id: $0.id) }
        case .resourceGone(let token): update(token) { _ in .gone }
        case .resourceKept(let token, let until):
            update(token) { state in state.id.map { .kept(id: $0, until: until) } ?? state }
        case .resourceUnconfirmed(let token, let reason, let remedy):
            update(token) { .unconfirmed(id: $0.id, reason: reason, remedy: remedy) }
        case .runBegan, .runMoved, .stopRequested, .caseMoved, .environmentReady, .machineSeen, .retrying, .executed,
            .analyzed, .caseEnded, .noted, .runEnded:
            break
        }
    }

    private mutating func update(_ token: String, _ change: (ResourceState) -> ResourceState) {
        guard let place = place(of: token) else { return }
        entries[place].state = change(entries[place].state)
    }
}
