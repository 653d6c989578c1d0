internal import CLibYAML

/// libyaml's event parser; the only place where its pointers are touched.
///
/// The parser lives on the heap because libyaml keeps a pointer to it inside itself; so does the text, which must
/// outlive the parsing.
@safe struct LibYAMLParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeMutableBufferPointer<UInt8>

    /// Starts parsing `bytes`, which must be well-formed UTF-8 without a byte order mark.
    init(_ bytes: ArraySlice<UInt8>) throws(YAMLError) {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        guard unsafe yaml_parser_initialize(parser) == 1 else {
            unsafe parser.deallocate()
            throw YAMLError("not enough memory to read YAML", at: nil)
        }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = unsafe text.initialize(from: bytes)
        unsafe yaml_parser_set_input_string(parser, text.baseAddress, text.count)
        unsafe self.parser = parser
        unsafe self.text = text
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe text.deallocate()
    }

    /// Reads the next event.
    func next() throws(YAMLError) -> YAMLEvent {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { unsafe yaml_event_delete(&event) }
        return unsafe Self.convert(event)
    }

    private func failure() -> YAMLError {
        let state = unsafe parser.pointee
        let problem = unsafe state.problem.map { unsafe String(cString: $0) } ?? "not enough memory"
        guard unsafe state.error != YAML_READER_ERROR else {
            // The reader knows the byte offset only, and libyaml's marks lag behind it.
            return YAMLError(problem, at: nil)
        }
        let context = unsafe state.context.map { unsafe " \(String(cString: $0))" } ?? ""
        return unsafe YAMLError(problem + context, at: Self.mark(state.problem_mark))
    }

    private static func convert(_ event: yaml_event_t) -> YAMLEvent {
        let mark = unsafe mark(event.start_mark)
        let data = unsafe event.data
        switch unsafe event.type {
        case YAML_STREAM_START_EVENT, YAML_NO_EVENT: return YAMLEvent(kind: .streamStart, mark: mark)
        case YAML_STREAM_END_EVENT: return YAMLEvent(kind: .streamEnd, mark: mark)
        case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, mark: mark)
        case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, mark: mark)
        case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, mark: mark)
        case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, mark: mark)
        case YAML_ALIAS_EVENT:
            return unsafe YAMLEvent(kind: .alias(text(data.alias.anchor) ?? ""), mark: mark)
        case YAML_SEQUENCE_START_EVENT:
            let start = unsafe data.sequence_start
            return unsafe YAMLEvent(
                kind: .sequenceStart,
                mark: mark,
                anchor: text(start.anchor),
                tag: text(start.tag)
            )
        case YAML_MAPPING_START_EVENT:
            let start = unsafe data.mapping_start
            return unsafe YAMLEvent(kind: .mappingStart, mark: mark, anchor: text(start.anchor), tag: text(start.tag))
        case YAML_SCALAR_EVENT:
            let scalar = unsafe data.scalar
            let value = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
            return unsafe YAMLEvent(
                kind: .scalar(String(decoding: value, as: UTF8.self), isPlain: isPlain),
                mark: mark,
                anchor: text(scalar.anchor),
                tag: text(scalar.tag)
            )
        default:
            preconditionFailure("libyaml reported an event that its header does not list")
        }
    }

    private static func mark(_ mark: yaml_mark_t) -> YAMLMark {
        YAMLMark(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }

    @unsafe private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        unsafe pointer.map { unsafe String(cString: $0) }
    }
}
