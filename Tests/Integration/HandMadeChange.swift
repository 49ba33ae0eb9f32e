import PostgresServer
import TargetReport

/// A change that somebody made to a database behind Prisma's back.
struct HandMadeChange: Sendable {
    /// What it does, in words.
    var name: String
    /// How it is to be told.
    var form: SchemaChange.Form
    /// The object that is to be named.
    var object: String
    /// The table or type that it is made to, and the column of it, quoted.
    var place: String
    /// The statement that makes it.
    var statement: String

    /// One change of each sort that a database has an object for, no two of them on the same object.
    ///
    /// - Parameters:
    ///   - database: the database.
    ///   - server: its server.
    ///   - namespaces: where Prisma looks.
    ///   - seed: which objects are taken.
    /// - Returns: the changes, in an order in which they can be made.
    /// - Throws: `TestProcess.Failure`.
    static func all(
        in database: String,
        of server: PostgresServer,
        namespaces: [String],
        seed: String
    ) async throws -> [HandMadeChange] {
        let names = namespaces.map { "'\($0)'" }.joined(separator: ", ")
        let text = try await server.execute(
            candidates.replacing(":namespaces", with: names).replacing(":seed", with: seed),
            database: database
        )
        var changes: [HandMadeChange] = []
        for line in text.split(separator: "\u{1E}") {
            let parts = line.split(separator: "\u{1F}", omittingEmptySubsequences: false)
                .map { String($0.trimmingPrefix("\n")) }
            guard parts.count == 5, let form = SchemaChange.Form(rawValue: parts[1]) else { continue }
            let next = HandMadeChange(
                name: parts[0],
                form: form,
                object: parts[2],
                place: parts[3],
                statement: parts[4]
            )
            if changes.contains(where: { $0.name == next.name || $0.touches(next) }) { continue }
            changes.append(next)
        }
        return changes
    }

    /// Whether one of the two would hide the other.
    private func touches(_ other: HandMadeChange) -> Bool {
        if place == other.place { return true }
        return name == "drop table" && other.place.hasPrefix(place)
            || other.name == "drop table" && place.hasPrefix(other.place)
    }

