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
