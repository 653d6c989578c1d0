package import YAML

extension GatePolicy {
    /// Reads a policy, or tells everything that is wrong with it.
    package init(_ document: YAMLDocument, path: String) throws(PolicyProblems) {
        var reader = PolicyReader()
        for error in document.problems { reader.refuse(error.message, at: error.mark) }
        let policy = reader.policy(document)
        guard let policy, reader.problems.isEmpty else { throw PolicyProblems(reader.problems, in: path) }
        self = policy
    }
}

/// Turns nodes into a policy and gathers what is wrong on the way.
struct PolicyReader {
    private(set) var problems: [PolicyProblem] = []

    mutating func refuse(_ message: String, at mark: YAMLMark?, _ remedy: String? = nil) {
        problems.append(PolicyProblem(message, at: mark, remedy))
    }

    private enum Key: String, CaseIterable { case version, evidence, rules, unmatched }

    mutating func policy(_ document: YAMLDocument) -> GatePolicy? {
        guard let root = document.root else {
            if document.problems.isEmpty { refuse("the file is empty: it demands nothing", at: nil) }
            return nil
        }
        var policy = GatePolicy(rules: [])
        var seen: Set<Key> = []
        for entry in entries(root, "the policy", Key.self) {
            seen.insert(entry.key)
            switch entry.key {
            case .version: checkVersion(entry.value)
            case .evidence: evidence(entry.value, &policy.evidence)
            case .rules: policy.rules = rules(entry.value)
            case .unmatched:
                if let answer = refuses(entry.value, "unmatched") { policy.refusesUnmatched = answer }
            }
        }
        guard case .mapping = root.content else { return nil }
        if !seen.contains(.version) { refuse("the policy has no version", at: root.mark, "write version: 1") }
        if !seen.contains(.rules) { refuse("the policy has no rules", at: root.mark, "write rules: and at least one") }
        return policy
    }

    private mutating func checkVersion(_ node: YAMLNode) {
        guard let text = text(node, "version"), text != "\(GatePolicy.version)" else { return }
        refuse("version \(quoted(text)) is not known here", at: node.mark, "this tool reads version 1")
    }

    // MARK: - Evidence

    private enum EvidenceKey: String, CaseIterable {
        case environments
        case maxAge = "max_age"
        case complete
    }

    private mutating func evidence(_ node: YAMLNode, _ evidence: inout GatePolicy.Evidence) {
        for entry in entries(node, "evidence", EvidenceKey.self) {
            switch entry.key {
            case .environments: evidence.environments = environments(entry.value)
            case .maxAge: evidence.maxAge = age(entry.value)
            case .complete:
                if let isDemanded = bool(entry.value, "complete") { evidence.mustBeComplete = isDemanded }
            }
        }
    }

    private mutating func environments(_ node: YAMLNode) -> [String] {
        let items = list(node, "environments")
        if items?.isEmpty == true {
            refuse(
                "environments is empty: nothing would count as evidence",
                at: node.mark,
                "leave it out, or name some"
            )
        }
        return (items ?? []).compactMap { item in
            text(item, "an environment").flatMap { word($0, "environment", GatePolicy.environments, at: item.mark) }
        }
    }

    private static let ages: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]

    private mutating func age(_ node: YAMLNode) -> Duration? {
        guard let text = text(node, "max_age") else { return nil }
        guard let unit = text.last.flatMap({ Self.ages[$0] }), let count = UInt32(text.dropLast()), count > 0 else {
            refuse("max_age must be an age such as 90m, 12h, 30d or 4w, not \(quoted(text))", at: node.mark)
            return nil
        }
        return .seconds(Int(count) * unit)
    }
}
