import Orchestration
import Testing
import YAML

func mark(_ line: Int, _ column: Int) -> YAMLMark { YAMLMark(line: line, column: column) }

/// Reads a text that must hold a document.
func read(_ text: String) throws -> YAMLNode {
    try #require(try YAMLReader.read(Array(text.utf8)))
}

/// A node on one line: scalars for which `isBare` holds as they are, other ones in single quotes.
func shape(_ node: YAMLNode, isBare: (YAMLScalar) -> Bool = \.isPlain) -> String {
    switch node.content {
    case .scalar(let scalar): isBare(scalar) ? scalar.text : "'\(scalar.text)'"
    case .sequence(let items):
        "[\(items.map { shape($0, isBare: isBare) }.joined(separator: ","))]"
    case .mapping(let entries):
        "{\(entries.map { "\($0.key):\(shape($0.value, isBare: isBare))" }.joined(separator: ","))}"
    }
}

extension YAMLNode {
    var entries: [YAMLEntry]? {
        guard case .mapping(let entries) = content else { return nil }
        return entries
    }
}

/// Throws that a seed decides.
struct Dice {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
}