    /// What can be done to the objects of a database: the sort of the change, how it is told, the object, its place and
    /// the statement, in an order that the seed decides.
    private static let candidates = #"""
        WITH n (n) AS (SELECT nspname FROM pg_namespace WHERE nspname IN (:namespaces)), r AS (
            SELECT c.oid, n.nspname, c.relname, format('%I.%I', n.nspname, c.relname) AS q,
                concat(n.nspname, '.', c.relname) AS name
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname IN (:namespaces) AND c.relname <> '_prisma_migrations'
        ), a AS (
            SELECT r.*, a.attname, format('%I', a.attname) AS qa, concat(r.name, '.', a.attname) AS named, a.attnotnull,
                format_type(a.atttypid, a.atttypmod) AS type, pg_get_expr(d.adbin, d.adrelid) AS given,
                NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = r.oid AND a.attnum = ANY (k.conkey)
                    AND k.contype <> 'n' OR k.confrelid = r.oid AND a.attnum = ANY (k.confkey))
                AND NOT EXISTS (SELECT FROM pg_depend p WHERE p.refobjid = r.oid AND p.refobjsubid = a.attnum
                    AND p.classid = 'pg_class'::regclass AND p.deptype IN ('a', 'n')
                    AND EXISTS (SELECT FROM pg_index x WHERE x.indexrelid = p.objid)) AS free
            FROM r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
        ), i AS (
            SELECT r.q, r.name, r.nspname, x.indisunique, format('%I', c.relname) AS qi, pg_get_indexdef(c.oid) AS def,
                concat(r.nspname, '.', c.relname) AS named
            FROM r JOIN pg_index x ON x.indrelid = r.oid JOIN pg_class c ON c.oid = x.indexrelid
            WHERE x.indpred IS NULL AND x.indexprs IS NULL
                AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid)
        ), p AS (
            SELECT r.oid, r.q, r.nspname, format('%I', c.relname) AS qi, pg_get_indexdef(c.oid) AS def,
                concat(r.nspname, '.', c.relname) AS named
            FROM r JOIN pg_index x ON x.indrelid = r.oid JOIN pg_class c ON c.oid = x.indexrelid
            WHERE x.indpred IS NOT NULL AND x.indexprs IS NULL
        ), k AS (
            SELECT r.q, k.contype, format('%I', k.conname) AS qk, pg_get_constraintdef(k.oid) AS def, k.confdeltype,
                concat(r.name, '.', k.conname) AS named, k.conindid
            FROM r JOIN pg_constraint k ON k.conrelid = r.oid
        ), e AS (
            SELECT t.oid, concat(n.nspname, '.', t.typname) AS named, format('%I.%I', n.nspname, t.typname) AS q,
                (SELECT max(v.enumsortorder) FROM pg_enum v WHERE v.enumtypid = t.oid) AS last,
                (SELECT count(*) FROM pg_enum v WHERE v.enumtypid = t.oid) AS count
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e' AND n.nspname IN (:namespaces)
        ), change (name, form, object, place, statement) AS (
            SELECT 'add table', 'unexpected', concat(n, '.hand_made'), format('%I.hand_made', n),
                format('CREATE TABLE %I.hand_made (id int PRIMARY KEY)', n) FROM n
            UNION ALL SELECT 'drop table', 'missing', name, q, concat('DROP TABLE ', q) FROM r
                WHERE NOT EXISTS (SELECT FROM pg_constraint f WHERE f.confrelid = r.oid AND f.conrelid <> r.oid)
                AND (SELECT count(*) FROM r) > 2
            UNION ALL SELECT 'add column', 'unexpected', concat(name, '.hand_made'), concat(q, '.hand_made'),
                concat('ALTER TABLE ', q, ' ADD COLUMN hand_made text') FROM r
            UNION ALL SELECT 'drop column', 'missing', named, concat(q, '.', qa),
                concat('ALTER TABLE ', q, ' DROP COLUMN ', qa) FROM a WHERE free
            UNION ALL SELECT 'rename column', 'missing', named, concat(q, '.', qa),
                concat('ALTER TABLE ', q, ' RENAME COLUMN ', qa, ' TO hand_renamed') FROM a WHERE free
            UNION ALL SELECT 'drop NOT NULL', 'different', named, concat(q, '.', qa),
                concat('ALTER TABLE ', q, ' ALTER COLUMN ', qa, ' DROP NOT NULL') FROM a
                WHERE free AND attnotnull AND type !~ '\]$'
            UNION ALL SELECT 'set NOT NULL', 'different', named, concat(q, '.', qa),
                concat('ALTER TABLE ', q, ' ALTER COLUMN ', qa, ' SET NOT NULL') FROM a
                WHERE free AND NOT attnotnull AND type !~ '\]$'
            UNION ALL SELECT 'change type', 'different', named, concat(q, '.', qa),
                concat('ALTER TABLE ', q, ' ALTER COLUMN ', qa, ' TYPE ', wider.type) FROM a
                JOIN (VALUES ('integer', 'bigint'), ('smallint', 'integer'), ('text', 'varchar(77)'), ('jsonb', 'json'),
                    ('timestamp(3) without time zone', 'timestamptz(3)'), ('double precision', 'real'),
                    ('numeric(65,30)', 'numeric(12,2)'), ('integer[]', 'bigint[]'), ('text[]', 'varchar(77)[]'))
                    wider (given, type) ON wider.given = a.type
                WHERE free AND a.given IS NULL
            UNION ALL SELECT 'set default', 'different', named, concat(q, '.', qa),
                concat('ALTER TABLE ', q, ' ALTER COLUMN ', qa, ' SET DEFAULT ', CASE type WHEN 'text' THEN '''by hand''' ELSE '7' END)
                FROM a WHERE given IS NULL AND type IN ('text', 'integer', 'bigint', 'double precision')
            UNION ALL SELECT 'change default', 'different', named, concat(q, '.', qa),
                concat('ALTER TABLE ', q, ' ALTER COLUMN ', qa, ' SET DEFAULT ',
                    CASE type WHEN 'text' THEN '''by hand''' WHEN 'boolean' THEN CASE given WHEN 'true' THEN 'false' ELSE 'true' END
                    WHEN 'timestamp(3) without time zone' THEN '''2001-02-03''' ELSE '4711' END)
                FROM a WHERE given !~ '\(' AND type IN ('text', 'integer', 'bigint', 'boolean', 'timestamp(3) without time zone')
            UNION ALL SELECT 'drop default', 'different', named, concat(q, '.', qa),
                concat('ALTER TABLE ', q, ' ALTER COLUMN ', qa, ' DROP DEFAULT') FROM a WHERE given IS NOT NULL
            UNION ALL SELECT 'add index', 'unexpected', concat(nspname, '.hand_made_idx'), concat(q, '.', qa),
                concat('CREATE INDEX hand_made_idx ON ', q, ' (', qa, ' DESC NULLS LAST)') FROM a
                WHERE type IN ('text', 'integer', 'bigint', 'boolean', 'uuid')
            UNION ALL SELECT 'drop index', 'missing', named, concat(q, '.', qi), format('DROP INDEX %I.', nspname) || qi FROM i
            UNION ALL SELECT 'rename index', 'different', named, concat(q, '.', qi),
                format('ALTER INDEX %I.', nspname) || concat(qi, ' RENAME TO hand_renamed_idx') FROM i
            UNION ALL SELECT 'unique no more', 'different', named, concat(q, '.', qi),
                format('DROP INDEX %I.', nspname) || concat(qi, '; ', replace(def, 'CREATE UNIQUE INDEX', 'CREATE INDEX'))
                FROM i WHERE indisunique
            UNION ALL SELECT 'drop partial index', 'missing', named, concat(q, '.', qi), format('DROP INDEX %I.', nspname) || qi
                FROM p
            UNION ALL SELECT 'change condition', 'different', p.named, concat(p.q, '.', qi),
                format('DROP INDEX %I.', p.nspname) || concat(qi, '; ', regexp_replace(def, ' WHERE .*', ''), ' WHERE ', qa,
                    ' IS NULL AND ', qa, ' IS NOT NULL') FROM p JOIN a ON a.oid = p.oid
            UNION ALL SELECT 'drop condition', 'different', named, concat(q, '.', qi),
                format('DROP INDEX %I.', nspname) || concat(qi, '; ', regexp_replace(def, ' WHERE .*', '')) FROM p
            UNION ALL SELECT 'add condition', 'different', named, concat(q, '.', qi),
                format('DROP INDEX %I.', nspname) || concat(qi, '; ', def, ' WHERE false') FROM i
                WHERE EXISTS (SELECT FROM p)
            UNION ALL SELECT 'drop foreign key', 'missing', named, concat(q, '.', qk),
                concat('ALTER TABLE ', q, ' DROP CONSTRAINT ', qk) FROM k WHERE contype = 'f'
            UNION ALL SELECT 'rename foreign key', 'different', named, concat(q, '.', qk),
                concat('ALTER TABLE ', q, ' RENAME CONSTRAINT ', qk, ' TO hand_renamed_fkey') FROM k WHERE contype = 'f'
            UNION ALL SELECT 'change action', 'different', named, concat(q, '.', qk),
                concat('ALTER TABLE ', q, ' DROP CONSTRAINT ', qk, ', ADD CONSTRAINT ', qk, ' ',
                    regexp_replace(def, ' ON DELETE (CASCADE|RESTRICT|SET NULL|SET DEFAULT)', ''), ' ON DELETE ',
                    CASE confdeltype WHEN 'c' THEN 'RESTRICT' ELSE 'CASCADE' END) FROM k WHERE contype = 'f'
            UNION ALL SELECT 'drop primary key', 'missing', named, concat(q, '.', qk),
                concat('ALTER TABLE ', q, ' DROP CONSTRAINT ', qk) FROM k WHERE contype = 'p'
                AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = k.conindid)
            UNION ALL SELECT 'add enum', 'unexpected', concat(n, '.hand_made_enum'), format('%I.hand_made_enum', n),
                format('CREATE TYPE %I.hand_made_enum AS ENUM (''a'')', n) FROM n
            UNION ALL SELECT 'add enum value', 'unexpected', concat(named, '.by hand'), q,
                concat('ALTER TYPE ', q, ' ADD VALUE ''by hand''') FROM e
            UNION ALL SELECT 'rename enum value', 'missing', concat(named, '.', enumlabel), q,
                format('ALTER TYPE %s RENAME VALUE %L TO ''by hand''', q, enumlabel) FROM e JOIN pg_enum v
                ON enumtypid = e.oid AND enumsortorder = last
            -- PostgreSQL has no statement for it: where a type is made again without the value, this is what comes of it.
            UNION ALL SELECT 'drop enum value', 'missing', concat(named, '.', enumlabel), q,
                format('DELETE FROM pg_enum WHERE oid = %s', v.oid) FROM e JOIN pg_enum v
                ON enumtypid = e.oid AND enumsortorder = last WHERE count > 1
                AND NOT EXISTS (SELECT FROM a WHERE given LIKE concat('%', v.enumlabel, '%'))
                AND NOT EXISTS (SELECT FROM pg_depend d JOIN pg_index x ON x.indexrelid = d.objid
                    WHERE d.refobjid = e.oid AND x.indpred IS NOT NULL)
        )
        SELECT concat_ws(E'\x1f', name, form, object, place, statement) || E'\x1e' FROM change
        ORDER BY name = 'drop table', md5(concat(':seed', name, object, statement))
        """#
}
