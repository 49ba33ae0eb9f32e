/// The SQL that reads a database's schema from its catalogs: one statement, hence one round trip.
///
/// Every branch selects the kind, namespace, owner and name of an object and up to nine texts, which
/// `ObservedSchema` reads. Objects of extensions, of the system and of temporary schemas are left out.
/// `search_path` is `pg_catalog`, so that the server qualifies all other names that it prints.
enum CatalogStatement {
    /// Columns before the texts.
    static let identityColumns = 4

    /// The whole statement.
    static let text = statement(branches)

    /// The statement without what waits behind another session's lock; the texts left out are `unseen`.
    ///
    /// `pg_get_viewdef` locks the relations that a view reads, and `pg_get_expr` since PostgreSQL 17 the relation
    /// itself.
    static let textWithoutLocks = statement(branches.map(withoutLocks))

    /// What stands for an expression that was not asked for; no parser reads an expression in it.
    private static let unseen = "/* not seen */"

    private static func withoutLocks(_ branch: String) -> String {
        let expressions = [("d.adbin", "d.adrelid"), ("p.polqual", "p.polrelid"), ("p.polwithcheck", "p.polrelid")]
        return expressions.reduce(branch.replacing("pg_get_viewdef(r.oid)", with: "NULL")) { text, expression in
            text.replacing(
                "pg_get_expr(\(expression.0), \(expression.1))",
                with: "CASE WHEN \(expression.0) IS NOT NULL THEN '\(unseen)' END"
            )
        }
    }

    private static func statement(_ branches: [String]) -> String {
        """
        SELECT * FROM (WITH owned AS (
            SELECT classid, objid FROM pg_depend WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass),
        spaces AS (
            SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
        relations AS (
            SELECT c.*, n.nspname, CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view'
                WHEN 'c' THEN 'composite_type' WHEN 'S' THEN 'sequence' ELSE 'table' END AS kind
            FROM pg_class c JOIN spaces n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c', 'S') AND NOT EXISTS (
                SELECT FROM owned WHERE classid = 'pg_class'::regclass AND objid = c.oid)),
        types AS (
            SELECT t.*, n.nspname FROM pg_type t JOIN spaces n ON n.oid = t.typnamespace
            WHERE t.typtype IN ('e', 'd', 'r') AND NOT EXISTS (
                SELECT FROM owned WHERE classid = 'pg_type'::regclass AND objid = t.oid))

        """ + branches.joined(separator: "\nUNION ALL\n") + ") AS objects;\n"
    }

    private static let branches =
        [schemas, relations, columns, constraints, indexes, sequences, types, enumValues]
        + [functions, triggers, rules, policies, comments]

    private static func texts(_ expressions: String...) -> String {
        let missing = max(0, 9 - expressions.count)
        return (expressions.map { "(\($0))::text" } + Array(repeating: "NULL", count: missing)).joined(separator: ", ")
    }

    private static let schemas = """
        SELECT 'schema', '', NULL, nspname::text, \(texts()) FROM spaces
        UNION ALL SELECT 'extension', '', NULL, extname, \(texts()) FROM pg_extension
        """

    private static let relations = """
        SELECT r.kind, r.nspname, NULL, r.relname, \(texts(
            "r.relrowsecurity", "r.relforcerowsecurity",
            """
            SELECT string_agg(concat(n.nspname, '.', p.relname), E'\\n' ORDER BY i.inhseqno)
            FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace n ON n.oid = p.relnamespace
            WHERE i.inhrelid = r.oid
            """,
            "array_to_string(r.reloptions, E'\\n')", "CASE WHEN r.relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid) END",
            "r.reltuples"
        )) FROM relations r WHERE r.kind <> 'sequence'
        """

    /// Of an array the element's type is told; `attndims` is not kept by the server.
    private static let columns = """
        SELECT 'column', r.nspname, r.relname, a.attname, \(texts(
            "tn.nspname", "t.typname", "format_type(a.atttypid, a.atttypmod)", "e.oid IS NOT NULL", "a.attnotnull",
            "a.attidentity", "a.attgenerated", "pg_get_expr(d.adbin, d.adrelid)", "a.attstattarget"
        ))
        FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_type own ON own.oid = a.atttypid
            LEFT JOIN pg_type e ON e.oid = own.typelem AND own.typcategory = 'A'
            JOIN pg_type t ON t.oid = coalesce(e.oid, own.oid) JOIN pg_namespace tn ON tn.oid = t.typnamespace
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE r.kind <> 'sequence'
        """

