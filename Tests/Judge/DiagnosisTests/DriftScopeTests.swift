import SchemaModel
import TargetReport
import Testing

@testable import Diagnosis

@Suite struct DriftScopeTests {
    private let column = ObjectID(.column, schema: "public", owner: "a", name: "x")

    @Test(arguments: [
        (FacetValue.unknown, FacetValue.literal("1")), (.text(""), .literal("1")),
        (.text("a"), .expression("autoincrement()")), (.text("d"), .expression("autoincrement()")),
    ])
    func `a column that is known to be an identity counts up, any other keeps its default`(
        _ identity: FacetValue,
        _ value: FacetValue
    ) {
        let object = SchemaObject([.identity: identity, .defaultValue: .literal("1")])
        #expect(DriftScope.prisma.compared(column, object)[.defaultValue] == value)
    }

    @Test(arguments: [
        ("WHERE x > 0", "INCLUDE (y) WHERE x > 0", 0), ("WHERE x > 0", "WHERE x > 1", 1), ("", "WHERE x > 0", 1),
    ])
    func `where conditions count, Prisma sees those of an index and no other property more`(
        _ expected: String,
        _ observed: String,
        _ count: Int
    ) {
        let comparison = SchemaComparison(scope: .prisma, namespaces: ["public"], withConditions: true)
        func made(_ clause: String) -> DatabaseSchema {
            schema(after: ["CREATE TABLE a (x int, y int); CREATE INDEX i ON a (x) \(clause)"])
        }
        #expect(comparison.changes(expected: made(expected), observed: made(observed)).count == count)
        #expect(comparison.changes(expected: made(observed), observed: made(expected)).count == count)
    }

    @Test(arguments: DriftScope.allCases) func `nothing but an index is told as invalid`(_ scope: DriftScope) {
        let expected = schema(after: ["CREATE TABLE a (x int); CREATE INDEX i ON a (x)"])
        var observed = expected
        observed.set(ObjectID(.table, schema: "public", name: "a"), .valid, .flag(false))
        observed.set(ObjectID(.index, schema: "public", name: "i"), .valid, .flag(false))
        let changes = SchemaComparison(scope: scope, namespaces: ["public"])
            .changes(expected: expected, observed: observed)
        #expect(changes.map(\.object.description) == ["public.i"])
    }
}
