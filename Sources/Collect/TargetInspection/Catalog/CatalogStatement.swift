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
    /// `pg_get_viewdef` locks the relations that a view reads, and `pg_get_expr` since PostgreSQL 17 the relation that
    /// an expression belongs to.
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
                SELECT FROM owned WHERE classid = 'pg_type'::regclass AND objid = t.oid)),
        element_types AS (
            SELECT own.oid, n.nspname, t.typname, e.oid IS NOT NULL AS is_array
            FROM pg_type own LEFT JOIN pg_type e ON e.oid = own.typelem AND own.typcategory = 'A'
                JOIN pg_type t ON t.oid = coalesce(e.oid, own.oid) JOIN pg_namespace n ON n.oid = t.typnamespace),
        default_classes AS (\(defaultClasses))

        """ + branches.joined(separator: "\nUNION ALL\n") + ") AS objects;\n"
    }

    private static let branches =
        [schemas, relations, columns, constraints, indexes, sequences, types, enumValues]
        + [functions, triggers, rules, policies, comments]

    /// The beginning of a branch: the object's identity and its texts.
    ///
    /// Every column is cast, so that all branches have the same types and the server need not convert their rows.
    private static func select(
        _ kind: String,
        _ schema: String,
        _ owner: String,
        _ name: String,
        _ texts: String...
    ) -> String {
        let missing = max(0, 9 - texts.count)
        let columns = [kind, schema, owner, name] + texts + Array(repeating: "NULL", count: missing)
        return "SELECT " + columns.map { "(\($0))::text" }.joined(separator: ", ")
    }

    private static let schemas = """
        \(select("'schema'", "''", "NULL", "nspname")) FROM spaces
        UNION ALL \(select("'extension'", "''", "NULL", "extname")) FROM pg_extension
        """

    private static let relations = """
        \(select(
            "r.kind", "r.nspname", "NULL", "r.relname",
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

    /// Of an array the element's type is told, since `attndims` is not kept by the server.
    ///
    /// A default refers to no column of its table, so that it can be told without looking at the table.
    private static let columns = """
        \(select(
            "'column'", "r.nspname", "r.relname", "a.attname",
            "t.nspname", "t.typname", "CASE WHEN a.atttypmod >= 0 THEN format_type(a.atttypid, a.atttypmod) END",
            "t.is_array", "a.attnotnull", "a.attidentity", "a.attgenerated",
            """
            CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, 0) ELSE pg_get_expr(d.adbin, d.adrelid) END
            """,
            "a.attstattarget"
        ))
        FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN element_types t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE r.kind <> 'sequence'
        """

    /// PostgreSQL 18 lists NOT NULL as constraints, too; they are told as columns' property.
    private static let constraints = """
        \(select(
            "'constraint'", "r.nspname", "r.relname", "k.conname", "pg_get_constraintdef(k.oid)", "k.convalidated"
        ))
        FROM relations r JOIN pg_constraint k ON k.conrelid = r.oid WHERE k.contype IN ('p', 'u', 'f', 'c', 'x')
        """

    private static let indexes = """
        \(select(
            "'index'", "r.nspname", "NULL", "c.relname",
            "coalesce(\(plainIndexDefinition), pg_get_indexdef(i.indexrelid))", "i.indisvalid AND i.indisready", "r.relkind",
            "CASE WHEN c.relispartition THEN (SELECT inhparent::regclass FROM pg_inherits WHERE inhrelid = c.oid) END"
        ))
        FROM (SELECT false AS indnullsnotdistinct) AS before_15
            CROSS JOIN LATERAL (SELECT x.*, indnullsnotdistinct AS equates_nulls FROM pg_index x) AS i
            JOIN relations r ON r.oid = i.indrelid JOIN pg_class c ON c.oid = i.indexrelid
        WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
        """

    /// What `pg_get_indexdef` tells of an index on columns alone, with nothing but their order to say of them; NULL for
    /// any other index.
    ///
    /// `pg_get_indexdef` looks through all operator classes at each column, to know whether the index's is the default.
    /// 403 is btree (PostgreSQL source, `pg_am.dat`); the bits of `indoption` are DESC and NULLS FIRST (`pg_index.h`).
    private static let plainIndexDefinition = """
        CASE WHEN c.relam = 403 AND c.reloptions IS NULL AND i.indexprs IS NULL AND i.indpred IS NULL
                AND i.indnatts = i.indnkeyatts
        THEN (
            SELECT concat('CREATE ', CASE WHEN i.indisunique THEN 'UNIQUE ' END, 'INDEX ', quote_ident(c.relname), ' ON ',
                CASE c.relkind WHEN 'I' THEN 'ONLY ' END, quote_ident(r.nspname), '.', quote_ident(r.relname),
                ' USING btree (',
                string_agg(concat(quote_ident(a.attname), CASE i.indoption[place] WHEN 1 THEN ' DESC NULLS LAST'
                    WHEN 2 THEN ' NULLS FIRST' WHEN 3 THEN ' DESC' END), ', ' ORDER BY place),
                ')', CASE WHEN i.equates_nulls THEN ' NULLS NOT DISTINCT' END)
            FROM generate_series(0, i.indnatts - 1) AS place
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[place]
            HAVING bool_and(i.indcollation[place] IN (0, a.attcollation)
                AND (i.indclass[place], a.atttypid) IN (SELECT class, type FROM default_classes)))
        END
        """

    /// The operator classes of btree that are a type's default, for certain; 16384 is the first object of a user's
    /// (`FirstNormalObjectId`).
    ///
    /// A class for the type itself always is. Those that a type shares with others, by a cast that changes nothing, are
    /// told of `varchar` and of enums, unless a class that somebody made could come before them (PostgreSQL source,
    /// `GetDefaultOpClass`).
    private static let defaultClasses = """
        SELECT oid AS class, opcintype AS type FROM pg_opclass WHERE opcmethod = 403 AND opcdefault
        UNION ALL
        SELECT o.oid, t.oid FROM pg_opclass o JOIN pg_type t ON o.opcintype = 'anyenum'::regtype AND t.typtype = 'e'
            OR o.opcintype = 'text'::regtype AND t.oid = 'varchar'::regtype
        WHERE o.opcmethod = 403 AND o.opcdefault AND NOT EXISTS (
            SELECT FROM pg_opclass u WHERE u.opcmethod = 403 AND u.opcdefault AND u.oid >= 16384 AND (
                u.opcintype < 16384 OR u.opcintype = t.oid OR EXISTS (
                    SELECT FROM pg_cast k WHERE k.castsource = t.oid AND k.casttarget = u.opcintype
                        AND k.castmethod = 'b' AND k.castcontext = 'i')))
        """

    private static let sequences = """
        \(select(
            "'sequence'", "r.nspname", "NULL", "r.relname",
            "t.typname", "s.seqstart", "s.seqincrement", "s.seqmin", "s.seqmax", "s.seqcycle", "o.relname", "a.attname"
        ))
        FROM relations r JOIN pg_sequence s ON s.seqrelid = r.oid JOIN pg_type t ON t.oid = s.seqtypid
            LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.deptype IN ('a', 'i')
                AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
            LEFT JOIN relations o ON o.oid = d.refobjid
            LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        """

    private static let types = """
        \(select(
            "CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' ELSE 'range_type' END", "t.nspname", "NULL",
            "t.typname",
            "b.nspname", "b.typname", "format_type(t.typbasetype, t.typtypmod)", "coalesce(b.is_array, false)",
            "t.typnotnull",
            "SELECT string_agg(v.enumlabel, E'\\n' ORDER BY v.enumsortorder) FROM pg_enum v WHERE v.enumtypid = t.oid"
        ))
        FROM types t LEFT JOIN element_types b ON b.oid = nullif(t.typbasetype, 0)
        """

    private static let enumValues = """
        \(select("'enum_value'", "t.nspname", "t.typname", "v.enumlabel"))
        FROM types t JOIN pg_enum v ON v.enumtypid = t.oid
        """

    private static let functions = """
        \(select(
            "'function'", "n.nspname", "NULL",
            """
            concat(p.proname, '(', (
                SELECT string_agg(CASE WHEN e.oid IS NULL THEN t.typname::text ELSE concat(e.typname, '[]') END, ', '
                    ORDER BY given.place)
                FROM unnest(p.proargtypes) WITH ORDINALITY AS given (type, place) JOIN pg_type t ON t.oid = given.type
                    LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'), ')')
            """,
            "p.prosrc", "l.lanname", "p.provolatile", "p.prosecdef"
        ))
        FROM pg_proc p JOIN spaces n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
        WHERE NOT EXISTS (SELECT FROM owned WHERE classid = 'pg_proc'::regclass AND objid = p.oid)
        """

    private static let triggers = """
        \(select("'trigger'", "r.nspname", "r.relname", "t.tgname", "pg_get_triggerdef(t.oid)", "t.tgenabled"))
        FROM relations r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
        """

    private static let rules = """
        \(select("'rule'", "r.nspname", "r.relname", "w.rulename"))
        FROM relations r JOIN pg_rewrite w ON w.ev_class = r.oid WHERE w.rulename <> '_RETURN'
        """

    private static let policies = """
        \(select(
            "'policy'", "r.nspname", "r.relname", "p.polname",
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
        \(select(
            "'comment'", "n.nspname", "CASE WHEN a.attname IS NULL THEN NULL ELSE c.relname END",
            """
            CASE WHEN a.attname IS NOT NULL THEN concat('column ', a.attname) ELSE concat(CASE c.relkind
                WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index'
                WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'composite_type' ELSE 'table' END, ' ', c.relname) END
            """,
            "d.description"
        ))
        FROM pg_description d JOIN pg_class c ON c.oid = d.objoid JOIN spaces n ON n.oid = c.relnamespace
            LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND d.objsubid > 0
        WHERE d.classoid = 'pg_class'::regclass
        """
}
