import CYAML

/// Reads one YAML document, through libyaml.
@safe
struct YAMLReader {
    /// Most nodes of a document, each use of an alias counted with all that it stands for: a few lines of nested
    /// aliases could otherwise stand for billions.
    private static let nodeLimit = 1_000_000
    /// Deepest nesting.
    private static let depthLimit = 64

    private var parser = unsafe yaml_parser_t()
    private var anchors: [String: (node: YAMLNode, size: Int)] = [:]
    private var count = 0

    /// The document in that text; nil where the text holds none.
    ///
    /// - Throws: `ConfigurationFault` where the text is not YAML, or holds several documents.
    static func document(_ text: String) throws(ConfigurationFault) -> YAMLNode? {
        var bytes = Array(text.utf8)
        // libyaml keeps the address, so all of the reading happens inside.
        let result = unsafe bytes.withUnsafeMutableBufferPointer {
            bytes -> Result<YAMLNode?, ConfigurationFault> in
            var reader = YAMLReader()
            guard unsafe yaml_parser_initialize(&reader.parser) == 1 else {
                return .failure(ConfigurationFault(Mark(line: 1, column: 1), "there is no memory to read the file"))
            }
            defer { unsafe yaml_parser_delete(&reader.parser) }
            unsafe yaml_parser_set_input_string(&reader.parser, bytes.baseAddress, bytes.count)
            unsafe yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING)
            do throws(ConfigurationFault) { return .success(try reader.read()) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private mutating func read() throws(ConfigurationFault) -> YAMLNode? {
        var root: YAMLNode?
        while true {
            let event = try next()
            switch event.kind {
            case .other: continue
            case .end: return root
            default:
                guard root == nil else { throw ConfigurationFault(event.mark, "only one YAML document is read") }
                root = try node(event, depth: 0)
            }
        }
    }

    /// The node that begins with that event.
    private mutating func node(_ event: Event, depth: Int) throws(ConfigurationFault) -> YAMLNode {
        guard depth <= Self.depthLimit else { throw ConfigurationFault(event.mark, "the nesting is too deep") }
        count += 1
        let before = count
        let content: YAMLNode.Content
        switch event.kind {
        case .alias(let name):
            guard let anchored = anchors[name] else {
                // A password that begins with * and has no quotes is an alias, too.
                throw ConfigurationFault(
                    event.mark,
                    "this alias has no anchor before it; a text that begins with * needs quotes"
                )
            }
            count += anchored.size
            guard count <= Self.nodeLimit else { throw ConfigurationFault(event.mark, "aliases stand for too much") }
            return YAMLNode(content: anchored.node.content, mark: event.mark)
        case .scalar(let text, let isPlain):
            content = .scalar(text, isPlain: isPlain)
        case .sequenceStart:
            var items: [YAMLNode] = []
            while true {
                let item = try next()
                if item.kind == .close { break }
                items.append(try node(item, depth: depth + 1))
            }
            content = .sequence(items)
        case .mappingStart:
            var entries: [YAMLNode.Entry] = []
            while true {
                let first = try next()
                if first.kind == .close { break }
                let key = try node(first, depth: depth + 1)
                entries.append(YAMLNode.Entry(key: key, value: try node(try next(), depth: depth + 1)))
            }
            content = .mapping(entries)
        case .close, .end, .other:
            throw ConfigurationFault(event.mark, "the YAML ends in the middle")
        }
        let node = YAMLNode(content: content, mark: event.mark)
        if let anchor = event.anchor { anchors[anchor] = (node, count - before) }
        return node
    }

    private struct Event {
        enum Kind: Equatable {
            case scalar(String, isPlain: Bool)
            case alias(String)
            case sequenceStart
            case mappingStart
            case close
            case other
            case end
        }

        var kind: Kind
        var mark: Mark
        var anchor: String?
    }

    private mutating func next() throws(ConfigurationFault) -> Event {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(&parser, &event) == 1 else {
            let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "it can't be read"
            throw ConfigurationFault(unsafe Mark(parser.problem_mark), "this is not YAML: \(problem)")
        }
        defer { unsafe yaml_event_delete(&event) }
        let mark = unsafe Mark(event.start_mark)
        switch unsafe event.type {
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
            let text = unsafe String(decoding: bytes, as: UTF8.self)
            return unsafe Event(kind: .scalar(text, isPlain: isPlain), mark: mark, anchor: Self.text(scalar.anchor))
        case YAML_ALIAS_EVENT:
            return unsafe Event(kind: .alias(Self.text(event.data.alias.anchor) ?? ""), mark: mark)
        case YAML_SEQUENCE_START_EVENT:
            return unsafe Event(kind: .sequenceStart, mark: mark, anchor: Self.text(event.data.sequence_start.anchor))
        case YAML_MAPPING_START_EVENT:
            return unsafe Event(kind: .mappingStart, mark: mark, anchor: Self.text(event.data.mapping_start.anchor))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return Event(kind: .close, mark: mark)
        case YAML_STREAM_END_EVENT: return Event(kind: .end, mark: mark)
        default: return Event(kind: .other, mark: mark)
        }
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        unsafe pointer.map { unsafe String(cString: $0) }
    }
}

extension Mark {
    /// libyaml counts from 0.
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}
