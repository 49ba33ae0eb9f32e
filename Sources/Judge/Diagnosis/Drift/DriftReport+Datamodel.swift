import MigrationSQL
package import PrismaSchema
package import SchemaModel
package import TargetReport

extension DriftReport {
    /// The database held against schema.prisma.
    ///
    /// - Parameters:
    ///   - datamodel: the schema.
    ///   - replay: the migrations folder's scripts, replayed; nil where there is none.
    ///   - observed: the database.
    ///   - defaultSchema: the namespace of models that name none.
    ///   - settings: what counts.
    package init(
        datamodel: Datamodel,
        _ replay: HistoryReplay?,
        observed: some SchemaSource,
        defaultSchema: String,
        settings: DriftSettings
    ) {
        self.init(source: .datamodel)
        let wanted = datamodel.databaseSchema(defaultSchema: defaultSchema)
        let expected = wanted.comparable
        let comparison = SchemaComparison(
            scope: .prisma,
            namespaces: Set(datamodel.schemas.isEmpty ? [defaultSchema] : datamodel.schemas),
            ignored: settings.ignored,
            withConditions: datamodel.declaresConditions
        )
        let all = comparison.changes(expected: expected, observed: observed)
            .map { change in
                var change = change
                let owner = change.object.owner.map { ObjectID(.table, schema: change.object.schema, name: $0) }
                let place = wanted.places[change.object] ?? owner.flatMap { wanted.places[$0] }
                change.definedBy = place.map { "\($0)" }
                return change
            }
        defer { changes = SchemaComparison.repaired(changes, expected: expected, observed: observed) }
        guard let replay, all.contains(where: { replay.touchesOutstanding($0.object) }) else {
            changes = all
            return
        }
        // What the folder's end would leave is drift; the rest waits for scripts that are yet to run.
        let remaining = Set(
            comparison.changes(expected: expected, observed: replay.end)
                .map { Difference(form: $0.form, object: $0.object) }
        )
        for change in all {
            let isOutstanding = replay.touchesOutstanding(change.object)
            if isOutstanding, !remaining.contains(Difference(form: change.form, object: change.object)) {
                explained.append(change)
            } else {
                changes.append(change)
            }
        }
    }

    private struct Difference: Hashable {
        var form: SchemaChange.Form
        var object: ObjectID
    }
}

extension DatamodelSchema {
    /// The schema with what only SQL tells of defaults, types and conditions filled in as far as it can be compared.
    fileprivate var comparable: DatabaseSchema {
        var schema = self.schema
        for (id, text) in rawTypes {
            if let type = TypeReference.column(text) { schema.set(id, .type, .type(type)) }
        }
        for id in columnsWithDefault {
            var value = FacetValue.expression("")
            if let text = rawDefaults[id] {
                var type = TypeReference(name: "text")
                if case .type(let known)? = schema.objects[id]?[.type] { type = known }
                let given = FacetValue.columnDefault(text, type: type)
                if given != .unknown { value = given }
            }
            schema.set(id, .defaultValue, value)
        }
        for id in autoincrementColumns { schema.set(id, .defaultValue, .expression(DriftScope.autoincrement)) }
        for (id, text) in rawPredicates { schema.set(id, .predicate, .condition(text)) }
        return schema
    }
}
