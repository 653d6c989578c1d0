import Orchestration

extension ConfigurationChecks {
    /// Holds what is to be kept against the plan, and tells every item that is not in it.
    func resolvedKeep() -> (keep: KeepPolicy, problems: [ConfigurationProblem]) {
        let items: [KeepRequest.Item]
        switch configuration.keepRequest.value {
        case .choice(let choice): return (choice, [])
        case .items(let requested): items = requested
        }
        // What is not launched is not kept. Without a plan there is nothing to hold it against.
        guard areFine("provider", "hosts", "instance_types"), configuration.launches, configuration.plannedCount > 0
        else { return (.none, []) }
        var positions: Set<Int> = []
        var problems: [ConfigurationProblem] = []
        for item in items {
            do {
                positions.formUnion(try planned(item))
            } catch {
                problems.append(error)
            }
        }
        return (.positions(positions), problems)
    }

    private func planned(_ item: KeepRequest.Item) throws(ConfigurationProblem) -> ClosedRange<Int> {
        let count = configuration.plannedCount
        let complaint: String
        var near: String?
        switch item.kind {
        case .positions(let range):
            if range.upperBound <= count { return range }
            complaint = "\(item) is out of range; \(count) \(count == 1 ? "instance is" : "instances are") planned"
        case .id(let id):
            if let position = configuration.position(of: id) { return position...position }
            complaint = "\(quoted(id)) is not in the plan"
            near = nearestName(to: id, among: KeepRequest.words.map(\.word))
        }
        throw ConfigurationProblem(
            "keep: \(complaint)",
            at: item.source,
            remedy: near.map { "did you mean \($0)?" } ?? "positions are 1 to \(count), ids are like \(exampleID)"
        )
    }

    private var exampleID: String { "\(configuration.instanceTypes.value.first?.type ?? "c7i.large")#1" }
}

extension Configuration {
    /// The position in the plan of an id such as `c7i.large#2`, from 1.
    fileprivate func position(of id: String) -> Int? {
        let parts = id.split(separator: "#", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Int(parts[1]), parts[1] == String(index) else { return nil }
        var before = 0
        for request in instanceTypes.value {
            if request.type == parts[0] { return (1...request.quantity).contains(index) ? before + index : nil }
            before += request.quantity
        }
        return nil
    }
}
