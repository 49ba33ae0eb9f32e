import SchemaModel
import Testing

@Suite struct DatabaseSchemaTests {
    private let table = ObjectID(.table, schema: "public", name: "a")
    private let other = ObjectID(.table, schema: "public", name: "b")

    /// A table `a` with a column, a key and an index, and a table `b` with a foreign key to it.
    private var schema: DatabaseSchema {
        var schema = DatabaseSchema()
        schema.set(table, SchemaObject())
        schema.set(table.member(.column, "id"), SchemaObject([.type: .type(TypeReference(name: "int4"))]))
        schema.set(table.member(.column, "x"), SchemaObject([.type: .type(TypeReference(name: "text"))]))
        schema.set(
            table.member(.constraint, "a_pkey"),
            SchemaObject([.kind: .text("primary_key"), .columns: .names(["id"])])
        )
        schema.set(
            index,
            SchemaObject([.table: .object(table), .keys: .elements([IndexElement(column: "x", expression: nil)])])
        )
        schema.set(other, SchemaObject())
        schema.set(other.member(.column, "a_id"), SchemaObject())
        schema.set(
            other.member(.constraint, "b_fkey"),
            SchemaObject([
                .columns: .names(["a_id"]), .referencedTable: .object(table), .referencedColumns: .names(["id"]),
            ])
        )
        return schema
    }

    private var index: ObjectID { ObjectID(.index, schema: "public", name: "a_x_idx") }

    @Test func `members are what is named within a table or built on it`() {
        #expect(
            schema.members(of: table) == [
                table.member(.column, "id"), table.member(.column, "x"), table.member(.constraint, "a_pkey"), index,
            ]
        )
    }

    @Test func `a dropped table takes its members and the foreign keys to it along`() {
        var schema = schema
        schema.drop(table)
        #expect(Set(schema.ids) == [other, other.member(.column, "a_id")])
    }

    @Test func `a dropped column takes the keys and indexes over it along`() {
        var schema = schema
        schema.drop(table.member(.column, "x"))
        #expect(schema[index] == .absent)
        #expect(schema[table.member(.constraint, "a_pkey")] != .absent)
        schema.drop(table.member(.column, "id"))
        #expect(schema[table.member(.constraint, "a_pkey")] == .absent)
        #expect(schema[other.member(.constraint, "b_fkey")] == .absent)
    }

    @Test func `a dropped enum takes its columns along, and a dropped sequence a default`() {
        var schema = schema
        let mood = ObjectID(.enum, schema: "public", name: "mood")
        let numbers = ObjectID(.sequence, schema: "public", name: "numbers")
        let column = table.member(.column, "x")
        schema.set(mood, SchemaObject())
        schema.set(numbers, SchemaObject())
        schema.set(column, .type, .type(TypeReference(schema: "public", name: "mood")))
        schema.set(table.member(.column, "id"), .defaultValue, .expression("nextval(numbers)"))
        schema.drop(numbers)
        #expect(schema.objects[table.member(.column, "id")]?[.defaultValue] == .text(""))
        schema.drop(mood)
        #expect(schema[column] == .absent)
        #expect(schema[index] == .absent)
    }

    @Test func `a renamed table keeps its members, and what refers to it follows`() {
        var schema = schema
        let new = ObjectID(.table, schema: "public", name: "A")
        schema.rename(table, to: new)
        #expect(schema[table] == .absent)
        #expect(schema.members(of: table).isEmpty)
        #expect(schema.members(of: new).count == 4)
        #expect(schema.objects[index]?[.table] == .object(new))
        #expect(schema.objects[other.member(.constraint, "b_fkey")]?[.referencedTable] == .object(new))
    }

    @Test func `a renamed column is renamed in keys, indexes, expressions and foreign keys to it`() {
        var schema = schema
        let check = table.member(.constraint, "a_check")
        schema.set(check, SchemaObject([.check: .expression("(\(String.columnMark("id")) > '0')")]))
        schema.rename(table.member(.column, "id"), to: table.member(.column, "key"))
        schema.rename(table.member(.column, "x"), to: table.member(.column, "y"))
        #expect(schema.objects[table.member(.constraint, "a_pkey")]?[.columns] == .names(["key"]))
        #expect(schema.objects[check]?[.check] == .expression("(\(String.columnMark("key")) > '0')"))
        #expect(schema.objects[other.member(.constraint, "b_fkey")]?[.referencedColumns] == .names(["key"]))
        #expect(schema.objects[index]?[.keys] == .elements([IndexElement(column: "y", expression: nil)]))
    }

    @Test func `a comment goes with its object and is renamed with it`() {
        var schema = schema
        schema.set(table.comment, SchemaObject([.text: .text("rows")]))
        schema.rename(table, to: other.renamed("c"))
        #expect(schema.objects[other.renamed("c").comment]?[.text] == .text("rows"))
        schema.drop(other.renamed("c"))
        #expect(schema[other.renamed("c").comment] == .absent)
    }

    @Test func `what is not known of a table that was taken for given is unknown, not absent`() {
        var schema = DatabaseSchema()
        #expect(schema[table.member(.column, "x")] == .absent)
        schema.assume(table)
        #expect(schema[table.member(.column, "x")] == .unknown)
        #expect(schema.assumed == [table])
        schema.remove(table.member(.column, "x"))
        #expect(schema[table.member(.column, "x")] == .absent)
    }

    @Test func `a doubted object is unknown until it is set again`() {
        var schema = schema
        schema.doubt(index)
        #expect(schema[index] == .unknown)
        schema.set(index, SchemaObject())
        #expect(schema[index] == .present(SchemaObject()))
    }

    @Test func `the journal tells what was before the first change, and leaves out what ended as it began`() {
        var schema = schema
        schema.startJournal()
        schema.drop(index)
        schema.set(index, SchemaObject([.unique: .flag(true)]))
        schema.set(table.member(.column, "new"), SchemaObject())
        schema.remove(table.member(.column, "new"))
        #expect(schema.changes.map(\.id) == [index])
        #expect(Set(schema.changedIDs) == [index, table.member(.column, "new")])
        #expect(schema.changes.first?.after == .present(SchemaObject([.unique: .flag(true)])))
    }

    @Test func `heirs are found however far`() {
        var schema = schema
        let (first, second) = (table.renamed("p1"), table.renamed("p2"))
        schema.set(first, SchemaObject([.parents: .names(["public.a"])]))
        schema.set(second, SchemaObject([.parents: .names(["public.p1"])]))
        #expect(schema.allHeirs(of: table) == [first, second])
        schema.rename(table, to: table.renamed("q"))
        #expect(schema.heirs(of: table.renamed("q")) == [first])
    }
}
