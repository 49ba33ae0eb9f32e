extension ScriptReplay {
    /// Whether a statement is about a temporary object alone; notes the names of those that it makes.
    mutating func concernsTemporary(_ kind: String, _ node: SQLNode) -> Bool {
        switch kind {
        case "CreateStmt": return makesTemporary(node["relation"])
        case "ViewStmt": return makesTemporary(node["view"])
        case "CreateSeqStmt": return makesTemporary(node["sequence"])
        case "CreateTableAsStmt":
            guard makesTemporary(node["into"]?["rel"]) else { return false }
            noteCalls(in: node["query", "SelectStmt"])
            return true
        case "SelectStmt":
            guard makesTemporary(node["intoClause"]?["rel"]) else { return false }
            noteCalls(in: node)
            return true
        case "IndexStmt":
            guard isTemporary(ScriptReplay.path(node["relation"])) else { return false }
            if let name = node.text("idxname") { temporary.insert(name) }
            return true
        case "RenameStmt":
            guard isTemporary(ScriptReplay.path(node["relation"])) else { return false }
            if node.text("renameType") != "OBJECT_COLUMN", let name = node.text("newname") { temporary.insert(name) }
            return true
        case "AlterTableStmt", "AlterObjectSchemaStmt", "CreateTrigStmt", "RuleStmt":
            return isTemporary(ScriptReplay.path(node["relation"]))
        case "AlterSeqStmt": return isTemporary(ScriptReplay.path(node["sequence"]))
        case "CommentStmt":
            let names = Self.objectNames(node["object"])
            return isTemporary(node.text("objtype") == "OBJECT_COLUMN" ? Array(names.dropLast()) : names)
        default: return false
        }
    }

    /// Whether the name is that of a temporary object, which then is gone.
    mutating func dropsTemporary(_ names: [String]) -> Bool {
        guard isTemporary(names) else { return false }
        if let name = names.last { temporary.remove(name) }
        return true
    }

    private mutating func makesTemporary(_ relation: SQLNode?) -> Bool {
        let path = Self.path(relation)
        guard relation?.text("relpersistence") == "t" || path.first == "pg_temp", let name = path.last else {
            return false
        }
        temporary.insert(name)
        return true
    }

    private func isTemporary(_ path: [String]) -> Bool {
        path.count == 1 ? temporary.contains(path[0]) : path.dropLast().last == "pg_temp"
    }
}
