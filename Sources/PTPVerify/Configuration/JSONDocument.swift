import Orchestration
internal import YAML

extension YAMLDocument {
    /// Reads JSON into the nodes that YAML is read into.
    ///
    /// Not through libyaml, for JSON is only nearly a part of YAML: surrogate pairs and long keys are not.
    init(json bytes: [UInt8]) {
        var reader = JSONNodeReader(bytes)
        do throws(JSONError) {
            let root = reader.node(try JSONParser.parsePlaced(bytes))
            self.init(root: root, problems: reader.problems)
        } catch {
            let mark = reader.mark(at: error.offset ?? 0)
            self.init(root: nil, problems: [YAMLError("not JSON: \(error.message)", at: mark)])
        }
    }
}

/// Turns values with offsets into nodes with lines and columns.
private struct JSONNodeReader {
    private let bytes: [UInt8]
    private(set) var problems: [YAMLError] = []
    /// Where the last mark was; the next one is behind it.
    private var last = (offset: 0, mark: YAMLMark(line: 1, column: 1))

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func node(_ value: PlacedJSON) -> YAMLNode {
        let mark = mark(at: value.range.lowerBound)
        switch value.content {
        case .string(let text): return YAMLNode(.scalar(YAMLScalar(text: text, isPlain: false)), mark: mark)
        case .bare:
            let text = String(decoding: bytes[value.range], as: UTF8.self)
            return YAMLNode(.scalar(YAMLScalar(text: text, isPlain: true)), mark: mark)
        case .array(let elements): return YAMLNode(.sequence(elements.map { node($0) }), mark: mark)
        case .object(let members): return YAMLNode(.mapping(entries(members)), mark: mark)
        }
    }

    private mutating func entries(_ members: [PlacedJSON.Member]) -> [YAMLEntry] {
        var entries: [YAMLEntry] = []
        var marks: [String: YAMLMark] = [:]
        for member in members {
            let mark = mark(at: member.keyOffset)
            if let first = marks[member.key] {
                problems.append(YAMLError(repeated: member.key, at: mark, first: first))
                continue
            }
            marks[member.key] = mark
            entries.append(YAMLEntry(key: member.key, keyMark: mark, value: node(member.value)))
        }
        return entries
    }

    /// The place of an offset that is not before the last one asked for.
    mutating func mark(at offset: Int) -> YAMLMark {
        for byte in bytes[last.offset..<offset] {
            if byte == UInt8(ascii: "\n") {
                last.mark = YAMLMark(line: last.mark.line + 1, column: 1)
            } else if byte & 0xC0 != 0x80 {
                last.mark.column += 1
            }
        }
        last.offset = offset
        return last.mark
    }
}
