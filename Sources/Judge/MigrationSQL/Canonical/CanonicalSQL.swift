import SchemaModel

/// Normalised SQL: one text for the forms in which a script and the server write the same expression.
///
/// Casts, parentheses and the quotes around numbers go; `IN`, `BETWEEN` and `CURRENT_TIMESTAMP` take the form that
/// `pg_get_expr` prints (PostgreSQL source, `ruleutils.c`). What can't be told apart in this form is the same object
/// under another spelling or, rarely, a cast that makes a difference.
enum CanonicalSQL {
    /// The text of a node that stands where any kind may.
    static func text(_ node: SQLNode?) -> String {
        guard let node, let (kind, inner) = node.typed else { return "" }
        switch kind {
        case "ColumnRef": return column(inner)
        case "A_Const": return constant(inner)
        case "TypeCast": return cast(inner)
        case "A_Expr": return operation(inner)
        case "BoolExpr": return boolean(inner)
        case "FuncCall": return call(inner)
        case "SQLValueFunction": return valueFunction(inner)
        case "A_ArrayExpr": return array(inner.list("elements").map { text($0) })
        case "NullTest": return "(\(text(inner["arg"])) \(inner.text("nulltesttype") ?? "IS_NULL"))"
        case "List": return "(" + inner.list("items").map { text($0) }.joined(separator: ", ") + ")"
        case "String": return node.name ?? ""
        case "ResTarget": return "\(inner.text("name") ?? outputName(inner["val"])): \(text(inner["val"]))"
        default: return kind + fields(inner)
        }
    }

    /// The default of a column, whose type tells what a quoted literal is.
    static func defaultValue(_ node: SQLNode, isArray: Bool) -> String {
        let text = text(node)
        return isArray ? arrayLiteral(text) ?? text : text
    }

    private static func column(_ node: SQLNode) -> String {
        guard let last = node.list("fields").last else { return "" }
        guard let name = last.name else { return "*" }
        let row = node.list("fields").first?.name ?? ""
        let isTriggerRow = node.list("fields").count == 2 && (row == "new" || row == "old")
        return (isTriggerRow ? "\(row)." : "") + String.columnMark(name)
    }

    private static func constant(_ node: SQLNode) -> String {
        if node.flag("isnull") { return "NULL" }
        if let value = node["ival"] { return quoted(String(value.int("ival"))) }
        if let value = node["fval"] { return quoted(value.text("fval") ?? "0") }
        if let value = node["boolval"] { return quoted(value.flag("boolval") ? "true" : "false") }
        if let value = node["sval"] { return quoted(value.text("sval") ?? "") }
        if let value = node["bsval"] { return quoted(value.text("bsval") ?? "") }
        return fields(node)
    }

    private static func quoted(_ text: String) -> String { "'\(text)'" }

    private static func cast(_ node: SQLNode) -> String {
        let inner = text(node["arg"])
        let isArray = !(node["typeName"]?.list("arrayBounds") ?? []).isEmpty
        return isArray ? arrayLiteral(inner) ?? inner : inner
    }

    private static func array(_ elements: [String]) -> String { "[" + elements.joined(separator: ", ") + "]" }

    /// The array that a quoted literal such as `'{a,b}'` writes; nil where it needs more than cutting at commas.
    private static func arrayLiteral(_ text: String) -> String? {
        guard text.hasPrefix("'{"), text.hasSuffix("}'"), !text.dropFirst(2).contains(where: { "\\\"{".contains($0) })
        else { return nil }
        let body = text.dropFirst(2).dropLast(2).trimmed
        return array(body.split(separator: ",").map { quoted($0.trimmed) })
    }

    private static func operation(_ node: SQLNode) -> String {
        let name = node.list("name").last?.name ?? ""
        let left = node["lexpr"].map { text($0) } ?? ""
        let right = text(node["rexpr"])
        switch node.text("kind") ?? "AEXPR_OP" {
        case "AEXPR_IN":
            let items = node["rexpr"]?["List"]?.list("items").map { text($0) } ?? []
            if items.count == 1 { return "(\(left) \(name) \(items[0]))" }
            return "(\(left) \(name) \(name == "=" ? "ANY" : "ALL") \(array(items)))"
        case "AEXPR_OP_ANY": return "(\(left) \(name) ANY \(right))"
        case "AEXPR_OP_ALL": return "(\(left) \(name) ALL \(right))"
        case "AEXPR_BETWEEN", "AEXPR_NOT_BETWEEN":
            guard let bounds = bounds(node) else { return fields(node) }
            return "\(bounds.kind)(\(bounds.first), \(bounds.second))"
        case "AEXPR_OP", "AEXPR_LIKE", "AEXPR_ILIKE":
            if left.isEmpty, name == "-", right.hasPrefix("'"), !right.hasPrefix("'-") {
                return "'-\(right.dropFirst())"
            }
            return left.isEmpty ? "(\(name) \(right))" : "(\(left) \(name) \(right))"
        case let kind: return "\(kind)(\(left), \(name), \(right))"
        }
    }

