import PostgresClient

/// What changes whenever PostgreSQL's catalogs say something else of a database's own objects.
///
/// It adds up the transactions that wrote each catalog row. An update in place, as VACUUM and ANALYZE make of their
/// statistics, does not change it; two opposite changes that add up to the same sum could pass unseen.
package struct CatalogFingerprint: Sendable, Hashable {
    private let text: String

    /// The fingerprint that the server told.
    init(_ text: String) { self.text = text }

    /// The fingerprint that `statement` selected; nil where the answer has another form.
    init?(_ answer: ResultSet?) {
        guard let text = answer?.rows.first?.first.flatMap({ $0 }) else { return nil }
        self.text = text
    }

    /// Each catalog with the rows of it that are the database's own.
    ///
    /// Objects that PostgreSQL itself brings have smaller identifiers (`FirstNormalObjectId`).
    private static let catalogs: [(name: String, ownRows: String)] = [
        ("pg_class", "oid >= 16384 AND relpersistence <> 't'"), ("pg_attribute", "attrelid >= 16384"),
        ("pg_attrdef", "true"), ("pg_constraint", "oid >= 16384"), ("pg_index", "indexrelid >= 16384"),
        ("pg_type", "oid >= 16384"), ("pg_enum", "true"), ("pg_proc", "oid >= 16384"), ("pg_trigger", "true"),
        ("pg_policy", "true"), ("pg_sequence", "true"), ("pg_namespace", "oid >= 16384"), ("pg_extension", "true"),
        ("pg_inherits", "true"), ("pg_rewrite", "oid >= 16384"),
    ]

    /// Asks for it: one row of one text.
    static let statement: String = {
        let sums = catalogs.map { catalog in
            "(SELECT concat(count(*), ':', sum(xmin::text::bigint)) FROM \(catalog.name) WHERE \(catalog.ownRows))"
        }
        return "SELECT concat_ws(' ', \(sums.joined(separator: ", ")));\n"
    }()

    /// An expression: how many rows of these catalogs, and of those that hold roles, have been written, as the server
    /// counts them anyway; NULL where it does not.
    ///
    /// Each session adds its own some time after its transactions have ended: at once where it ends or has not done so for
    /// a second, or else within ten (PostgreSQL source, `pgstat_report_stat`). A standby does not count what it replays.
    /// Before 15 the counts came from a file that a process of its own wrote when asked to.
    static let writes: String = {
        let names = (catalogs.map(\.name) + ["pg_authid", "pg_auth_members"]).joined(separator: ",")
        return """
            CASE WHEN current_setting('server_version_num')::int >= 150000 AND current_setting('track_counts')::bool
                AND NOT pg_is_in_recovery()
            THEN (
                SELECT sum(pg_stat_get_tuples_inserted(c) + pg_stat_get_tuples_updated(c) + pg_stat_get_tuples_deleted(c))
                FROM unnest('{\(names)}'::regclass[]) AS c)
            END
            """
    }()
}
