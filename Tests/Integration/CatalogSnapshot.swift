import PostgresServer

/// What PostgreSQL's own catalogs show of a database, one line a fact; the judge of our verdicts.
enum CatalogSnapshot {
    /// The facts, Prisma's table left out.
    static func read(_ server: PostgresServer, _ database: String) async throws -> Set<Substring> {
        Set(try await server.execute(statement, database: database).split(separator: "\n"))
    }

    private static let statement = """
        WITH own AS (SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
        given AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
        r AS (SELECT c.oid, c.relname, c.relkind, own.nspname, c.relrowsecurity, c.relforcerowsecurity, c.reloptions
            FROM pg_class c JOIN own ON own.oid = c.relnamespace WHERE c.relname !~ '^_prisma_migrations'
            AND c.oid NOT IN (SELECT objid FROM given WHERE classid = 'pg_class'::regclass)),
        facts AS (
            SELECT concat_ws('|', 'schema', nspname) FROM own
            UNION ALL SELECT concat_ws('|', 'extension', extname) FROM pg_extension
            UNION ALL SELECT concat_ws('|', 'relation', nspname, relname, relkind, relrowsecurity, relforcerowsecurity,
                reloptions::text) FROM r WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
            UNION ALL SELECT concat_ws('|', 'column', nspname, relname, attname, format_type(atttypid, atttypmod), attnotnull,
                attidentity, attgenerated, nullif(attstattarget, -1), pg_get_expr(adbin, adrelid))
                FROM r JOIN pg_attribute a ON attrelid = r.oid AND attnum > 0 AND NOT attisdropped
                LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
            UNION ALL SELECT concat_ws('|', 'constraint', nspname, relname, conname, pg_get_constraintdef(k.oid), convalidated)
                FROM r JOIN pg_constraint k ON conrelid = r.oid
            UNION ALL SELECT concat_ws('|', 'index', pg_get_indexdef(indexrelid), indisvalid) FROM r JOIN pg_index ON indrelid = r.oid
            UNION ALL SELECT concat_ws('|', 'type', nspname, typname, typtype, typnotnull, format_type(typbasetype, typtypmod),
                (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
                FROM pg_type t JOIN own ON own.oid = typnamespace WHERE typtype IN ('e', 'd', 'r')
                AND t.oid NOT IN (SELECT objid FROM given WHERE classid = 'pg_type'::regclass)
            UNION ALL SELECT concat_ws('|', 'routine', nspname, proname, pg_get_function_identity_arguments(p.oid), prosrc, provolatile,
                prosecdef) FROM pg_proc p JOIN own ON own.oid = pronamespace
                WHERE p.oid NOT IN (SELECT objid FROM given WHERE classid = 'pg_proc'::regclass)
            UNION ALL SELECT concat_ws('|', 'trigger', pg_get_triggerdef(g.oid), tgenabled)
                FROM r JOIN pg_trigger g ON tgrelid = r.oid WHERE NOT tgisinternal
            UNION ALL SELECT concat_ws('|', 'view', nspname, relname, pg_get_viewdef(oid)) FROM r WHERE relkind IN ('v', 'm')
            UNION ALL SELECT concat_ws('|', 'policy', nspname, relname, polname, polcmd, pg_get_expr(polqual, polrelid),
                pg_get_expr(polwithcheck, polrelid)) FROM r JOIN pg_policy ON polrelid = r.oid
            UNION ALL SELECT concat_ws('|', 'sequence', nspname, relname, seqtypid, seqstart, seqincrement, seqmax, seqmin, seqcycle)
                FROM r JOIN pg_sequence ON seqrelid = r.oid
            UNION ALL SELECT concat_ws('|', 'heir', inhrelid::regclass, inhparent::regclass) FROM r JOIN pg_inherits ON inhrelid = r.oid)
        SELECT replace(concat_ws, E'\\n', ' ') FROM facts
        """
}
