extension DatamodelReader {
    mutating func checkIndexes(of model: Int) {
        let model = models[model]
        for index in model.indexes {
            let position = index.attribute.position
            if index.keys.contains(where: \.hasLength) {
                fault(position, "An index takes no `length` on PostgreSQL.")
            }
            if index.method == .hash, index.keys.contains(where: { $0.isDescending != nil }) {
                fault(position, "A hash index has no order.")
            }
            if index.method == .spGist, index.keys.count > 1 {
                fault(position, "An SP-GiST index has only one column.")
            }
            if index.isUnique, index.keys.contains(where: { $0.operatorClass != nil }) {
                fault(position, "Only the fields of `@@index` take an operator class.")
            }
            for key in index.keys {
                let field = model.fields[key.field]
                if field.nativeType?.kind == .xml {
                    fault(field.position, "PostgreSQL can't index a column of type xml.")
                }
                if !index.isUnique, let sentence = objection(to: key, field, index.method ?? .bTree) {
                    fault(position, sentence)
                }
            }
        }
    }

    /// Why an index of that method can't be over the field; nil where it can.
    private func objection(to key: ModelIndex.Key, _ field: ModelField, _ method: ModelIndex.Method) -> String? {
        var name: String?
        switch key.operatorClass {
        case .raw: return nil
        case .named(let text):
            guard OperatorClass.known[text]?.methods.contains(method) ?? false else {
                return "The operator class `\(text)` is not one of \(method.rawValue) indexes."
            }
            name = text
        case nil: break
        }
        if case .unsupported = field.kind, name == nil { return nil }
        guard !field.isIndexable(by: method, name) else { return nil }
        guard let name else { return "A \(method.rawValue) index can't be over the type of `\(field.name)`." }
        return "The operator class `\(name)` is not one for the type of `\(field.name)`."
    }
}

extension ModelField {
    /// Whether Prisma takes an index of that method with that class over the field (Prisma engines, `validations.rs` of
    /// the PostgreSQL connector).
    fileprivate func isIndexable(by method: ModelIndex.Method, _ operatorClass: String?) -> Bool {
        var scalar: ScalarType?
        if case .scalar(let type) = kind { scalar = type }
        let native = nativeType?.kind
        switch method {
        case .bTree, .hash: return true
        case .gist:
            if operatorClass == nil { return native == nil && scalar == .string }
            return native == .inet
        case .gin:
            switch operatorClass {
            case nil: return arity == .list || native == .jsonB || native == nil && scalar == .json
            case "ArrayOps": return arity == .list
            default: return scalar == .json && native != .json
            }
        case .spGist:
            if native == .inet { return operatorClass == nil || operatorClass == "InetOps" }
            let isText = scalar == .string && [nil, .text, .varChar, .char].contains(native)
            return isText && (operatorClass == nil || operatorClass == "TextOps")
        case .brin:
            guard let family = (native ?? scalar?.defaultNativeType.kind)?.blockRangeFamily else { return false }
            guard let operatorClass else { return true }
            let suffixes = ["BloomOps", "MinMaxOps", "MinMaxMultiOps", "InclusionOps"]
            return suffixes.contains { operatorClass == family + $0 }
        }
    }
}

extension NativeType.Kind {
    /// How the names of the operator classes for block range indexes over it begin; nil where there are none.
    fileprivate var blockRangeFamily: String? {
        switch self {
        case .smallInt: "Int2"
        case .integer: "Int4"
        case .bigInt: "Int8"
        case .decimal: "Numeric"
        case .inet: "Inet"
        case .oid: "Oid"
        case .real: "Float4"
        case .doublePrecision: "Float8"
        case .varChar, .text: "Text"
        case .char: "Bpchar"
        case .byteA: "Bytea"
        case .timestamp: "Timestamp"
        case .timestamptz: "TimestampTz"
        case .date: "Date"
        case .time: "Time"
        case .timetz: "TimeTz"
        case .bit: "Bit"
        case .varBit: "VarBit"
        case .uuid: "Uuid"
        case .boolean, .money, .citext, .xml, .json, .jsonB: nil
        }
    }
}
