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
            outcome.isUnfollowed = true
            return
        }
        let functions = tree.elements.compactMap { $0["PLpgSQL_function"] }
        guard let block = functions.first?["action", "PLpgSQL_stmt_block"] else { return }
        reach = .certain
        run(block: block)
        if schema.changes.isEmpty, outcome.unverifiable.isEmpty {
            outcome.unverifiable.append("a DO block that changes nothing by the scripts before it")
            outcome.isIdle = true
        }
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
            run(block.list("body"))
            return
        }
        let caught = handlers.list("exc_list").compactMap { $0["PLpgSQL_exception"] }
            .flatMap { $0.list("conditions").compactMap { $0["PLpgSQL_condition"]?.text("condname") } }
        let before = schema
        let outer = (guarded, guardTripped, guardMayHaveTripped)
        (guarded, guardTripped, guardMayHaveTripped) = (true, false, false)
        run(block.list("body"))
        if guardTripped {
            (schema, reach) = (before, .certain)
        } else if guardMayHaveTripped {
            for change in schema.changes where before[change.id] != change.after { schema.doubt(change.id) }
            if reach == .never { reach = .open }
        }
        (guarded, guardTripped, guardMayHaveTripped) = outer
        if !caught.allSatisfy({ $0.hasPrefix("duplicate_") || $0.hasPrefix("undefined_") }) {
            outcome.isConditional = true
        }
        let handled = handlers.list("exc_list").compactMap { $0["PLpgSQL_exception"] }.flatMap { $0.list("action") }
        if handled.contains(where: { !["PLpgSQL_stmt_raise"].contains($0.typed?.kind ?? "") }) {
            outcome.isConditional = true
        }
    }

    /// Runs statements one after the other, as far as none of them ends the block.
    private mutating func run(_ statements: [SQLNode]) {
        for statement in statements {
            switch reach {
            case .certain: run(statement)
            case .open: doubt([[statement]])
            case .never: return
            }
        }
    }

    private mutating func run(_ statement: SQLNode) {
        guard let (kind, node) = statement.typed else { return }
        switch kind {
        case "PLpgSQL_stmt_block": run(block: node)
        case "PLpgSQL_stmt_return": reach = .never
        case "PLpgSQL_stmt_execsql": execute(node["sqlstmt", "PLpgSQL_expr"]?.text("query"))
        case "PLpgSQL_stmt_dynexecute":
            guard let literal = node["query", "PLpgSQL_expr"]?.text("query").flatMap({ ParsedScript.expression($0) }),
                let text = literal["A_Const"]?["sval"]?.text("sval")
            else {
                outcome.unverifiable.append("runs SQL that it makes itself")
                outcome.isUnfollowed = true
                return
            }
            execute(text)
        case "PLpgSQL_stmt_if": run(condition: node)
        case "PLpgSQL_stmt_raise", "PLpgSQL_stmt_assign", "PLpgSQL_stmt_getdiag", "PLpgSQL_stmt_exit",
            "PLpgSQL_stmt_assert":
            break
        case "PLpgSQL_stmt_loop", "PLpgSQL_stmt_while", "PLpgSQL_stmt_fori", "PLpgSQL_stmt_fors",
            "PLpgSQL_stmt_forc", "PLpgSQL_stmt_foreach_a", "PLpgSQL_stmt_dynfors":
            outcome.unverifiable.append("a DO block with a loop, which can't be followed")
            doubt([node.list("body")])
        default:
            outcome.unverifiable.append("a DO block that can't be followed")
            outcome.isUnfollowed = true
        }
    }

    private mutating func execute(_ text: String?) {
        guard let text, case .success(let parsed) = ParsedScript.parse(text) else {
            outcome.unverifiable.append("a DO block that can't be followed")
            outcome.isUnfollowed = true
            return
        }
        for piece in parsed { apply(piece.kind, piece.node) }
    }

    /// Follows the branch of IF that the catalogs lead to.
    private mutating func run(condition node: SQLNode) {
        var branches = [(condition: node["cond", "PLpgSQL_expr"]?.text("query"), body: node.list("then_body"))]
        for branch in node.list("elsif_list").compactMap({ $0["PLpgSQL_if_elsif"] }) {
            branches.append((branch["cond", "PLpgSQL_expr"]?.text("query"), branch.list("stmts")))
        }
        branches.append((nil, node.list("else_body")))
        for (index, branch) in branches.enumerated() {
            let isElse = index == branches.count - 1
            guard
                let holds = isElse
                    ? true
                    : branch.condition.flatMap({ CatalogCondition(schema, isWhole: !mayHoldStrangers).holds($0) })
            else {
                outcome.unverifiable.append("a DO block whose condition can't be followed")
                doubt(branches[index...].map(\.body))
                return
            }
            guard holds else {
                if Self.doesNothing(branch.body) { outcome.isGuarded = true }
                continue
            }
            if !isElse { outcome.isGuarded = true }
            run(branch.body)
            return
        }
    }

    /// Whether statements only say something, or end the block.
    private static func doesNothing(_ statements: [SQLNode]) -> Bool {
        statements.allSatisfy {
            $0["PLpgSQL_stmt_return"] != nil
                || $0["PLpgSQL_stmt_raise"].map { $0.int("elog_level") < errorLevel } ?? false
        }
    }

    /// `ERROR` (PostgreSQL source, `elog.h`).
    private static let errorLevel = 21

    /// Gives up knowing the objects that statements would change if they ran.
    private mutating func doubt(_ bodies: [[SQLNode]]) {
        for body in bodies {
            var trial = self
            trial.schema.startJournal()
            (trial.guardTripped, trial.reach) = (false, .certain)
            trial.run(body)
            for change in trial.schema.changes { schema.doubt(change.id) }
            if trial.outcome.isUnfollowed { outcome.isUnfollowed = true }
            if trial.guardTripped || trial.guardMayHaveTripped { guardMayHaveTripped = true }
            if trial.reach != .certain { reach = .open }
        }
    }
}