    private static func boolean(_ node: SQLNode) -> String {
        let kind = (node.text("boolop") ?? "AND_EXPR").replacing("_EXPR", with: "")
        return "\(kind)(\(node.list("args").flatMap { operands($0, of: kind) }.joined(separator: ", ")))"
    }

    /// The operands that an argument of AND or OR adds: those of the same operation within it count one by one.
    private static func operands(_ argument: SQLNode, of kind: String) -> [String] {
        if let inner = argument["BoolExpr"], kind != "NOT", inner.text("boolop") == "\(kind)_EXPR" {
            return inner.list("args").flatMap { operands($0, of: kind) }
        }
        if let inner = argument["A_Expr"], let bounds = bounds(inner), bounds.kind == kind {
            return [bounds.first, bounds.second]
        }
        return [text(argument)]
    }

    /// The two comparisons that `[NOT] BETWEEN` stands for, and what joins them; nil for any other operation.
    private static func bounds(_ node: SQLNode) -> (kind: String, first: String, second: String)? {
        let limits = node["rexpr"]?["List"]?.list("items").map { text($0) } ?? []
        guard limits.count == 2 else { return nil }
        let left = node["lexpr"].map { text($0) } ?? ""
        switch node.text("kind") {
        case "AEXPR_BETWEEN": return ("AND", "(\(left) >= \(limits[0]))", "(\(left) <= \(limits[1]))")
        case "AEXPR_NOT_BETWEEN": return ("OR", "(\(left) < \(limits[0]))", "(\(left) > \(limits[1]))")
        default: return nil
        }
    }

    private static func call(_ node: SQLNode) -> String {
        let name = node.list("funcname").last?.name ?? ""
        let arguments = node.list("args").map { text($0) }
        if name == "nextval", let sequence = arguments.first {
            let path = sequence.filter { $0 != "'" && $0 != "\"" }.split(separator: ".")
            return "nextval(\(path.last ?? ""))"
        }
        var result = "\(name)(\(arguments.joined(separator: ", ")))"
        for (field, inner) in node.fields where !["funcname", "args", "funcformat", "location"].contains(field) {
            result += " \(field)" + any(inner)
        }
        return result
    }

    private static func valueFunction(_ node: SQLNode) -> String {
        let operation = node.text("op") ?? ""
        return operation == "SVFOP_CURRENT_TIMESTAMP" ? "now()" : "\(operation)(\(node.int("typmod")))"
    }

    // MARK: Queries

    /// The text of a query, as a view keeps it.
    static func query(_ node: SQLNode) -> String { any(node) }

    /// The name that the server gives a column of a query that has none (PostgreSQL source, `FigureColname`).
    static func outputName(_ node: SQLNode?) -> String {
        guard let (kind, inner) = node?.typed else { return "?column?" }
        switch kind {
        case "ColumnRef": return inner.list("fields").last?.name ?? "*"
        case "FuncCall": return inner.list("funcname").last?.name ?? "?column?"
        case "TypeCast":
            let name = outputName(inner["arg"])
            return name == "?column?" ? inner["typeName"]?.names("names").last ?? name : name
        case "CollateClause", "A_Indirection": return outputName(inner["arg"])
        case "CoalesceExpr": return "coalesce"
        case "MinMaxExpr": return inner.text("op") == "IS_LEAST" ? "least" : "greatest"
        case "CaseExpr":
            // The type of a cast is no name here.
            var result = inner["defresult"]
            while let cast = result?["TypeCast"] { result = cast["arg"] }
            let name = outputName(result)
            return name == "?column?" ? "case" : name
        case "A_ArrayExpr": return "array"
        case "SubLink":
            switch inner.text("subLinkType") {
            case "EXISTS_SUBLINK": return "exists"
            case "ARRAY_SUBLINK": return "array"
            default:
                let target = inner["subselect", "SelectStmt"]?.list("targetList").first?["ResTarget"]
                return target?.text("name") ?? outputName(target?["val"])
            }
        default: return "?column?"
        }
    }

    // MARK: All other nodes

    /// The fields of a node, places in the text and defaults left out.
    private static func fields(_ node: SQLNode) -> String {
        let parts = node.fields.compactMap { name, inner -> String? in
            guard !name.hasSuffix("location"), !ignored.contains(name) else { return nil }
            return "\(name): \(any(inner))"
        }
        return "{" + parts.joined(separator: ", ") + "}"
    }

    private static let ignored: Set<String> = ["schemaname"]

    /// The text of any value of the tree.
    static func any(_ node: SQLNode) -> String {
        if let text = node.text { return text }
        if let number = node.number { return String(number) }
        if node.isTrue { return "true" }
        if let (kind, _) = node.typed, kind.first?.isUppercase ?? false { return text(node) }
        if node.fields.first.map({ $0.name.isEmpty }) ?? false {
            return "[" + node.elements.map { any($0) }.joined(separator: ", ") + "]"
        }
        return fields(node)
    }
}

extension StringProtocol {
    /// The text without white space at its ends.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}
