internal import YAML

extension SettingDecoder where Value == [String: String] {
    /// A mapping, or a text such as `team=time,purpose=nightly`; the labels become tags of what is launched.
    static let labels = Self(
        decode: { node, decoding in
            let before = decoding.problems.count
            var labels: [String: String] = [:]
            for (name, value, mark) in decoding.pairs(
                node,
                "a label",
                "name=value",
                naming: { "the label \(quoted($0))" }
            ) {
                decoding.add(name, value, at: mark, to: &labels)
            }
            return decoding.problems.count == before ? labels : nil
        },
        show: { labels in
            let pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return pairs.isEmpty ? "none" : pairs.joined(separator: ",")
        }
    )
}

extension Decoding {
    /// Adds a label that EC2 would take as a tag.
    fileprivate mutating func add(
        _ name: String,
        _ value: String,
        at mark: YAMLMark,
        to labels: inout [String: String]
    ) {
        let (longestName, longestValue, most) = (128, 256, 40)
        // What EC2 keeps for itself, and what tells our own things from those of others.
        let isTaken = ["aws:", "ptp-verify:"].contains { name.lowercased().hasPrefix($0) }
        if name.isEmpty || name.count > longestName || isTaken {
            let remedy = "1 to 128 characters, not aws:… or ptp-verify:…"
            refuse("\(quoted(name)) cannot be the name of a label", at: mark, remedy: remedy)
        } else if value.count > longestValue {
            refuse("the label \(quoted(name)) is longer than \(longestValue) characters", at: mark)
        } else if labels.count == most {
            refuse("there are more than \(most) labels", at: mark)
        } else if labels.updateValue(value, forKey: name) != nil {
            refuse("the label \(quoted(name)) is there twice", at: mark)
        }
    }
}
