import AWS

/// Judges whether the planned processors fit under the quotas for instances on demand.
struct QuotaCheck {
    let configuration: Configuration
    let view: AccountView
    /// How many processors the types that run have, where that is known.
    let sizes: [String: Int]

    var findings: [PreflightFinding] { view.quotas.compactMap(finding) }

    /// The quotas that types count against, sorted.
    static func codes(of types: [String]) -> [String] { Set(types.map(code)).sorted() }

    private func finding(_ named: AccountView.Named<Double>) -> PreflightFinding? {
        let limit: Double
        switch named.look {
        case .success(let value): limit = value
        case .failure(let error):
            // That it is not permitted is told with the permissions.
            return error.kind == .permission ? nil : .ok(.quota, named.name, "not readable (\(error.code))")
        }
        let requests = configuration.instanceTypes.value.filter { Self.code(of: $0.type) == named.name }
        let planned = requests.flatMap { Array(repeating: sizes[$0.type] ?? 0, count: $0.quantity) }
        // Not all of them live at the same time.
        let wanted = planned.sorted(by: >).prefix(configuration.concurrency.value).reduce(0, +)
        let running = (view.running.success ?? []).filter { Self.code(of: $0) == named.name }
        let used = running.reduce(0) { $0 + (sizes[$1] ?? 0) }
        let isExact = view.running.success != nil && running.allSatisfy { sizes[$0] != nil }
        let words =
            "\(isExact ? "" : "at least ")\(used) of \(Int(limit)) processors run, \(wanted) more are planned at once"
        guard Double(used + wanted) > limit else { return .ok(.quota, named.name, words) }
        let remedy = "Ask AWS for a higher quota \(named.name), end other instances, or choose smaller types."
        return .problem(.quota, named.name, words, remedy)
    }

    /// Service Quotas' code for the family of a type.
    private static func code(of type: String) -> String {
        let family = String(type.prefix { $0.isLetter })
        return codes.first { $0.families.contains(family) }?.code ?? "L-1216C47A"
    }

    /// All other families are standard ones.
    private static let codes: [(families: Set<String>, code: String)] = [
        (["f"], "L-74FC7D96"), (["g", "gr", "vt"], "L-DB2E81BA"), (["p"], "L-417A185B"), (["x"], "L-7295265B"),
        (["inf"], "L-1945791B"), (["trn"], "L-2C3B7624"), (["dl"], "L-6E869C2A"), (["hpc"], "L-F7808C92"),
        (["u"], "L-43DA4232"),
    ]
}
