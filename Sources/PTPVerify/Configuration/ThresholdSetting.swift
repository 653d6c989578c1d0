import Orchestration
import PTP
internal import YAML

extension SettingDecoder where Value == Thresholds {
    /// A mapping, or a text such as `total_bound=50us,skew=0.5ppm`.
    static let thresholds = Self(
        decode: { node, decoding in
            let before = decoding.problems.count
            var thresholds = Thresholds()
            var seen: Set<String> = []
            let pairs = decoding.pairs(node, "a threshold", "name=value") { "the threshold \(quoted($0))" }
            for (name, text, mark) in pairs {
                guard let threshold = Thresholds.named.first(where: { $0.name == name }) else {
                    let advice = nearestName(to: name, among: Thresholds.named.map(\.name))
                    let known = Thresholds.named.map(\.name).joined(separator: ", ")
                    let remedy = advice.map { "did you mean \($0)?" } ?? "there are \(known)"
                    decoding.refuse("there is no threshold \(quoted(name))", at: mark, remedy: remedy)
                    continue
                }
                if !seen.insert(name).inserted {
                    decoding.refuse("the threshold \(name) is there twice", at: mark)
                } else if !thresholds.set(threshold, to: text) {
                    decoding.refuse(name, mustBe: threshold.wanted, not: text, at: mark)
                }
            }
            return decoding.problems.count == before ? thresholds : nil
        },
        show: \.description
    )
}
