import MigrationSQL
import SchemaModel
import Testing

@Suite struct TriggerPolicyTests {
    private static let history = """
        CREATE TABLE a (id int, x int);
        CREATE VIEW v AS SELECT 1 AS one;
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS '';
        """

    @Test(arguments: [
        ("BEFORE INSERT ON a FOR EACH ROW", "2 4 ROW"), ("BEFORE INSERT ON a FOR EACH STATEMENT", "2 4 STATEMENT"),
        ("BEFORE INSERT ON a", "2 4 STATEMENT"), ("AFTER DELETE ON a FOR EACH ROW", "0 8 ROW"),
    ])
    func `a trigger has its time, its events and what it fires for`(_ words: String, _ definition: String) {
        let schema = replayed(Self.history, "CREATE TRIGGER t \(words) EXECUTE FUNCTION f()")
        #expect(schema.facet(.definition, .trigger, "public.a.t") == .text(definition))
        #expect(schema.facet(.predicate, .trigger, "public.a.t") == .text(""))
    }

    @Test func `a trigger may fire under a condition`() {
        let trigger = "CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW WHEN (old.x > 0) EXECUTE FUNCTION f()"
        guard case .expression = replayed(Self.history, trigger).facet(.predicate, .trigger, "public.a.t") else {
            Issue.record("the condition is lost")
            return
        }
    }

    @Test func `a trigger goes with its function, whoever made that`() {
        let trigger = "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION given()"
        #expect(replayed(Self.history, trigger).names(.trigger) == ["public.a.t"])
        #expect(replayed(Self.history, trigger, "DROP FUNCTION given() CASCADE").names(.trigger) == [])
        #expect(replayed(Self.history, trigger, "DROP FUNCTION f() CASCADE").names(.trigger) == ["public.a.t"])
    }

    @Test func `a trigger is replaced only where the statement says so`() {
        let trigger = "TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()"
        let history = "\(Self.history) CREATE \(trigger)"
        #expect(statements("CREATE \(trigger)", after: history).first?.outcome.doubt != nil)
        #expect(statements("CREATE OR REPLACE \(trigger)", after: history).first?.outcome.doubt == nil)
    }

    @Test(arguments: [
        "CREATE TRIGGER t BEFORE INSERT ON given EXECUTE FUNCTION f()", "CREATE POLICY p ON given USING (true)",
        "CREATE RULE r AS ON INSERT TO given DO NOTHING",
    ])
    func `what is made on a table that no script made takes it for given`(_ statement: String) {
        #expect(replayed(Self.history, statement)[ObjectID(.table, schema: "public", name: "given")] != .absent)
    }

    @Test(arguments: [
        "CREATE TRIGGER t INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE RULE r AS ON INSERT TO v DO INSTEAD NOTHING",
    ])
    func `what is made on a view takes no table of its name for given`(_ statement: String) {
        #expect(replayed(Self.history, statement)[ObjectID(.table, schema: "public", name: "v")] == .absent)
    }

    @Test(arguments: [
        ("", FacetValue.names(["public"])), ("TO PUBLIC", .names(["public"])), ("TO b, a", .names(["a", "b"])),
        ("TO CURRENT_USER", .unknown), ("TO a, SESSION_USER", .unknown),
    ])
    func `a policy is for its roles, and stays for them`(_ words: String, _ roles: FacetValue) {
        let policy = "CREATE POLICY p ON a \(words) USING (true)"
        #expect(replayed(Self.history, policy).facet(.roles, .policy, "public.a.p") == roles)
        let altered = replayed(Self.history, policy, "ALTER POLICY p ON a USING (false)")
        #expect(altered.facet(.roles, .policy, "public.a.p") == roles)
    }
}
