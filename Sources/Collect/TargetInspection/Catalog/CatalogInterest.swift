/// When one inspection reads the catalogs in full.
package enum CatalogInterest: Sendable, Hashable {
    /// Not at all.
    case never
    /// Where they have changed since the fingerprint; nil for at any rate.
    case whenChanged(since: CatalogFingerprint?)

    /// Whether the fingerprint has to be asked for.
    var asksFingerprint: Bool { self != .never }
}

/// What changes whenever PostgreSQL's catalogs say something else of a database's own objects.
///
/// It adds up the transactions that wrote each catalog row. An update in place, as VACUUM and ANALYZE make of their
/// statistics, does not change it; two opposite changes that add up to the same sum could pass unseen.
package struct CatalogFingerprint: Sendable, Hashable {
    private let text: String

    /// The fingerprint that the server told.
    init(_ text: String) { self.text = text }

    /// Objects that PostgreSQL itself brings have smaller identifiers (`FirstNormalObjectId`).
    static let statement: String = {
        let catalogs = [
            "pg_class WHERE oid >= 16384 AND relpersistence <> 't'", "pg_attribute WHERE attrelid >= 16384",
            "pg_attrdef", "pg_constraint WHERE oid >= 16384", "pg_index WHERE indexrelid >= 16384",
            "pg_type WHERE oid >= 16384", "pg_enum", "pg_proc WHERE oid >= 16384", "pg_trigger", "pg_policy",
            "pg_sequence", "pg_namespace WHERE oid >= 16384", "pg_extension", "pg_inherits",
            "pg_rewrite WHERE oid >= 16384",
        ]
        let sums = catalogs.map { "(SELECT concat(count(*), ':', sum(xmin::text::bigint)) FROM \($0))" }
        return "SELECT concat_ws(' ', \(sums.joined(separator: ", ")));\n"
    }()
}
