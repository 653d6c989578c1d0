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

/// SplitMix64: the same seed, the same throws.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
