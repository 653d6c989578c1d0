package import Orchestration
internal import YAML

/// What was asked for, before it is held against the plan.
package enum KeepRequest: Sendable, Hashable {
    package struct Item: Sendable, Hashable {
        package enum Kind: Sendable, Hashable {
            case positions(ClosedRange<Int>)
            case id(String)
        }

        package let kind: Kind
        /// Where the item stands, for what the plan says about it.
        package let source: SettingSource
    }

    case choice(KeepPolicy)
    case items([Item])
}

extension KeepRequest: CustomStringConvertible {
    static let words: [(word: String, choice: KeepPolicy)] = [
        ("none", .none), ("all", .all), ("functional", .functional), ("ask", .ask),
    ]

    package var description: String {
        switch self {
        case .choice(let choice): Self.words.first { $0.choice == choice }?.word ?? "\(choice)"
        case .items(let items): items.map(\.description).joined(separator: ",")
        }
    }
}

extension KeepRequest.Item: CustomStringConvertible {
    package var description: String {
        switch kind {
        case .positions(let range):
            range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
        case .id(let id): id
        }
    }
}

extension SettingDecoder where Value == KeepRequest {
    static let keep = Self(
        decode: { node, decoding in
            guard let nodes = decoding.items(node) else { return nil }
            let texts = nodes.compactMap { node in
                decoding.text(node, name: "an item of \(decoding.key)").map { (text: $0, mark: node.mark) }
            }
            if texts.count == 1, let known = KeepRequest.words.first(where: { $0.word == texts[0].text }) {
                return .choice(known.choice)
            }
            // What is well-formed is still held against the plan, so that all problems come at once.
            return .items(
                texts.compactMap { text, mark in
                    decoding.keepItem(text, at: mark).map { KeepRequest.Item(kind: $0, source: decoding.place(mark)) }
                }
            )
        },
        show: \.description
    )
}

extension Decoding {
    /// An id, a position or a range of positions.
    fileprivate mutating func keepItem(_ text: String, at mark: YAMLMark) -> KeepRequest.Item.Kind? {
        if let position = Int(text) {
            if position >= 1 { return .positions(position...position) }
            refuse("\(key): positions count from 1, not \(quoted(text))", at: mark)
            return nil
        }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        if ends.count == 2, let first = ends[0], let last = ends[1] {
            if first >= 1, first <= last { return .positions(first...last) }
            refuse("\(key): a range must rise from 1 or more, not \(quoted(text))", at: mark)
            return nil
        }
        if KeepRequest.words.contains(where: { $0.word == text }) {
            refuse("\(key): \(quoted(text)) must stand alone, not in a list", at: mark)
            return nil
        }
        return .id(text)
    }
}
