import SchemaModel
import Testing

/// What becomes of a foreign key when a key goes that it may rest on.
@Suite struct ForeignKeyTests {
    private let foreignKey = ObjectID(.constraint, schema: "public", owner: "b", name: "f")

    private func history(_ more: String) -> String {
        """
        CREATE TABLE root (id int PRIMARY KEY);
        CREATE TABLE a (id int PRIMARY KEY, n text);
        \(more);
        CREATE TABLE b (a_id int CONSTRAINT f REFERENCES a (id), root_id int CONSTRAINT r REFERENCES root (id));
        """
    }

    @Test(arguments: [
        "SELECT 1", "CREATE INDEX i ON a (id)", "CREATE UNIQUE INDEX i ON a (n)",
        "CREATE UNIQUE INDEX i ON a (id, lower(n))", "CREATE UNIQUE INDEX i ON a (id) WHERE n IS NULL",
        "ALTER TABLE a ADD FOREIGN KEY (id) REFERENCES root (id)", "ALTER TABLE a ADD UNIQUE (id, n)",
        "ALTER TABLE a ADD EXCLUDE (id WITH =)", "ALTER TABLE a ADD CHECK (id > 0)",
    ])
    func `a foreign key goes with the only key that it can rest on`(_ more: String) {
        let schema = replayed(history(more), "ALTER TABLE a DROP CONSTRAINT a_pkey CASCADE")
        #expect(schema[foreignKey] == .absent)
        #expect(schema.names(.constraint).contains("public.b.r"))
    }

    @Test(arguments: [
        ("ALTER TABLE a ADD UNIQUE (id)", "ALTER TABLE a DROP CONSTRAINT a_id_key"),
        ("CREATE UNIQUE INDEX i ON a (id)", "DROP INDEX i"),
    ])
    func `of two keys over the same columns the scripts do not tell which one a foreign key rests on`(
        _ more: String,
        _ drop: String
    ) {
        #expect(replayed(history(more), "\(drop) CASCADE")[foreignKey] == .unknown)
        #expect(replayed(history(more), "ALTER TABLE a DROP CONSTRAINT a_pkey CASCADE")[foreignKey] == .unknown)
        // Without CASCADE it would have been refused.
        let kept = replayed(history(more), drop)
        #expect(kept.names(.constraint).contains("public.b.f"))
    }
}
