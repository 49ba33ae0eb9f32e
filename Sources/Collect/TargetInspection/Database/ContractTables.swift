/// The tables of Prisma 8 as the catalog describes them: which of their columns this role may read.
struct ContractTables: Sendable, Hashable {
    /// Finds them; no privilege is needed for that.
    static let statement = """
        SELECT c.relname, CASE WHEN has_schema_privilege(n.oid, 'USAGE') THEN (
            SELECT string_agg(a.attname, ',') FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                AND a.attname IN ('id', 'space', 'core_hash', 'updated_at', 'migration_name', 'created_at')
                AND has_column_privilege(c.oid, a.attnum, 'SELECT')) END
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'prisma_contract' AND c.relname IN ('marker', 'ledger') AND c.relkind IN ('r', 'p');

        """

    private var marker: Set<Substring>
    private var ledger: Set<Substring>

    /// The tables that the rows of `statement` describe; nil where the database has not moved to Prisma 8.
    init?(rows: [[String?]]) {
        func readable(_ table: String) -> Set<Substring>? {
            rows.first { $0.count == 2 && $0[0] == table }.map { Set(($0[1] ?? "").split(separator: ",")) }
        }
        guard let marker = readable("marker") else { return nil }
        self.marker = marker
        ledger = readable("ledger") ?? []
    }

    /// What to read of them: the markers, then the last migration and when the first one ran; nil where the role may
    /// not read the markers.
    var contents: String? {
        guard marker.contains("space") else { return nil }
        let markers = """
            SELECT left(space::text, 200), \(marker.contains("core_hash") ? "left(core_hash::text, 200)" : "NULL"),
                \(Self.time("updated_at", marker)) FROM prisma_contract.marker ORDER BY 1 LIMIT 100;

            """
        guard ledger.contains("migration_name") else { return markers }
        // Several entries of one transaction have the same time.
        let order = ["id", "created_at"].first { ledger.contains(Substring($0)) }.map { " ORDER BY \($0) DESC" } ?? ""
        let first = ledger.contains("created_at") ? "(SELECT min(created_at) FROM prisma_contract.ledger)" : "NULL"
        return markers + """
            SELECT left(migration_name::text, 300), \(Self.time("created_at", ledger)),
                \(Self.microseconds("\(first)::timestamptz"))
            FROM prisma_contract.ledger\(order) LIMIT 1;

            """
    }

    private static func time(_ column: String, _ readable: Set<Substring>) -> String {
        readable.contains(Substring(column)) ? microseconds(column) : "NULL"
    }

    /// A time in microseconds since 1970; NULL for one that never was.
    private static func microseconds(_ time: String) -> String {
        "CASE WHEN isfinite(\(time)) THEN (extract(epoch FROM \(time)) * 1000000)::bigint END"
    }
}
