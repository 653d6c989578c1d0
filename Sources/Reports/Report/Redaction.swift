public import Orchestration

/// What is not to be told to whoever gets a report: addresses, account ids, instance ids.
///
/// It works on texts before any rendering escapes them, so that nothing gets past it. The journal is not touched: what
/// cleans up needs to know what to clean up.
public struct Redaction: Sendable {
    /// What can be hidden.
    public enum Kind: String, Sendable, CaseIterable {
        /// Addresses of networks and network cards, and names that are made of them.
        case addresses
        case accounts
        case instances

        fileprivate var replacement: String {
            switch self {
            case .addresses: "redacted-address"
            case .accounts: "redacted-account"
            case .instances: "redacted-instance"
            }
        }
    }

    /// The key of the setting that says what is hidden.
    public static let setting = "redact"
    /// The key of the fact that says whose account it is.
    public static let accountFact = "aws_account"

    /// Nothing is hidden.
    static let none = Redaction([], of: nil)

    private let kinds: Set<Kind>
    /// What stands for what, where it is known beforehand.
    private let known: [[UInt8]: String]

    /// Hides so much of a plan's run.
    public init(_ kinds: Set<Kind>, of plan: RunPlan?) {
        self.kinds = kinds
        var known: [[UInt8]: String] = [:]
        let facts = plan?.configuration ?? []
        if kinds.contains(.accounts) {
            for fact in facts where fact.key == Self.accountFact {
                known[Array(fact.value.utf8)] = Kind.accounts.replacement
            }
        }
        if kinds.contains(.addresses) {
            // Machines that are called by their addresses must stay different ones.
            var count = 0
            for address in (plan?.cases ?? []).compactMap(\.machine).flatMap(Self.addresses) where known[address] == nil
            {
                count += 1
                known[address] = "\(Kind.addresses.replacement)-\(count)"
            }
        }
        self.known = known
    }

    /// The addresses in the name of a machine, such as that in `me@192.0.2.7:2222`.
    private static func addresses(in name: String) -> [[UInt8]] {
        let text = name.utf8Span.span
        var found: [[UInt8]] = []
        var place = 0
        while place < text.count {
            let length = text.secret(at: place, among: [.addresses])?.length ?? 0
            if length > 0 { found.append((place..<place + length).map { text[$0] }) }
            place += max(length, 1)
        }
        return found
    }

    /// Hides what the plan's setting says.
    public init(_ plan: RunPlan?) {
        let setting = plan?.configuration.last { $0.key == Self.setting }?.value ?? ""
        self.init(Set(setting.split(separator: ",").compactMap { Kind(rawValue: String($0)) }), of: plan)
    }

    /// Whether nothing is hidden.
    var isIdle: Bool { kinds.isEmpty }

    /// A text without what is hidden.
    public func apply(_ text: String) -> String {
        isIdle ? text : String(decoding: apply(text.utf8Span.span), as: UTF8.self)
    }

    /// A value without what is hidden.
    public func apply(_ value: JSONValue) -> JSONValue {
        switch value {
        case .null, .bool, .integer, .number: value
        case .string(let text): .string(apply(text))
        case .array(let elements): .array(elements.map(apply))
        case .object(let object): .object(apply(object))
        }
    }

    /// An object without what is hidden, in names and in values.
    public func apply(_ object: JSONObject) -> JSONObject {
        var result = JSONObject()
        for member in object.members { result[apply(member.key)] = apply(member.value) }
        return result
    }

    private func apply(_ text: Span<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var place = 0
        while place < text.count {
            if let (kind, length) = text.secret(at: place, among: kinds) {
                let secret = (place..<place + length).map { text[$0] }
                result += Array((known[secret] ?? kind.replacement).utf8)
                place += length
            } else if let (length, replacement) = knownLiteral(in: text, at: place) {
                result += Array(replacement.utf8)
                place += length
            } else {
                result.append(text[place])
                place += 1
            }
        }
        return result
    }

    private func knownLiteral(in text: Span<UInt8>, at place: Int) -> (length: Int, replacement: String)? {
        guard !known.isEmpty, text.beginsWord(at: place) else { return nil }
        for (literal, replacement) in known
        where place + literal.count <= text.count && text.endsWord(at: place + literal.count) {
            if literal.indices.allSatisfy({ text[place + $0] == literal[$0] }) { return (literal.count, replacement) }
        }
        return nil
    }
}
