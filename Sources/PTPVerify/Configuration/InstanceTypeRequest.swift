package import Orchestration
internal import YAML

/// How many instances of a type are to be verified, and what is expected of them.
package struct InstanceTypeRequest: Sendable, Hashable {
    package var type: String
    package var quantity: Int
    /// What is expected of this type, when it differs from the general `expect`.
    package var expect: Expectation?

    package init(type: String, quantity: Int = 1, expect: Expectation? = nil) {
        self.type = type
        self.quantity = quantity
        self.expect = expect
    }
}

extension InstanceTypeRequest: CustomStringConvertible {
    /// `type:quantity`, the way it may be written, with a differing expectation behind it.
    package var description: String {
        "\(type):\(quantity)" + (expect.map { " (expect \($0.rawValue))" } ?? "")
    }
}

extension SettingDecoder where Value == [InstanceTypeRequest] {
    /// A text such as `c7i.large:2,m7g.medium`, or a list of such items and of mappings.
    static let instanceTypes = Self(
        decode: { node, decoding in
            guard let items = decoding.items(node) else { return nil }
            let before = decoding.problems.count
            let requests = items.compactMap { item in decoding.instanceType(item).map { (request: $0, mark: item.mark) }
            }
            let merged = decoding.merge(requests)
            return decoding.problems.count == before ? merged : nil
        },
        show: { $0.isEmpty ? "none" : $0.map(\.description).joined(separator: ",") }
    )
}

extension Decoding {
    private static let quantities = 1...1000

    fileprivate mutating func instanceType(_ node: YAMLNode) -> InstanceTypeRequest? {
        switch node.content {
        case .scalar:
            guard let text = text(node, name: "an item of \(key)") else { return nil }
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
            let type = checkedType(parts[0], at: node.mark)
            let quantity = parts.count == 1 ? 1 : quantity(parts[1], of: parts[0], at: node.mark)
            guard let type, let quantity else { return nil }
            return InstanceTypeRequest(type: type, quantity: quantity)
        case .mapping(let entries):
            return instanceType(entries, at: node.mark)
        case .sequence:
            refuse("an item of \(key) must be a text such as c7i.large:2 or a mapping, not a list", at: node.mark)
            return nil
        }
    }

    private mutating func instanceType(_ entries: [YAMLEntry], at mark: YAMLMark) -> InstanceTypeRequest? {
        let before = problems.count
        let name = entries.first { $0.key == "type" }.flatMap { text($0.value, name: "type") }
        var request = InstanceTypeRequest(type: "")
        for entry in entries {
            switch entry.key {
            case "type":
                request.type = name.flatMap { checkedType($0, at: entry.value.mark) } ?? ""
            case "quantity":
                guard let text = text(entry.value, name: "quantity") else { continue }
                request.quantity = quantity(text, of: name ?? "this type", at: entry.value.mark) ?? 1
            case "expect":
                guard let text = text(entry.value, name: "expect") else { continue }
                request.expect = word(text, name: "expect", at: entry.value.mark)
            default: refuseUnknown(entry, among: ["type", "quantity", "expect"])
            }
        }
        if !entries.contains(where: { $0.key == "type" }) {
            refuse("an item of \(key) has no type", at: mark, remedy: "add one, such as type: c7i.large")
        }
        return problems.count == before ? request : nil
    }

    /// Checks the shape only: which types exist is for the cloud to say.
    private mutating func checkedType(_ text: String, at mark: YAMLMark) -> String? {
        func hasShape(_ text: String) -> Bool {
            let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isLowerAlphanumericOrDash) }
        }
        if hasShape(text) { return text }
        refuse(
            "an instance type must look like c7i.large, not \(quoted(text))",
            at: mark,
            remedy: hasShape(text.lowercased()) ? "did you mean \(text.lowercased())?" : nil
        )
        return nil
    }

    private mutating func quantity(_ text: String, of type: String, at mark: YAMLMark) -> Int? {
        if let quantity = Int(text), Self.quantities.contains(quantity) { return quantity }
        refuse("the quantity of \(type)", mustBe: "a whole number from 1 to 1000", not: text, at: mark)
        return nil
    }

    /// Adds up the quantities of a type named several times; differing expectations are refused.
    fileprivate mutating func merge(_ items: [(request: InstanceTypeRequest, mark: YAMLMark)]) -> [InstanceTypeRequest]
    {
        var merged: [InstanceTypeRequest] = []
        var positions: [String: (index: Int, mark: YAMLMark)] = [:]
        for (request, mark) in items {
            guard let first = positions[request.type] else {
                positions[request.type] = (merged.count, mark)
                merged.append(request)
                continue
            }
            guard merged[first.index].expect == request.expect else {
                let words = [merged[first.index].expect, request.expect].map { $0?.rawValue ?? "nothing special" }
                let other = place(first.mark)
                refuse(
                    "\(request.type) is there twice, expecting \(words[0]) at \(other) and \(words[1]) here",
                    at: mark,
                    remedy: "keep one of the two"
                )
                continue
            }
            merged[first.index].quantity += request.quantity
        }
        for request in merged where !Self.quantities.contains(request.quantity) {
            let mark = positions[request.type]?.mark ?? YAMLMark(line: 1, column: 1)
            refuse(
                "the quantities of \(request.type) add up to \(request.quantity); at most 1000 are allowed",
                at: mark
            )
        }
        return merged
    }
}
