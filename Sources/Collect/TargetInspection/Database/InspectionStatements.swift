/// The SQL of an inspection: `BEGIN`, `SET LOCAL`, `SELECT` and `COMMIT`, nothing else ever.
///
/// Each message is one simple query of several statements, hence one round trip that PgBouncer passes on in
/// transaction mode and that leaves no prepared statement behind.
enum InspectionStatements {
    /// Opens the transaction that every reading of one poll shares; six statements.
    ///
    /// Compiling the large statement on the catalogs takes ten times as long as running it.
    static func begin(_ limits: InspectionLimits) -> String {
        """
        BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
        SET LOCAL search_path = pg_catalog;
        SET LOCAL jit = off;
        SET LOCAL statement_timeout = \(limits.statement.milliseconds);
        SET LOCAL lock_timeout = \(limits.lock.milliseconds);
        SET LOCAL idle_in_transaction_session_timeout = \(limits.answer.milliseconds * 2);

        """
    }

    /// The statements that `begin` holds.
    static let beginCount = 6

    /// Makes the server spell the constants in definitions alike, whatever the role's or the database's settings are.
    static let spelling = """
        SET LOCAL timezone = 'UTC';
        SET LOCAL datestyle = 'ISO, MDY';
        SET LOCAL intervalstyle = 'postgres';
        SET LOCAL extra_float_digits = 1;
        SET LOCAL bytea_output = 'hex';
        SET LOCAL standard_conforming_strings = on;
        SET LOCAL quote_all_identifiers = off;

        """

    /// The server's clock, what kind of server it is, what tells this database from any other, how often its catalogs have
    /// been written to, and how many sessions hold or await Prisma's lock: the row that `ServerFacts` is made of.
    static let server = """
        SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, pg_is_in_recovery(), pg_postmaster_start_time(),
            current_database(), \(CatalogFingerprint.writes), (SELECT count(*) FROM pg_lock_status() WHERE \(isPrismasLock));

        """

    /// The server's version, and whether Prisma 8 has a namespace.
    private static let facts = """
        SELECT current_setting('server_version_num'), to_regnamespace('prisma_contract') IS NOT NULL;

        """

    /// What a look at the catalogs asks: the server's version and whether Prisma 8 has a namespace, who holds the lock, which
    /// tables there are and, where anybody wants it, the fingerprint.
    static func look(schema: String?, _ interest: CatalogInterest) -> String {
        facts + lock + tables(schema: schema) + (interest == .never ? "" : CatalogFingerprint.statement)
    }

    /// A lock on one bigint shows its high half in `classid`, its low half in `objid`, and `objsubid` 1 (PostgreSQL
    /// documentation, "pg_locks"; the function is what that view selects from, and is planned in less time).
    private static let isPrismasLock =
        "objid = 72707369 AND classid = 0 AND objsubid = 1 AND locktype = 'advisory'"

    /// Every `_prisma_migrations` of the database, in no order, with what this role may do to it and the columns that it
    /// has.
    ///
    /// - Parameter schema: the only namespace wanted; nil for all of them.
    /// - Returns: one statement.
    private static func tables(schema: String?) -> String {
        """
        SELECT (SELECT nspname FROM pg_namespace WHERE oid = c.relnamespace), has_schema_privilege(c.relnamespace, 'USAGE'),
            has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'),
            (SELECT string_agg(concat_ws(' ', a.attname, a.atttypid, has_column_privilege(c.oid, a.attnum, 'SELECT')), ',')
                FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    AND a.attname IN (\(MigrationColumn.allCases.map { literal($0.rawValue) }.joined(separator: ", ")))),
            c.oid, c.relkind IN ('r', 'm') AND has_table_privilege(c.oid, 'SELECT')
        FROM pg_class c
        WHERE c.relname = '_prisma_migrations' AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
            \(schema.map { "AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = \(literal($0)))" } ?? "");

        """
    }

    /// Sessions that hold or await Prisma's advisory lock in this database.
    ///
    /// The function is what `pg_stat_activity` reads, for one session; a prepared transaction, which has none, would be
    /// given all of them.
    private static let lock = """
        SELECT l.pid, l.granted, (
            SELECT concat((extract(epoch FROM a.backend_start) * 1000000)::bigint, ' ',
                (extract(epoch FROM a.state_change) * 1000000)::bigint, ' ', a.state)
            FROM pg_stat_get_activity(l.pid) a WHERE l.pid IS NOT NULL)
        FROM pg_lock_status() l
        WHERE \(isPrismasLock)
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database());

        """

    /// The rows of several tables, each with its table's place among them; columns that a table lacks come as NULL.
    static func rows(of tables: some Collection<MigrationTable>) -> String {
        union(tables) { table in
            MigrationColumn.allCases.map { "(\($0.expression(in: table)))::text" }.joined(separator: ", ")
        }
    }

    /// What changes with the rows of several tables, each with its table's place among them.
    ///
    /// Where a row version lies and which transaction wrote it tells it from every other (PostgreSQL documentation,
    /// "System Columns"): nothing can change, come or go and leave the number and the sum as they were.
    static func versions(of tables: some Collection<MigrationTable>) -> String {
        union(tables) { _ in "concat(count(*), ' ', sum(hashtidextended(ctid, xmin::text::bigint)))" }
    }

    private static func union(
        _ tables: some Collection<MigrationTable>,
        _ columns: (MigrationTable) -> String
    ) -> String {
        let parts = tables.enumerated()
            .map { place, table in
                "SELECT \(place), \(columns(table)) FROM \(identifier(table.schema))._prisma_migrations"
            }
        return parts.joined(separator: " UNION ALL ") + ";\n"
    }

    /// Ends the transaction.
    static let commit = "COMMIT;\n"

    /// An SQL identifier in quotes.
    static func identifier(_ name: String) -> String {
        "\"\(doubling("\"", in: name))\""
    }

    /// An SQL string literal that means the same whatever `standard_conforming_strings` is.
    static func literal(_ text: String) -> String {
        let quoted = "'\(doubling("'", in: text))'"
        return text.contains("\\") ? "E\(doubling("\\", in: quoted))" : quoted
    }

    private static func doubling(_ mark: Character, in text: String) -> String {
        text.reduce(into: "") { $0 += $1 == mark ? "\(mark)\(mark)" : String($1) }
    }
}

extension Duration {
    /// Whole milliseconds, at least 1.
    var milliseconds: Int64 {
        max(1, components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
    }
}
