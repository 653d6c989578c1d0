import Orchestration
internal import YAML

/// A rule for a text, with words for what is wanted.
struct TextRule: Sendable {
    let wanted: String
    let accepts: @Sendable (String) -> Bool

    static let anything = TextRule(wanted: "a text") { _ in true }

    /// A name without blanks that cannot be mistaken for an option.
    static func name(_ wanted: String) -> TextRule {
        TextRule(wanted: wanted) { text in !text.hasPrefix("-") && !text.contains(where: \.isWhitespace) }
    }

    /// A word that can be part of a name anywhere: of a directory, a tag, a group.
    static let slug = TextRule(wanted: "up to 40 of a-z, 0-9 and -, no dash first or last") { text in
        1...40 ~= text.utf8.count && text.utf8.allSatisfy(isLowerAlphanumericOrDash)
            && !text.hasPrefix("-") && !text.hasSuffix("-")
    }

    /// A network in the notation of an address and the length of its prefix.
    static let network = TextRule(wanted: "a network such as 192.0.2.7/32") { text in
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = UInt8(parts[1]) else { return false }
        let bytes = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        if bytes.count == 4, bytes.allSatisfy({ UInt8($0) != nil }) { return length <= 32 }
        return parts[0].contains(":") && parts[0].allSatisfy { $0.isHexDigit || $0 == ":" } && length <= 128
    }

    /// A SHA-256 in hexadecimal.
    static let digest = TextRule(wanted: "a SHA-256: 64 hexadecimal digits") { text in
        text.utf8.count == 64 && text.allSatisfy(\.isHexDigit)
    }

    /// An identifier as EC2 gives them.
    static func identifier(_ prefix: String, _ wanted: String) -> TextRule {
        TextRule(wanted: "\(wanted) such as \(prefix)-0123456789abcdef0") { text in
            text.hasPrefix(prefix + "-") && text.count > prefix.count + 1
                && text.utf8.allSatisfy(isLowerAlphanumericOrDash)
        }
    }
}

func isLowerAlphanumericOrDash(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
    default: false
    }
}

extension SettingDecoder where Value == String {
    static func text(_ rule: TextRule = .anything) -> Self {
        Self(
            decode: { node, decoding in
                guard let text = decoding.text(node) else { return nil }
                guard rule.accepts(text) else {
                    decoding.refuse(mustBe: rule.wanted, not: text, at: node.mark)
                    return nil
                }
                return text
            },
            show: { $0 }
        )
    }

    /// A path, in which a leading `~` stands for the home directory.
    static let path = Self(
        decode: { node, decoding in
            guard let text = decoding.text(node) else { return nil }
            guard text.hasPrefix("~") else { return text }
            guard text == "~" || text.hasPrefix("~/") else {
                decoding.refuse(
                    "\(decoding.key): the home directory of another user is not looked up: \(quoted(text))",
                    at: node.mark,
                    remedy: "write the whole path, or ~/… for your own"
                )
                return nil
            }
            guard let home = decoding.home, !home.isEmpty else {
                decoding.refuse(
                    "\(decoding.key): ~ cannot be replaced, because HOME is not set: \(quoted(text))",
                    at: node.mark,
                    remedy: "set HOME or write the whole path"
                )
                return nil
            }
            return home + text.dropFirst()
        },
        show: { $0 }
    )
}

extension SettingDecoder where Value == [String] {
    /// A list of different texts, also written with commas.
    static func list(_ rule: TextRule, unset: String) -> Self {
        Self(
            decode: { node, decoding in
                guard let items = decoding.items(node) else { return nil }
                var texts: [String] = []
                var seen: Set<String> = []
                for item in items {
                    guard let text = decoding.text(item, name: "an item of \(decoding.key)") else { continue }
                    if !rule.accepts(text) {
                        decoding.refuse(mustBe: rule.wanted, not: text, at: item.mark)
                    } else if !seen.insert(text).inserted {
                        decoding.refuse("\(decoding.key) names \(quoted(text)) twice", at: item.mark)
                    } else {
                        texts.append(text)
                    }
                }
                return texts.count == items.count ? texts : nil
            },
            show: { $0.isEmpty ? unset : $0.joined(separator: ",") }
        )
    }
}

extension SettingDecoder where Value: FixedWidthInteger {
    static func integer(_ range: ClosedRange<Value>) -> Self {
        Self(
            decode: { node, decoding in
                guard let text = decoding.text(node) else { return nil }
                if let value = Value(text), range.contains(value) { return value }
                let wanted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
                decoding.refuse(mustBe: wanted, not: text, at: node.mark)
                return nil
            },
            show: { String($0) }
        )
    }
}

extension SettingDecoder where Value == Double {
    static func number(_ range: ClosedRange<Int>) -> Self {
        Self(
            decode: { node, decoding in
                guard let text = decoding.text(node) else { return nil }
                let bounds = Double(range.lowerBound)...Double(range.upperBound)
                if let value = Double(text), bounds.contains(value) { return value }
                let wanted = "a number from \(range.lowerBound) to \(range.upperBound)"
                decoding.refuse(mustBe: wanted, not: text, at: node.mark)
                return nil
            },
            show: { String($0) }
        )
    }
}

extension SettingDecoder where Value == Bool {
    static let words: [String: Bool] = ["1": true, "true": true, "yes": true, "0": false, "false": false, "no": false]

    static let flag = Self(
        decode: { node, decoding in
            guard let text = decoding.text(node) else { return nil }
            if let value = words[text.lowercased()] { return value }
            decoding.refuse(mustBe: "1, true, yes, 0, false or no", not: text, at: node.mark)
            return nil
        },
        show: { $0 ? "true" : "false" }
    )
}

extension SettingDecoder where Value: SettingWord {
    static var word: Self {
        Self(
            decode: { node, decoding in decoding.text(node).flatMap { decoding.word($0, at: node.mark) } },
            show: \.rawValue
        )
    }
}

extension Decoding {
    /// One of the words of a choice.
    mutating func word<Word: SettingWord>(_ text: String, name: String? = nil, at mark: YAMLMark) -> Word? {
        if let value = Word(rawValue: text) { return value }
        let words = Word.allCases.map(\.rawValue)
        let remedy = nearestName(to: text, among: words).map { "did you mean \($0)?" }
        refuse(
            "\(name ?? key) must be one of \(words.joined(separator: ", ")), not \(quoted(text))",
            at: mark,
            remedy: remedy
        )
        return nil
    }
}
