import AWS

/// Which of many things a describe call is about, and how many of them at once.
///
/// All conditions must hold, each of them with one of its values, in which `*` and `?` stand for anything.
struct Listing: Sendable {
    private struct Condition: Sendable {
        let name: String
        let values: [String]

        func accepts(_ text: String) -> Bool { values.contains { Listing.matches(text, $0) } }
    }

    private let conditions: [Condition]
    private let form: ReceivedForm

    init(_ form: ReceivedForm) {
        self.form = form
        conditions = (0..<form.count("Filter", having: "Name")).map { number in
            let filter = "Filter.\(number + 1)"
            return Condition(name: form["\(filter).Name"] ?? "", values: form.list("\(filter).Value"))
        }
    }

    /// The values of a condition, if it is asked for.
    func values(of name: String) -> [String]? { conditions.first { $0.name == name }?.values }

    /// Those of the elements for which all conditions hold.
    ///
    /// - Parameter facts: what an element is in the sense of the conditions; names that it lacks are refused.
    func filter<Element>(
        _ elements: [Element],
        tags: (Element) -> [String: String],
        facts: KeyValuePairs<String, (Element) -> String?>
    ) throws(AWSError) -> [Element] {
        func texts(_ name: String, of element: Element) throws(AWSError) -> [String] {
            if name == "tag-key" { return Array(tags(element).keys) }
            if name == "tag-value" { return Array(tags(element).values) }
            if name.hasPrefix("tag:") { return tags(element)[String(name.dropFirst("tag:".count))].map { [$0] } ?? [] }
            guard let fact = facts.first(where: { $0.key == name })?.value else {
                throw form.error("InvalidParameterValue", "The filter '\(name)' is invalid")
            }
            return fact(element).map { [$0] } ?? []
        }
        var found = elements
        for condition in conditions {
            var meant: [Element] = []
            for element in found {
                let texts = try texts(condition.name, of: element)
                if texts.contains(where: { condition.accepts($0) }) { meant.append(element) }
            }
            found = meant
        }
        return found
    }

    /// The part of the elements that is asked for, and the token of the next one.
    func page<Element>(
        of elements: [Element],
        sizes: ClosedRange<Int> = 5...1000
    ) throws(AWSError) -> (elements: ArraySlice<Element>, next: [XMLNode]) {
        let size = try form.number("MaxResults", in: sizes) ?? sizes.upperBound
        let start = try form.number("NextToken", in: 0...Int(Int32.max)) ?? 0
        let page = elements.dropFirst(start).prefix(size)
        return (page, page.endIndex < elements.count ? [XMLNode("nextToken", text: String(page.endIndex))] : [])
    }

    /// Goes back to the last `*` where a letter is in the way: no text and no pattern makes this slow or deep.
    static func matches(_ text: String, _ pattern: String) -> Bool {
        let (text, pattern) = (Array(text), Array(pattern))
        var (place, wanted) = (0, 0)
        var star: (place: Int, wanted: Int)?
        while place < text.count {
            if wanted < pattern.count, pattern[wanted] == "*" {
                star = (place, wanted + 1)
                wanted += 1
            } else if wanted < pattern.count, pattern[wanted] == "?" || pattern[wanted] == text[place] {
                place += 1
                wanted += 1
            } else if let last = star {
                star = (last.place + 1, last.wanted)
                (place, wanted) = (last.place + 1, last.wanted)
            } else {
                return false
            }
        }
        return pattern[wanted...].allSatisfy { $0 == "*" }
    }
}
