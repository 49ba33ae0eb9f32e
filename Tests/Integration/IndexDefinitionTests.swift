import MigrationSQL
import PostgresClient
import PostgresServer
import SchemaModel
import TargetInspection
import Testing

/// Indexes of every kind, as the catalogs are read and as the server itself defines them.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct IndexDefinitionTests {
    /// A schema in which anything that an index can be made of occurs, plain or one step beside it.
    private static let indexes = #"""
        CREATE EXTENSION citext;
        CREATE TYPE mood AS ENUM ('sad', 'glad');
        CREATE DOMAIN short AS varchar(9);
        CREATE DOMAIN chilly AS mood;
        CREATE TYPE pair AS (a int, b text);
        CREATE COLLATION "Own one" (provider = libc, locale = 'C');
        CREATE TABLE "T o" (id int, "select" text, "two words" varchar(20), "é""" varchar, m mood, s short, c citext,
            k chilly, p pair, fixed char(3), n name, "C" text COLLATE "C", own text COLLATE "Own one", v varchar COLLATE "C",
            u uuid, at timestamptz, amount numeric(8, 2), flag bool, xs int[], ms mood[], ts tsvector, r int4range,
            j jsonb, ip inet, box box, bits bit(3), o oid, big bigint);
        CREATE INDEX ON "T o" (id);
        CREATE INDEX "Quoted ""name""" ON "T o" ("select", "two words", "é""", "C");
        CREATE UNIQUE INDEX ON "T o" (id, u);
        CREATE UNIQUE INDEX ON "T o" ("two words");
        CREATE UNIQUE INDEX ON "T o" (id, "select") NULLS NOT DISTINCT;
        CREATE INDEX ON "T o" (id DESC, "select" ASC NULLS FIRST, at DESC NULLS LAST, m DESC NULLS FIRST, u NULLS LAST);
        CREATE INDEX ON "T o" ("two words" DESC, v NULLS FIRST, m);
        CREATE INDEX ON "T o" (m);
        CREATE INDEX ON "T o" (s, k);
        CREATE INDEX ON "T o" (c);
        CREATE INDEX ON "T o" (p);
        CREATE INDEX ON "T o" (fixed, n, own, v, at, amount, flag, ip, bits, o, big, j, r, ts);
        CREATE INDEX ON "T o" (xs);
        CREATE INDEX ON "T o" (ms);
        CREATE INDEX ON "T o" ("select" text_pattern_ops, "two words" varchar_pattern_ops, fixed bpchar_pattern_ops);
        CREATE INDEX ON "T o" ("two words" varchar_ops, "select" text_ops);
        CREATE INDEX ON "T o" (ip cidr_ops);
        CREATE INDEX ON "T o" ("select" COLLATE "C", "C" COLLATE "default", own COLLATE "Own one", v COLLATE "Own one");
        CREATE INDEX ON "T o" ("C", own, v);
        CREATE INDEX ON "T o" USING hash ("select");
        CREATE INDEX ON "T o" USING hash (m);
        CREATE INDEX ON "T o" USING gin (xs);
        CREATE INDEX ON "T o" USING gin (j jsonb_path_ops);
        CREATE INDEX ON "T o" USING gin (ts) WITH (fastupdate = off);
        CREATE INDEX ON "T o" USING gist (r);
        CREATE INDEX ON "T o" USING gist (ts tsvector_ops (siglen = 100));
        CREATE INDEX ON "T o" USING spgist (r);
        CREATE INDEX ON "T o" USING brin (at) WITH (pages_per_range = 32, autosummarize);
        CREATE INDEX ON "T o" USING brin (id);
        CREATE INDEX ON "T o" (id) WITH (fillfactor = 70);
        CREATE INDEX ON "T o" (id) INCLUDE ("select", m);
        CREATE UNIQUE INDEX ON "T o" (id) INCLUDE (u);
        CREATE INDEX ON "T o" (lower("select"));
        CREATE INDEX ON "T o" (id, ("select" || 'x'));
        CREATE INDEX ON "T o" (id) WHERE flag;
        CREATE INDEX ON "T o" (u) TABLESPACE beside;
        CREATE SCHEMA "Other s";
        CREATE TABLE "Other s".parts (id int, at date, m mood) PARTITION BY RANGE (at);
        CREATE TABLE "Other s".part PARTITION OF "Other s".parts FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
        CREATE INDEX parts_idx ON "Other s".parts (at DESC, m);
        CREATE INDEX only_idx ON ONLY "Other s".parts (id);
        CREATE UNIQUE INDEX ON "Other s".parts (id, at);
        CREATE MATERIALIZED VIEW seen AS SELECT id, "two words" AS words, m FROM "T o";
        CREATE INDEX ON seen (words, m);
        CREATE TABLE dropped (a int, b varchar, c text);
        CREATE INDEX dropped_idx ON dropped (c, b);
        ALTER TABLE dropped DROP COLUMN a;
        ALTER TABLE dropped RENAME COLUMN c TO d;
        ALTER TABLE dropped ALTER COLUMN b TYPE text, ALTER COLUMN d TYPE varchar(3);
        """#

    /// What makes classes the default of types that had another one before.
    private static let ownClasses = #"""
        CREATE TYPE word;
        CREATE FUNCTION word_in(cstring) RETURNS word LANGUAGE internal IMMUTABLE STRICT AS 'textin';
        CREATE FUNCTION word_out(word) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
        CREATE TYPE word (INPUT = word_in, OUTPUT = word_out, LIKE = text, CATEGORY = 'S', PREFERRED = true, COLLATABLE = true);
        CREATE CAST (varchar AS word) WITHOUT FUNCTION AS IMPLICIT;
        CREATE CAST (word AS text) WITHOUT FUNCTION;
        CREATE OPERATOR CLASS word_ops DEFAULT FOR TYPE word USING btree AS
            OPERATOR 1 < (text, text), OPERATOR 2 <= (text, text), OPERATOR 3 = (text, text), OPERATOR 4 >= (text, text),
            OPERATOR 5 > (text, text), FUNCTION 1 (word, word) bttextcmp (text, text);
        CREATE OPERATOR CLASS mood_ops DEFAULT FOR TYPE mood USING btree AS
            OPERATOR 1 < (anyenum, anyenum), OPERATOR 2 <= (anyenum, anyenum), OPERATOR 3 = (anyenum, anyenum),
            OPERATOR 4 >= (anyenum, anyenum), OPERATOR 5 > (anyenum, anyenum),
            FUNCTION 1 (mood, mood) enum_cmp (anyenum, anyenum);
        CREATE INDEX after_mood ON "T o" (m);
        CREATE INDEX after_mood_old ON "T o" (m enum_ops);
        """#

    @Test(arguments: PostgresServer.versions) func `an index is told as the server defines it`(
        _ version: Int
    ) async throws {
        let server = try await PostgresServer(version: version, settings: ["allow_in_place_tablespaces = on"])
        try await server.execute("CREATE TABLESPACE beside LOCATION ''")
        try await server.execute("CREATE DATABASE it")
        try await server.execute(Self.indexes, database: "it")
        // A build that fails half way leaves an index that is not valid.
        try await server.execute("INSERT INTO dropped (b, d) VALUES ('x', 'y'), ('x', 'y')", database: "it")
        await #expect(throws: (any Error).self) {
            try await server.execute("CREATE UNIQUE INDEX CONCURRENTLY broken ON dropped (b)", database: "it")
        }
        try await compare(server)
        try await server.execute(Self.ownClasses, database: "it")
        try await compare(server)
        await server.remove()
    }

    private func compare(_ server: PostgresServer) async throws {
        let wanted =
            try await server.execute(
                "SET search_path = pg_catalog",
                """
                SELECT n.nspname || '.' || c.relname || ': ' || pg_get_indexdef(i.indexrelid) || ' ' || i.indisvalid
                FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname IN ('public', 'Other s')
                """,
                database: "it"
            )
            .split(separator: "\n").map(String.init)
        let url = try DatabaseURL(server.url("it"))
        let limits = InspectionLimits(within: .seconds(60))
        let session = PostgresSession(name: "it", url: { url }, connectTimeout: limits.connect)
        let inspector = TargetInspector(session: session, schema: nil, limits: limits)
        let catalog = try #require(try await inspector.inspect(.whenChanged(since: nil)).catalog?.get())
        let told = catalog.rows.filter { $0.id.kind == .index }
            .map { "\($0.id.schema).\($0.id.name): \($0.fields[0] ?? "nothing") \($0.fields[1] ?? "")" }
        #expect(told.count > 40)
        #expect(Set(told).symmetricDifference(wanted).sorted() == [])
        await session.close()
    }
}
