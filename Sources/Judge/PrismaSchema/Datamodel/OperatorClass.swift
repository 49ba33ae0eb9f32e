/// The operator class that an index asks for.
enum OperatorClass: Sendable, Hashable {
    /// One of those that Prisma names.
    case named(String)
    /// `raw("…")`: SQL that Prisma passes on.
    case raw(String)

    /// The name in the database, without namespace and parameters.
    var catalogName: String? {
        switch self {
        case .named(let name): Self.known[name]?.catalogName
        case .raw(let text):
            Self.unquoted(text.split(separator: "(").first.map(String.init) ?? "")
        }
    }

    private static func unquoted(_ text: String) -> String {
        let name = text.split(separator: ".").last.map(String.init) ?? text
        let bare = name.filter { !$0.isWhitespace }
        return bare.hasPrefix("\"") ? bare.filter { $0 != "\"" } : bare.lowercased()
    }

    /// What Prisma knows of a class that it names.
    struct Known: Sendable {
        var catalogName: String
        /// The access methods it is for.
        var methods: Set<ModelIndex.Method>
    }

    /// The classes by Prisma's names (Prisma engines, `OperatorClass` of the parser database).
    static let known: [String: Known] = {
        var classes: [String: Known] = [
            "ArrayOps": Known(catalogName: "array_ops", methods: [.gin]),
            "JsonbOps": Known(catalogName: "jsonb_ops", methods: [.gin]),
            "JsonbPathOps": Known(catalogName: "jsonb_path_ops", methods: [.gin]),
            "TextOps": Known(catalogName: "text_ops", methods: [.spGist]),
            "InetOps": Known(catalogName: "inet_ops", methods: [.gist, .spGist]),
            "BitMinMaxOps": Known(catalogName: "bit_minmax_ops", methods: [.brin]),
            "VarBitMinMaxOps": Known(catalogName: "varbit_minmax_ops", methods: [.brin]),
            "InetInclusionOps": Known(catalogName: "inet_inclusion_ops", methods: [.brin]),
        ]
        let multiple = [
            "Date": "date", "Float4": "float4", "Float8": "float8", "Inet": "inet", "Int2": "int2", "Int4": "int4",
            "Int8": "int8", "Numeric": "numeric", "Oid": "oid", "Timestamp": "timestamp",
            "TimestampTz": "timestamptz", "Time": "time", "TimeTz": "timetz", "Uuid": "uuid",
        ]
        let single = ["Bpchar": "bpchar", "Bytea": "bytea", "Text": "text"]
        for (name, type) in multiple.merging(single, uniquingKeysWith: { $1 }) {
            classes["\(name)BloomOps"] = Known(catalogName: "\(type)_bloom_ops", methods: [.brin])
            classes["\(name)MinMaxOps"] = Known(catalogName: "\(type)_minmax_ops", methods: [.brin])
        }
        for (name, type) in multiple {
            classes["\(name)MinMaxMultiOps"] = Known(catalogName: "\(type)_minmax_multi_ops", methods: [.brin])
        }
        return classes
    }()
}