    /// PostgreSQL 18 lists NOT NULL as constraints, too; they are told as columns' property.
    private static let constraints = """
        SELECT 'constraint', r.nspname, r.relname, k.conname, \(texts("pg_get_constraintdef(k.oid)", "k.convalidated"))
        FROM relations r JOIN pg_constraint k ON k.conrelid = r.oid WHERE k.contype IN ('p', 'u', 'f', 'c', 'x')
        """

    private static let indexes = """
        SELECT 'index', r.nspname, NULL, c.relname, \(texts(
            "pg_get_indexdef(i.indexrelid)", "i.indisvalid AND i.indisready", "r.relkind"
        ))
        FROM relations r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class c ON c.oid = i.indexrelid
        WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
        """

    private static let sequences = """
        SELECT 'sequence', r.nspname, NULL, r.relname, \(texts(
            "t.typname", "s.seqstart", "s.seqincrement", "s.seqmin", "s.seqmax", "s.seqcycle", "o.relname", "a.attname"
        ))
        FROM relations r JOIN pg_sequence s ON s.seqrelid = r.oid JOIN pg_type t ON t.oid = s.seqtypid
            LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.deptype IN ('a', 'i')
                AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
            LEFT JOIN pg_class o ON o.oid = d.refobjid
            LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        """

    private static let types = """
        SELECT CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' ELSE 'range_type' END, t.nspname, NULL,
            t.typname, \(texts(
            "bn.nspname", "b.typname", "format_type(t.typbasetype, t.typtypmod)", "be.oid IS NOT NULL", "t.typnotnull",
            "SELECT string_agg(v.enumlabel, E'\\n' ORDER BY v.enumsortorder) FROM pg_enum v WHERE v.enumtypid = t.oid"
        ))
        FROM types t LEFT JOIN pg_type o ON o.oid = nullif(t.typbasetype, 0)
            LEFT JOIN pg_type be ON be.oid = o.typelem AND o.typcategory = 'A'
            LEFT JOIN pg_type b ON b.oid = coalesce(be.oid, o.oid) LEFT JOIN pg_namespace bn ON bn.oid = b.typnamespace
        """

    private static let enumValues = """
        SELECT 'enum_value', t.nspname, t.typname, v.enumlabel, \(texts())
        FROM types t JOIN pg_enum v ON v.enumtypid = t.oid
        """

    private static let functions = """
        SELECT 'function', n.nspname, NULL, concat(p.proname, '(', (
                SELECT string_agg(CASE WHEN e.oid IS NULL THEN t.typname::text ELSE concat(e.typname, '[]') END, ', '
                    ORDER BY given.place)
                FROM unnest(p.proargtypes) WITH ORDINALITY AS given (type, place) JOIN pg_type t ON t.oid = given.type
                    LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'), ')'),
            \(texts("p.prosrc", "l.lanname", "p.provolatile", "p.prosecdef"))
        FROM pg_proc p JOIN spaces n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
        WHERE NOT EXISTS (SELECT FROM owned WHERE classid = 'pg_proc'::regclass AND objid = p.oid)
        """

    private static let triggers = """
        SELECT 'trigger', r.nspname, r.relname, t.tgname, \(texts("pg_get_triggerdef(t.oid)", "t.tgenabled"))
        FROM relations r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
        """

    private static let rules = """
        SELECT 'rule', r.nspname, r.relname, w.rulename, \(texts())
        FROM relations r JOIN pg_rewrite w ON w.ev_class = r.oid WHERE w.rulename <> '_RETURN'
        """

    private static let policies = """
        SELECT 'policy', r.nspname, r.relname, p.polname, \(texts(
            """
            CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete'
            ELSE 'all' END
            """,
            "p.polpermissive",
            """
            SELECT string_agg(CASE role WHEN 0 THEN 'public' ELSE pg_get_userbyid(role) END, E'\\n')
            FROM unnest(p.polroles) AS given (role)
            """,
            "pg_get_expr(p.polqual, p.polrelid)", "pg_get_expr(p.polwithcheck, p.polrelid)"
        ))
        FROM relations r JOIN pg_policy p ON p.polrelid = r.oid
        """

    private static let comments = """
        SELECT 'comment', n.nspname, CASE WHEN a.attname IS NULL THEN NULL ELSE c.relname END,
            CASE WHEN a.attname IS NOT NULL THEN concat('column ', a.attname) ELSE concat(CASE c.relkind
                WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index'
                WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'composite_type' ELSE 'table' END, ' ', c.relname) END,
            \(texts("d.description"))
        FROM pg_description d JOIN pg_class c ON c.oid = d.objoid JOIN spaces n ON n.oid = c.relnamespace
            LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND d.objsubid > 0
        WHERE d.classoid = 'pg_class'::regclass
        """
}
