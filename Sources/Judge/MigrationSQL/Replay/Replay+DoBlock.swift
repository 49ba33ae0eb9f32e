import CPgQuery
import SchemaModel

extension ScriptReplay {
    /// Follows a DO block whose statements are guarded in one of the usual ways; all others are not verifiable.
    mutating func doBlock(_ node: SQLNode) {
        let options = node.list("args").compactMap { $0["DefElem"] }
        let language = options.first { $0.text("defname") == "language" }?["arg"]?.name ?? "plpgsql"
        guard language == "plpgsql", let body = options.first(where: { $0.text("defname") == "as" })?["arg"]?.name,
            let tree = Self.plpgsql(body)
        else {
            outcome.unverifiable.append("a DO block that can't be followed")
            return
        }
        let functions = tree.elements.compactMap { $0["PLpgSQL_function"] }
        guard let block = functions.first?["action", "PLpgSQL_stmt_block"] else { return }
        run(block: block)
    }

    private static func plpgsql(_ body: String) -> SQLNode? {
        var tag = "prisma_migrate"
        while body.contains("$\(tag)$") { tag += "_" }
        let result = unsafe pg_query_parse_plpgsql("DO $\(tag)$\(body)$\(tag)$")
        defer { unsafe pg_query_free_plpgsql_parse_result(result) }
        guard unsafe result.error == nil, let json = unsafe result.plpgsql_funcs else { return nil }
        return unsafe SQLNode(json: json)
    }

    /// Runs a block; one with an exception handler is taken back whole where the handler would catch a conflict.
    private mutating func run(block: SQLNode) {
        guard let handlers = block["exceptions", "PLpgSQL_exception_block"] else {
            for statement in block.list("body") { run(statement) }
            return
        }
        let caught = handlers.list("exc_list").compactMap { $0["PLpgSQL_exception"] }
            .flatMap { $0.list("conditions").compactMap { $0["PLpgSQL_condition"]?.text("condname") } }
        let before = schema
        let wasGuarded = guarded
        let hadTripped = guardTripped
        (guarded, guardTripped) = (true, false)
        for statement in block.list("body") { run(statement) }
        if guardTripped { schema = before }
        (guarded, guardTripped) = (wasGuarded, hadTripped)
        if !caught.allSatisfy({ $0.hasPrefix("duplicate_") || $0.hasPrefix("undefined_") }) {
            outcome.isConditional = true
        }
        let handled = handlers.list("exc_list").compactMap { $0["PLpgSQL_exception"] }.flatMap { $0.list("action") }
        if handled.contains(where: { !["PLpgSQL_stmt_raise"].contains($0.typed?.kind ?? "") }) {
            outcome.isConditional = true
        }
    }

    private mutating func run(_ statement: SQLNode) {
        guard let (kind, node) = statement.typed else { return }
        switch kind {
        case "PLpgSQL_stmt_block": run(block: node)
        case "PLpgSQL_stmt_return", "PLpgSQL_stmt_raise": break
        case "PLpgSQL_stmt_execsql": execute(node["sqlstmt", "PLpgSQL_expr"]?.text("query"))
        case "PLpgSQL_stmt_dynexecute":
            guard let literal = node["query", "PLpgSQL_expr"]?.text("query").flatMap({ ParsedScript.expression($0) }),
                let text = literal["A_Const"]?["sval"]?.text("sval")
            else {
                outcome.unverifiable.append("runs SQL that it makes itself")
                return
            }
            execute(text)
        case "PLpgSQL_stmt_if": run(condition: node)
        default: outcome.unverifiable.append("a DO block that can't be followed")
        }
    }

    private mutating func execute(_ text: String?) {
        guard let text, case .success(let parsed) = ParsedScript.parse(text) else {
            outcome.unverifiable.append("a DO block that can't be followed")
            return
        }
        for piece in parsed { apply(piece.kind, piece.node) }
    }

    /// Follows IF where the condition only asks the catalog for an object that the statements are about.
    private mutating func run(condition node: SQLNode) {
        let body = node.list("then_body")
        guard node.list("elsif_list").isEmpty, node.list("else_body").isEmpty,
            let text = node["cond", "PLpgSQL_expr"]?.text("query"), let guardian = CatalogGuard(text)
        else {
            outcome.unverifiable.append("a DO block whose condition can't be followed")
            return
        }
        let before = schema
        let unverifiable = outcome.unverifiable
        let (wasGuarded, hadTripped) = (guarded, guardTripped)
        (guarded, guardTripped) = (true, false)
        for statement in body { run(statement) }
        let touched = schema.changes.map(\.id)
        let isSkipped = guardTripped
        (guarded, guardTripped) = (wasGuarded, hadTripped)
        if isSkipped {
            schema = before
            outcome.unverifiable = unverifiable
            // Skipped by our own knowledge: the condition must ask for what decided that.
            if !guardian.isNegated && !guardian.asksPresence { outcome.isConditional = true }
        } else if !guardian.mentions(touched) {
            outcome.isConditional = true
        }
    }
}

/// A condition of the form `[NOT] EXISTS (SELECT … FROM catalog …)` or `to_regclass(…) IS [NOT] NULL`.
struct CatalogGuard {
    /// Whether the statements run where the object is not there.
    var isNegated: Bool
    /// Whether they run where it is there.
    var asksPresence: Bool { !isNegated }
    private var literals: Set<String>

    /// The guard in that condition; nil for any other condition.
    init?(_ text: String) {
        guard let tree = ParsedScript.expression(text) else { return nil }
        var node = tree
        isNegated = false
        if let boolean = tree["BoolExpr"], boolean.text("boolop") == "NOT_EXPR", let inner = boolean.list("args").first
        {
            isNegated = true
            node = inner
        }
        if let test = node["NullTest"] {
            guard test["arg", "FuncCall"]?.list("funcname").last?.name == "to_regclass" else { return nil }
            if test.text("nulltesttype") != "IS_NOT_NULL" { isNegated.toggle() }
        } else {
            guard let link = node["SubLink"], link.text("subLinkType") == "EXISTS_SUBLINK" else { return nil }
            let relations = Self.collect(link, "RangeVar").compactMap { $0.text("relname") }
            let schemas = Self.collect(link, "RangeVar").compactMap { $0.text("schemaname") }
            guard !relations.isEmpty, schemas.allSatisfy({ ["pg_catalog", "information_schema"].contains($0) }),
                relations.allSatisfy({ $0.hasPrefix("pg_") || Self.informationViews.contains($0) })
            else { return nil }
        }
        literals = Set(
            Self.collect(node, "A_Const").compactMap { $0["sval"]?.text("sval") }
                .flatMap { [$0, $0.filter { $0 != "\"" }.split(separator: ".").last.map(String.init) ?? $0] }
        )
    }

    private static let informationViews: Set<String> = [
        "tables", "columns", "table_constraints", "constraint_column_usage", "key_column_usage", "schemata", "views",
        "triggers", "routines", "sequences", "referential_constraints", "check_constraints",
    ]

    /// Whether the condition names one of the objects.
    func mentions(_ ids: [ObjectID]) -> Bool {
        ids.isEmpty
            || ids.contains { id in
                literals.contains(id.name) || literals.contains(String(id.name.prefix { $0 != "(" }))
                    || id.owner.map { literals.contains($0) } ?? false
            }
    }

    private static func collect(_ node: SQLNode, _ kind: String) -> [SQLNode] {
        (node[kind].map { [$0] } ?? []) + node.elements.flatMap { collect($0, kind) }
    }
}
