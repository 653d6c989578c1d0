import Reports
internal import YAML

extension SettingDecoder where Value == Set<Redaction.Kind> {
    private static let all = Redaction.Kind.allCases.map(\.rawValue)

    /// A list such as `addresses,accounts`, or `all`, or `none`.
    static let redaction = Self(
        decode: { node, decoding in
            guard let items = decoding.items(node) else { return nil }
            var kinds: Set<Redaction.Kind> = []
            let before = decoding.problems.count
            for item in items {
                guard let text = decoding.text(item, name: "an item of \(decoding.key)") else { continue }
                if let kind = Redaction.Kind(rawValue: text) {
                    kinds.insert(kind)
                } else if text == "all" {
                    kinds.formUnion(Redaction.Kind.allCases)
                } else if text != "none" || items.count > 1 {
                    decoding.refuse(
                        mustBe: "none, all, or some of \(all.joined(separator: ", "))",
                        not: text,
                        at: item.mark
                    )
                }
            }
            return decoding.problems.count == before ? kinds : nil
        },
        show: { kinds in kinds.isEmpty ? "none" : kinds.map(\.rawValue).sorted().joined(separator: ",") }
    )
}
