/// One `_prisma_migrations` as the catalog describes it.
struct MigrationTable: Sendable, Hashable {
    /// The namespace that holds it.
    var schema: String
    /// Whether this role may look into the namespace.
    var schemaIsUsable: Bool
    /// Whether this role could change its rows.
    var isWritable: Bool
    /// The columns of Prisma's that it has, with their type's oid.
    var types: [MigrationColumn: Int]
    /// Those of them that this role may read.
    var readable: Set<MigrationColumn>
    /// Its oid; another table of that name has another.
    var oid: String
    /// Whether the versions of its rows can be asked for: a view has none, and a role needs SELECT on all of the table.
    var hasVersions: Bool

    /// The table that a row of `InspectionStatements.tables` describes; nil where the row has another form.
    init?(row: [String?]) {
        guard row.count == 6, let schema = row[0] else { return nil }
        self.schema = schema
        schemaIsUsable = row[1] == "t"
        isWritable = row[2] == "t"
        types = [:]
        readable = []
        oid = row[4] ?? ""
        hasVersions = row[5] == "t"
        for entry in (row[3] ?? "").split(separator: ",") {
            let parts = entry.split(separator: " ")
            guard parts.count == 3, let column = MigrationColumn(rawValue: String(parts[0])) else { continue }
            types[column] = Int(parts[1])
            if parts[2] == "t" { readable.insert(column) }
        }
    }

    /// Whether the column can be selected.
    func has(_ column: MigrationColumn) -> Bool { readable.contains(column) }

    /// Columns without which no state can be told, that are missing or may not be read; empty when all is well.
    var unreadableColumns: [MigrationColumn] {
        [.migrationName, .startedAt, .finishedAt, .rolledBackAt].filter { !has($0) }
    }
}

/// The columns of `_prisma_migrations`, in the order in which they are selected.
enum MigrationColumn: String, Sendable, CaseIterable {
    case id
    case migrationName = "migration_name"
    case checksum
    case startedAt = "started_at"
    case finishedAt = "finished_at"
    case rolledBackAt = "rolled_back_at"
    case logs
    case appliedStepsCount = "applied_steps_count"

    /// Characters of `logs` that are read; Prisma's form has code and message in the first thousand.
    static let logsLimit = 2000

    /// What to select for this column, as text that `MigrationRow` is made of.
    func expression(in table: MigrationTable) -> String {
        guard table.has(self) else { return "NULL" }
        switch self {
        case .migrationName, .checksum, .appliedStepsCount: return rawValue
        case .id: return "CASE WHEN finished_at IS NULL AND rolled_back_at IS NULL THEN id END"
        case .logs:
            return """
                CASE WHEN finished_at IS NULL AND rolled_back_at IS NULL THEN left(logs, \(Self.logsLimit)) \
                WHEN octet_length(logs) > 0 THEN 'recorded' ELSE logs END
                """
        case .startedAt, .finishedAt, .rolledBackAt:
            // timestamp and timestamptz; of any other type only whether it is set can be used.
            guard [1114, 1184].contains(table.types[self]) else {
                return "CASE WHEN \(rawValue) IS NOT NULL THEN 0 END"
            }
            return """
                CASE WHEN isfinite(\(rawValue)) THEN (extract(epoch FROM \(rawValue)) * 1000000)::bigint \
                WHEN \(rawValue) > now() THEN \(Self.infinity) WHEN \(rawValue) IS NOT NULL THEN 0 END
                """
        }
    }

    /// Microseconds that stand for `infinity`: the end of the year 9999.
    static let infinity: Int64 = 253_402_300_799_000_000
}
