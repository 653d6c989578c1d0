import Orchestration

extension CaseStory {
    /// What the case is, where it ran, and what became of it.
    ///
    /// - Parameter isWhole: also what one needs only to look into it.
    func writeFacts(to page: inout MarkupWriter, isWhole: Bool) {
        page.element("dl", .class("facts")) { page in
            page.fact("Expected", planned.expectation.words)
            page.fact("Declared and observed") { page in declaration(&page) }
            guard isWhole else {
                page.fact("Instance", environment?.id)
                page.fact("Zone", zone)
                return page.fact("Billed", billed)
            }
            if let pretence {
                page.fact("Evidence") { page in
                    page.element("b", text: "\(pretence.rawValue)")
                    page.text(", \(Pretence.worth)")
                }
            }
            if let machine = history.machine { page.fact("Machine", machine.name) }
            instance(&page)
            for (key, title) in Self.known { page.fact(title, metadata[key]?.string) }
            page.fact("Billed", billed)
            page.fact("Afterwards", outcome.disposal.words)
            if history.retries > 0 { page.fact("Tried again", "\(history.retries) times") }
            for label in planned.labels.sorted(by: { $0.key < $1.key }) {
                page.fact("Label") { page in
                    page.told(label.key, limit: 200)
                    page.text(": ")
                    page.told(label.value, limit: 200)
                }
            }
            others(&page)
        }
    }

    /// What everybody wants to know of a host, in this order.
    private static let known = [
        ("system", "System"), ("kernel", "Kernel"), ("architecture", "Architecture"), ("driver", "Driver"),
        ("chrony", "chrony"), ("clock", "Clock"),
    ]
    /// What has a section of its own.
    private static let lists: Set<String> = ["steps", "changes", "obstacles"]

    private func declaration(_ page: inout MarkupWriter) {
        let declared = environment?.declaredSupport.map { $0 ? "declared supported" : "declared unsupported" }
        page.text("\(declared ?? "not declared"), observed \(outcome.verdict.rawValue) ")
        switch agreesWithDeclaration {
        case true?: Chip(style: "chip good", sign: "=", words: "they agree").write(to: &page)
        case false?: Chip(style: "chip bad", sign: "\u{2260}", words: "they disagree").write(to: &page)
        case nil: break
        }
    }

    private func instance(_ page: inout MarkupWriter) {
        guard let environment else { return }
        let access = environment.access
        let port = access.port == 22 ? "" : " port \(access.port)"
        page.fact("Instance", environment.id)
        page.fact("Reached at", "\(access.user)@\(access.host)\(port)")
        page.fact("Provider", [environment.provider, environment.region].compactMap(\.self).joined(separator: ", "))
        for member in environment.properties.members.prefix(30) where member.key != "architecture" {
            page.fact(Self.title(member.key), member.value.words)
        }
    }

    private func others(_ page: inout MarkupWriter) {
        let shown = Self.lists.union(Self.known.map(\.0))
        for member in metadata.members.prefix(60) where !shown.contains(member.key) {
            page.fact(Self.title(member.key), member.value.words)
        }
    }

    /// A key as a heading: `placement_group` as `Placement group`.
    private static func title(_ key: String) -> String {
        let words = key.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private var billed: String? {
        let time = run.billedTime(of: history)
        guard time.instances > 0 else { return nil }
        let seconds = Decimals.grouped(Int64(time.expense.seconds))
        let cost = time.expense.isPriced ? ", $\(time.expense.money)" : ""
        return "\(seconds) s\(cost)" + (time.counting > 0 ? ", still counting" : "")
    }
}

extension JSONValue {
    /// The value as people read it.
    var words: String {
        switch self {
        case .string(let text): text
        case .null, .bool, .integer, .number, .array, .object: String(decoding: text(), as: UTF8.self)
        }
    }
}

extension MarkupWriter {
    /// Writes a name with what is known of it; nothing where nothing is.
    mutating func fact(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        fact(name) { $0.told(value, limit: 500) }
    }

    /// Writes a name with something that is made of more than words.
    mutating func fact(_ name: String, _ value: (inout MarkupWriter) -> Void) {
        element("div") { page in
            page.element("dt") { $0.told(name, limit: 100) }
            page.element("dd", content: value)
        }
    }
}
