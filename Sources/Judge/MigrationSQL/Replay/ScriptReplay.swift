package import SchemaModel

/// What PostgreSQL's catalog would hold after the statements of migration scripts, one after the other.
///
/// Every statement is taken to succeed: what it presupposes was there, even where no earlier script made it.
package struct ScriptReplay: Sendable {
    /// What a statement does, as far as its text tells.
    package struct Outcome: Sendable, Hashable {
        /// Parts whose effect the catalog does not show, each in a few words; empty for none.
        package var unverifiable: [String] = []
        /// Whether the statement may have been skipped without a trace even though it ran.
        package var isConditional = false
        /// Whether it makes objects only where they are not there, so that what is there may be older than it.
        package var isGuarded = false
        /// Whether all that it does is followed and comes to nothing.
        package var isIdle = false
        /// Whether it may change objects that the replay does not know of.
        package var isUnfollowed = false
        /// Whether it is CREATE OR REPLACE, which what is there can have been made by before.
        package var replaces = false
        /// Objects that IF EXISTS asks for and that are not there by the scripts before it.
        package var missing: Set<ObjectID> = []
        /// Objects that it would make if they were not there by the scripts before it.
        package var found: Set<ObjectID> = []
        /// Why the replay's picture before the statement can't be right, in words; nil for nothing.
        package var doubt: String?
    }

    /// How certain it is that statements are run.
    enum Reach { case certain, open, never }

    /// The schema reached so far.
    package internal(set) var schema = DatabaseSchema()
    /// The migration that last created or changed each object.
    package private(set) var definers: [ObjectID: String] = [:]
    /// Statements whose effect is not followed, as they are written: what they name may have been changed by them.
    package private(set) var unfollowed: [UnfollowedStatement] = []
    /// The namespace that Prisma's connection has as its search path.
    package let defaultSchema: String
    /// The namespaces that unqualified names are looked up in; the first one takes new objects.
    var searchPath: [String]
    /// Whether scripts were applied that are not replayed, so that objects may be there that none of the others made.
    private let isCutShort: Bool
    /// Names of the script's temporary objects, which are no part of the schema.
    var temporary: Set<String> = []
    /// What the statement at hand does.
    var outcome = Outcome()
    /// Whether creating what is there already is skipped, as within a guarded block.
    var guarded = false
    /// Whether an object that a guarded block would create or needs was found the other way.
    var guardTripped = false
    /// Whether that may have been so, in statements that may not have run.
    var guardMayHaveTripped = false
    /// Whether the statements of a DO block are run that come next.
    var reach = Reach.certain

    /// A replay that begins with an empty database.
    ///
    /// - Parameters:
    ///   - defaultSchema: the namespace of unqualified names, from `?schema=` or where the history's table is.
    ///   - isCutShort: whether scripts were applied that are not at hand.
    package init(defaultSchema: String, isCutShort: Bool = false) {
        self.defaultSchema = defaultSchema
        self.isCutShort = isCutShort
        searchPath = [defaultSchema]
        schema.assume(.schema("public"), isIncomplete: false)
        schema.assume(.schema(defaultSchema), isIncomplete: false)
        schema.assume(.extension("plpgsql"), isIncomplete: false)
    }

    /// Replays one script's statements as those of that migration.
    mutating func apply(_ script: ParsedScript, of migration: String) {
        beginScript()
        for statement in script.statements {
            _ = apply(statement)
            for id in schema.changedIDs { definers[id] = migration }
        }
    }

    /// Sets the session as Prisma's connection has it at the start of a script.
    package mutating func beginScript() {
        searchPath = [defaultSchema]
        temporary = []
    }

    /// Replays one statement; the schema's journal then holds what it changed.
    mutating func apply(_ statement: ParsedScript.Statement) -> Outcome {
        schema.startJournal()
        outcome = Outcome()
        guard let node = statement.node else {
            let reason = statement.problem.map { "does not parse: \($0)" } ?? "changes data"
            outcome.unverifiable.append(reason)
            outcome.isUnfollowed = statement.problem != nil
            if outcome.isUnfollowed { unfollowed.append(UnfollowedStatement(statement.text)) }
            return outcome
        }
        apply(statement.kind, node)
        if Self.mayChangeUnseen(statement.kind, node), !schema.changedIDs.isEmpty, schema.changes.isEmpty {
            outcome.unverifiable.append("replaces something by what looks the same")
        }
        if outcome.isUnfollowed { unfollowed.append(UnfollowedStatement(statement.text)) }
        return outcome
    }

    /// Whether a statement after which all looks as before may have changed rows or what is not compared.
    private static func mayChangeUnseen(_ kind: String, _ node: SQLNode) -> Bool {
        switch kind {
        case "ViewStmt", "CreateFunctionStmt", "CreateTrigStmt", "AlterPolicyStmt", "RuleStmt": true
        case "AlterTableStmt":
            node.list("cmds")
                .contains {
                    let command = $0["AlterTableCmd"]
                    let subtype = command?.text("subtype") ?? ""
                    // A default that is called, not written, may be the same in other words.
                    if subtype == "AT_ColumnDefault" {
                        return ["FuncCall", "SQLValueFunction", "A_Expr"].contains(command?["def"]?.typed?.kind ?? "")
                    }
                    return subtype == "AT_AlterColumnType" || subtype.hasPrefix("AT_Drop")
                }
        default: false
        }
    }

    /// Replays one parsed statement into the journal that is open.
    mutating func apply(_ kind: String, _ node: SQLNode) {
        guard !concernsTemporary(kind, node) else { return }
        switch kind {
        case "CreateStmt": createTable(node)
        case "CreateForeignTableStmt": createForeignTable(node)
        case "CreateTableAsStmt": createTableAs(node)
        case "ViewStmt": createView(node)
        case "AlterTableStmt": alterTable(node)
        case "RenameStmt": rename(node)
        case "AlterObjectSchemaStmt": moveToSchema(node)
        case "DropStmt": drop(node)
        case "IndexStmt": createIndex(node)
        case "CreateSchemaStmt": createSchema(node)
        case "CreateExtensionStmt": createExtension(node)
        case "CreateEnumStmt": createEnum(node)
        case "AlterEnumStmt": alterEnum(node)
        case "CreateDomainStmt": createDomain(node)
        case "AlterDomainStmt": alterDomain(node)
        case "CompositeTypeStmt": createCompositeType(node)
        case "CreateRangeStmt": createRangeType(node)
        case "CreateSeqStmt": createSequence(node)
        case "AlterSeqStmt": alterSequence(node)
        case "CreateFunctionStmt": createFunction(node)
        case "AlterFunctionStmt": alterFunction(node)
        case "DefineStmt" where node.text("kind") == "OBJECT_AGGREGATE": createAggregate(node)
        case "CreateTrigStmt": createTrigger(node)
        case "RuleStmt": createRule(node)
        case "CreatePolicyStmt": createPolicy(node)
        case "AlterPolicyStmt": alterPolicy(node)
        case "CommentStmt": comment(node)
        case "DoStmt": doBlock(node)
        case "VariableSetStmt": setVariable(node)
        case "TransactionStmt", "VariableShowStmt", "CheckPointStmt", "ListenStmt", "NotifyStmt", "UnlistenStmt",
            "LockStmt", "DiscardStmt", "ConstraintsSetStmt", "ExplainStmt":
            break
        case "SelectStmt": select(node)
        case "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CopyStmt", "TruncateStmt":
            outcome.unverifiable.append("changes data")
        case "RefreshMatViewStmt": outcome.unverifiable.append("refreshes a materialized view")
        case "CallStmt":
            outcome.unverifiable.append("calls a procedure")
            outcome.isUnfollowed = true
        case "GrantStmt", "GrantRoleStmt", "AlterDefaultPrivilegesStmt":
            outcome.unverifiable.append("changes privileges, which are not compared")
        case "AlterOwnerStmt": outcome.unverifiable.append("changes an owner, which is not compared")
        default:
            outcome.unverifiable.append("\(kind.replacing("Stmt", with: "")) is not compared")
        }
    }

    // MARK: The session

    private mutating func setVariable(_ node: SQLNode) {
        let kind = node.text("kind")
        guard node.text("name")?.lowercased() == "search_path" || kind == "VAR_RESET_ALL" else { return }
        guard kind == "VAR_SET_VALUE" else {
            searchPath = [defaultSchema]
            return
        }
        setSearchPath(node.list("args").map { $0["A_Const"]?["sval"]?.text("sval") ?? "" })
    }

    private mutating func setSearchPath(_ names: [String]) {
        searchPath = names.map(\.trimmed).filter { !$0.isEmpty && $0 != "\"$user\"" && $0 != "$user" }
    }

    private mutating func select(_ node: SQLNode) {
        if node["intoClause"] != nil {
            createTable(into: node["intoClause"], ifNotExists: false)
            return
        }
        let calls = node.list("targetList").compactMap { $0["ResTarget"]?["val", "FuncCall"] }
        if calls.count == 1, calls[0].list("funcname").last?.name == "set_config" {
            let arguments = calls[0].list("args").map { $0["A_Const"]?["sval"]?.text("sval") }
            if arguments.count == 3, arguments[0] == "search_path" {
                setSearchPath((arguments[1] ?? "").split(separator: ",").map { String($0).replacing("\"", with: "") })
            }
            return
        }
        noteCalls(in: node)
    }

    /// Says so where a query may change something: it calls a function, or reads what may call one.
    mutating func noteCalls(in query: SQLNode?) {
        guard let query else { return }
        if Self.readsOrCalls(query) {
            outcome.unverifiable.append("selects, which may call functions that change something")
        }
        if Self.callsUnknown(query) { outcome.isUnfollowed = true }
    }

    private static func readsOrCalls(_ node: SQLNode) -> Bool {
        node.fields.contains { ["FuncCall", "fromClause", "withClause"].contains($0.name) || readsOrCalls($0.node) }
    }

    /// Whether a query calls a function that is not known to leave the schema alone.
    private static func callsUnknown(_ node: SQLNode) -> Bool {
        if let name = node["FuncCall"]?.list("funcname").last?.name, !harmless.contains(name), !name.hasPrefix("pg_") {
            return true
        }
        return node.elements.contains { callsUnknown($0) }
    }

    private static let harmless: Set<String> = [
        "array_agg", "array_length", "concat", "count", "currval", "format", "gen_random_uuid",
        "jsonb_agg", "jsonb_build_object", "json_agg", "json_build_object", "length", "lower", "max", "md5", "min",
        "nextval", "now", "row_number", "setval", "string_agg", "sum", "to_char", "to_jsonb", "upper",
        "uuid_generate_v4",
    ]

    // MARK: Names

    /// The namespace that takes new objects.
    var creationSchema: String { searchPath.first ?? defaultSchema }

    /// The object that a qualified name means: the first of those kinds that is known along the search path.
    ///
    /// - Parameters:
    ///   - kinds: the kinds that the name may be of; the first one is taken where none is known.
    ///   - names: the name and, before it, its namespace.
    /// - Returns: its identity; where none is known, what it would be in the first namespace.
    func resolve(_ kinds: [ObjectID.Kind], _ names: [String]) -> ObjectID {
        let name = names.last ?? ""
        let schemas = names.count > 1 ? [names[names.count - 2]] : searchPath
        for namespace in schemas {
            for kind in kinds {
                let id = ObjectID(kind, schema: namespace, name: name)
                if schema.objects[id] != nil { return id }
            }
        }
        return ObjectID(kinds.first ?? .table, schema: schemas.first ?? defaultSchema, name: name)
    }

    /// The relation that a `RangeVar` means.
    func relation(_ node: SQLNode?, _ kinds: [ObjectID.Kind] = [.table]) -> ObjectID {
        resolve(kinds, Self.path(node))
    }

    /// The name, with its namespace where it has one, of a `RangeVar`.
    static func path(_ node: SQLNode?) -> [String] {
        [node?.text("schemaname"), node?.text("relname")].compactMap(\.self)
    }

    /// The identity of an object that is to be created.
    func created(_ kind: ObjectID.Kind, _ names: [String]) -> ObjectID {
        let namespace = names.count > 1 ? names[names.count - 2] : creationSchema
        return ObjectID(kind, schema: namespace, name: Identifier.truncated(names.last ?? ""))
    }

    /// A type with its namespace, where it is one that the replay knows.
    func resolved(_ type: TypeReference) -> TypeReference {
        guard schema.mayHaveType(named: type.name) else { return type }
        let names = [type.schema, type.name].compactMap(\.self)
        let id = resolve([.enum, .domain, .compositeType, .rangeType], names)
        guard schema.objects[id] != nil else { return type }
        return TypeReference(schema: id.schema, name: id.name, modifiers: type.modifiers, isArray: type.isArray)
    }

    // MARK: Creating and presupposing

    /// Whether there may be objects anywhere that no script made.
    var mayHoldStrangers: Bool { isCutShort || !schema.givenNamespaces.isEmpty }

    /// Whether there may be objects in that namespace that no script made, because one took a table there for given.
    func mayHoldStrangers(_ namespace: String) -> Bool {
        isCutShort || schema.givenNamespaces.contains(namespace)
    }

    /// Whether an object is to be created now: notes a conflict, or skips where the statement says so.
    mutating func mayCreate(_ id: ObjectID, ifNotExists: Bool) -> Bool {
        let exists =
            schema.objects[id] != nil
            || ObjectID.rivals(of: id.kind)
                .contains {
                    schema.objects[ObjectID($0, schema: id.schema, owner: id.owner, name: id.name)] != nil
                }
        if exists, guarded { guardTripped = true }
        if exists, ifNotExists || guarded {
            if schema.objects[id] != nil { outcome.found.insert(id) }
            return false
        }
        if exists { outcome.doubt = "\(id.kind.words) \(id) is there already" }
        if schema[id] == .unknown {
            if ifNotExists || guarded { outcome.isConditional = true } else { schema.assumeAbsent(id) }
        }
        if ifNotExists || guarded { outcome.isGuarded = true }
        return true
    }

    /// Takes for given that an object is there.
    ///
    /// - Returns: false where the statement is to be skipped because the object is not.
    mutating func presuppose(_ id: ObjectID, ifExists: Bool = false) -> Bool {
        if schema.objects[id] != nil { return true }
        if guarded { guardTripped = true }
        if ifExists { outcome.missing.insert(id) }
        if ifExists || guarded { return false }
        if let owner = id.owner {
            schema.assume(resolve(ObjectID.owningKinds, [id.schema, owner]))
        }
        schema.assume(id)
        return true
    }
}

extension ObjectID {
    /// Kinds whose names can't stand beside one of `kind` in a namespace: a table has a type of its name.
    package static func rivals(of kind: Kind) -> [Kind] { rivals[kind] ?? [] }

    private static let rivals: [Kind: [Kind]] = {
        let relations: [Kind] = [.table, .view, .materializedView, .index, .sequence]
        let types: [Kind] = [.enum, .domain, .compositeType, .rangeType]
        let both: [Kind] = [.table, .view, .materializedView]
        var rivals: [Kind: [Kind]] = [:]
        for kind in types { rivals[kind] = (types + both).filter { $0 != kind } }
        for kind in relations { rivals[kind] = relations.filter { $0 != kind } + (both.contains(kind) ? types : []) }
        return rivals
    }()
}
