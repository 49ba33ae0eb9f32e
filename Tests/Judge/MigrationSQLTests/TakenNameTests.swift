import SchemaModel
import Testing

/// Names that PostgreSQL numbers because another object has them (PostgreSQL source, `ChooseRelationName`,
/// `ChooseConstraintName`).
@Suite struct TakenNameTests {
    @Test(arguments: [
        ("CREATE TABLE z (x int, CONSTRAINT a_x_key CHECK (x > 0))", "UNIQUE", "a_x_key1"),
        ("CREATE TABLE z (x int CONSTRAINT a_x_key UNIQUE)", "UNIQUE", "a_x_key1"),
        ("CREATE SEQUENCE a_x_key", "UNIQUE", "a_x_key1"), ("CREATE TABLE z (a_x_key int)", "UNIQUE", "a_x_key"),
        ("CREATE TABLE s.z (x int CONSTRAINT a_x_key UNIQUE)", "UNIQUE", "a_x_key"),
        ("CREATE TABLE z (x int, CONSTRAINT a_x_check CHECK (x > 0))", "CHECK (x > 0)", "a_x_check1"),
        ("CREATE TABLE s.z (x int, CONSTRAINT a_x_check CHECK (x > 0))", "CHECK (x > 0)", "a_x_check"),
        ("CREATE TABLE a_x_check (x int)", "CHECK (x > 0)", "a_x_check"),
        ("CREATE TABLE z (x int CONSTRAINT a_x_fkey UNIQUE)", "REFERENCES b", "a_x_fkey1"),
        ("CREATE TABLE s.z (x int CONSTRAINT a_x_fkey UNIQUE)", "REFERENCES b", "a_x_fkey"),
    ])
    func `a constraint gets a name that no other of its schema has, nor a relation where it has an index`(
        _ other: String,
        _ constraint: String,
        _ name: String
    ) {
        let schema = replayed(
            "CREATE SCHEMA s; CREATE TABLE b (id int PRIMARY KEY); \(other)",
            "CREATE TABLE a (x int \(constraint))"
        )
        #expect(schema.names(.constraint).filter { $0.hasPrefix("public.a.") } == ["public.a.\(name)"])
    }

    @Test(arguments: [
        ("CREATE TABLE z (x int CONSTRAINT a_x_idx UNIQUE)", "a_x_idx1"),
        ("CREATE VIEW a_x_idx AS SELECT 1", "a_x_idx1"),
        ("CREATE TABLE z (x int, CONSTRAINT a_x_idx CHECK (x > 0))", "a_x_idx"),
        ("CREATE TABLE z (x int CONSTRAINT a_x_idx REFERENCES b)", "a_x_idx"),
        ("CREATE TABLE s.z (x int CONSTRAINT a_x_idx UNIQUE)", "a_x_idx"), ("CREATE TABLE z (a_x_idx int)", "a_x_idx"),
    ])
    func `an index gets a name that no relation of its schema has, a key's index included`(
        _ other: String,
        _ name: String
    ) {
        let schema = replayed(
            "CREATE SCHEMA s; CREATE TABLE b (id int PRIMARY KEY); CREATE TABLE a (x int); \(other)",
            "CREATE INDEX ON a (x)"
        )
        #expect(schema.names(.index) == ["public.\(name)"])
    }

    @Test func `a check of nothing but a column is named after it`() {
        #expect(replayed("CREATE TABLE a (done bool, CHECK (done))").names(.constraint) == ["public.a.a_done_check"])
    }
}
