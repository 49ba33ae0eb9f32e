import SchemaModel
import TargetReport
import Testing

@testable import Diagnosis

/// The SQL that makes missing objects anew: whole, or left to a person.
@Suite struct DefinitionTests {
    /// What takes the change back, and what still differs once that has run.
    private func repair(
        _ history: String,
        _ byHand: String,
        _ scope: DriftScope = .full,
        namespaces: Set<String> = ["public"]
    ) -> (sql: [String], rest: [String]) {
        let expected = schema(after: [history])
        let comparison = SchemaComparison(scope: scope, namespaces: namespaces)
        func changes(_ observed: DatabaseSchema) -> [SchemaChange] {
            let changes = comparison.changes(expected: expected, observed: observed)
            return SchemaComparison.repaired(changes, expected: expected, observed: observed)
        }
        let sql = changes(schema(after: [history, byHand])).compactMap(\.repair)
        let rest = changes(schema(after: [history, byHand, sql.joined(separator: "\n")]))
        return (sql, rest.map(\.object.description))
    }

    private func byHand(_ object: String) -> String { "-- \(object): look at it and mend it by hand" }

    @Test(arguments: [
        ("CREATE TABLE a (x int); CREATE INDEX i ON a (x) WHERE x > 0", "DROP INDEX i", "index public.i"),
        ("CREATE TABLE a (x int); CREATE INDEX i ON a ((x + 1))", "DROP INDEX i", "index public.i"),
        ("CREATE VIEW v AS SELECT 1 AS one", "DROP VIEW v", "view public.v"),
        ("CREATE TABLE a (x int DEFAULT 1 + f())", "ALTER TABLE a DROP x", "column public.a.x"),
        ("CREATE TABLE a (x int DEFAULT \"F\"())", "ALTER TABLE a DROP x", "column public.a.x"),
        ("CREATE TABLE a (x int DEFAULT f(1))", "ALTER TABLE a DROP x", "column public.a.x"),
        ("CREATE TABLE a (x text DEFAULT current_user)", "ALTER TABLE a DROP x", "column public.a.x"),
    ])
    func `what the model knows in part, or in other words, is left to a person`(
        _ history: String,
        _ byHand: String,
        _ object: String
    ) {
        let sql = repair(history, byHand).sql
        #expect(sql.contains(self.byHand(object)), "\(sql)")
        #expect(sql.allSatisfy { $0.hasPrefix("--") })
    }

    @Test func `a default that calls a function without arguments is written as that call`() {
        let repair = repair("CREATE TABLE a (x uuid DEFAULT uuid_generate_v4())", "ALTER TABLE a DROP x")
        #expect(repair.sql == [#"ALTER TABLE "public"."a" ADD COLUMN "x" uuid DEFAULT uuid_generate_v4();"#])
        #expect(repair.rest == [])
    }

    @Test(arguments: DriftScope.allCases)
    func `a column that no longer counts up needs a person, who knows which sequence it is`(_ scope: DriftScope) {
        let repair = repair("CREATE TABLE a (id serial)", "ALTER TABLE a ALTER id DROP DEFAULT", scope)
        #expect(repair.sql == [byHand("column public.a.id")])
    }

    @Test(arguments: [
        // The one clause without the other would leave the column otherwise than it was.
        (
            "CREATE TABLE a (x int, g int NOT NULL)",
            "ALTER TABLE a DROP g; ALTER TABLE a ADD g int GENERATED ALWAYS AS (x + 1) STORED", "column public.a.g"
        ),
        (
            "CREATE TABLE a (id serial)",
            "ALTER TABLE a ALTER id DROP DEFAULT; ALTER TABLE a ALTER id ADD GENERATED ALWAYS AS IDENTITY",
            "column public.a.id"
        ),
    ])
    func `a column of which not every difference can be altered is left to a person`(
        _ history: String,
        _ byHand: String,
        _ object: String
    ) {
        let sql = repair(history, byHand).sql
        #expect(sql.contains(self.byHand(object)), "\(sql)")
        #expect(!sql.contains { $0.hasPrefix("ALTER TABLE") }, "\(sql)")
    }
}
