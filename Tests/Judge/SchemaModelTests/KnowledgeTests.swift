import SchemaModel
import Testing

@Suite struct KnowledgeTests {
    private let table = Lookalikes.a
    private var column: ObjectID { table.member(.column, "x") }

    @Test func `only types are taken for types`() {
        let schema = DatabaseSchema(of: [table: SchemaObject(), Lookalikes.mood: SchemaObject()])
        #expect(schema.mayHaveType(named: "mood"))
        #expect(!schema.mayHaveType(named: "a"))
    }

    @Test func `what went from a table that is known in part only later may be there again`() {
        var schema = DatabaseSchema(of: [table: SchemaObject(), column: SchemaObject()])
        schema.remove(column)
        #expect(schema[column] == .absent)
        schema.markIncomplete(table)
        #expect(schema[column] == .unknown)
    }

    @Test func `what went from a table known in part, came back and went again is gone`() {
        var schema = DatabaseSchema(of: [table: SchemaObject(), column: SchemaObject()])
        schema.markIncomplete(table)
        schema.remove(column)
        #expect(schema[column] == .absent)
        schema.set(column, SchemaObject())
        #expect(schema[column] == .present(SchemaObject()))
        schema.remove(column)
        #expect(schema[column] == .absent)
    }

    @Test func `a table that is made anew is known as a whole`() {
        var schema = DatabaseSchema(of: [table: SchemaObject()])
        schema.markIncomplete(table)
        schema.drop(table)
        schema.set(table, SchemaObject())
        #expect(schema[column] == .absent && schema.members(of: table).isEmpty)
    }

    @Test func `what a statement took away itself was as it was, whatever it presupposes then`() {
        let text = SchemaObject([.type: .type(TypeReference(name: "text"))])
        var schema = DatabaseSchema(of: [table: SchemaObject(), column: text])
        schema.startJournal()
        schema.remove(column)
        schema.assume(column)
        #expect(schema.changes.map(\.before) == [.present(text)])
        #expect(schema.changes.map(\.after) == [.present(SchemaObject())])
    }

    @Test func `members are what is within the object now, and no comments`() {
        let index = ObjectID(.index, schema: "public", name: "i")
        let domain = ObjectID(.domain, schema: "public", name: "positive")
        var schema = DatabaseSchema(of: [
            table: SchemaObject(), Lookalikes.b: SchemaObject(), domain: SchemaObject(),
            column: SchemaObject(), column.comment: SchemaObject(),
            domain.member(.constraint, "positive_check"): SchemaObject(),
            index: SchemaObject([.table: .object(table)]),
        ])
        schema.set(index, .table, .object(Lookalikes.b))
        #expect(schema.members(of: table) == [column])
        #expect(schema.members(of: Lookalikes.b) == [index])
        #expect(schema.members(of: domain) == [domain.member(.constraint, "positive_check")])
        schema.remove(column)
        #expect(schema.members(of: table).isEmpty)
    }

    @Test func `what is taken for given stays as it is known, and is no longer doubted`() {
        let known = SchemaObject([.notNull: .flag(true)])
        var schema = DatabaseSchema(of: [Lookalikes.mood: known])
        schema.assume(Lookalikes.mood)
        #expect(schema[Lookalikes.mood] == .present(known))
        #expect(schema.assumed.isEmpty)
        schema.doubt(table)
        schema.assume(table)
        schema.assume(column)
        #expect(schema.doubtful.isEmpty)
        #expect(schema.givenNamespaces == ["public"])
        #expect(schema.members(of: table) == [column])
        schema.drop(table)
        #expect(schema.assumed.isEmpty)
    }

    @Test func `what is removed or set is no longer doubted`() {
        var schema = DatabaseSchema()
        schema.doubt(table)
        schema.remove(table)
        #expect(schema[table] == .absent)
        schema.doubt(table)
        schema.set(table, SchemaObject())
        #expect(schema.doubtful.isEmpty)
    }

    @Test func `ignorance is admitted of what is not known alone`() {
        var schema = DatabaseSchema(of: [table: SchemaObject()])
        schema.admitIgnorance(of: table)
        #expect(schema.lostInPart.isEmpty)
        schema.admitIgnorance(of: Lookalikes.mood)
        #expect(schema.lostInPart == [Lookalikes.mood])
        #expect(schema[Lookalikes.mood] == .unknown)
    }

    @Test func `what was absent before a statement is so unless the statement is found to presuppose it`() {
        var schema = DatabaseSchema()
        schema.startJournal()
        schema.assumeAbsent(table)
        schema.assume(table)
        #expect(schema.changes.isEmpty)
        schema.startJournal()
        schema.set(table, .persistence, .text("unlogged"))
        schema.assumeAbsent(table)
        #expect(schema.changes.map(\.before) == [.present(SchemaObject())])
    }

    @Test func `nothing was within a table before the statement that makes it`() {
        var schema = DatabaseSchema()
        schema.startJournal()
        schema.set(table, SchemaObject())
        schema.markIncomplete(table)
        schema.set(column, SchemaObject())
        #expect(schema.changes.map(\.before) == [.absent, .absent])
    }
}
