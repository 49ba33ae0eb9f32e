extension DatamodelReader {
    /// Referential actions that Prisma Client takes instead of the database must not come back to where they began.
    mutating func checkActionsOfClient(_ ends: [RelationEnd]) {
        let acting = ends.filter { end in
            guard let opposite = models.opposite(of: end), models[end].arity != .list else { return false }
            return isReferencing(end, opposite)
        }
        for end in acting { checkEmptying(end) }
        var following: [Int: [RelationEnd]] = [:]
        for end in acting where changesRows(end) { following[end.model, default: []].append(end) }
        for end in acting where changesRows(end) && returns(end, following) {
            fault(
                models[end].position,
                "The referential actions come back to where they began; both must be Restrict on one of the relations."
            )
        }
    }

    /// Whether a change of the other row can change rows with the field.
    private func changesRows(_ end: RelationEnd) -> Bool {
        let field = models[end]
        let onDelete = field.relation.onDelete ?? models[end.model].defaultOnDelete(of: field)
        return [onDelete, field.relation.onUpdate ?? .cascade].contains { $0 != .noAction && $0 != .restrict }
    }

    /// Whether actions that begin at the field come back to its model, or to a model that relates to itself.
    private func returns(_ start: RelationEnd, _ following: [Int: [RelationEnd]]) -> Bool {
        var seen: Set<Int> = []
        var waiting = [start]
        while let end = waiting.popLast() {
            guard let target = models.target(of: end) else { continue }
            if target == start.model || target == end.model { return true }
            if seen.insert(target).inserted { waiting += following[target] ?? [] }
        }
        return false
    }

    /// A column that is required can't be made NULL.
    private mutating func checkEmptying(_ end: RelationEnd) {
        let relation = models[end].relation
        guard relation.onDelete == .setNull || relation.onUpdate == .setNull else { return }
        let columns = (relation.fields ?? []).map { models[end.model].fields[$0] }
        if columns.contains(where: { $0.arity == .required }) {
            fault(models[end].position, "The action SetNull needs columns that are optional.")
        }
    }
}
