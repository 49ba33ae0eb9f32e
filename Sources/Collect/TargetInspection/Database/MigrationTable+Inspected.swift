import MigrationHistory
import PostgresClient
import TargetReport

extension MigrationTable {
    /// Why the table's rows can't be asked for at all; nil where they can.
    var problem: Downtime? {
        guard schemaIsUsable else {
            return Downtime(
                reason: .denied,
                message: "The role may not use schema \"\(schema)\": GRANT USAGE ON SCHEMA to it."
            )
        }
        guard !unreadableColumns.isEmpty else { return nil }
        let lacking = unreadableColumns.filter { types[$0] == nil }
        let names = (lacking.isEmpty ? unreadableColumns : lacking).map(\.rawValue).joined(separator: ", ")
        guard lacking.isEmpty else {
            return Downtime(
                reason: .other,
                message: "\(schema)._prisma_migrations has no column \(names): not the table that Prisma makes."
            )
        }
        return Downtime(
            reason: .denied,
            message: "The role may not read \(schema)._prisma_migrations (\(names)): GRANT SELECT on the table to it."
        )
    }

    /// The table with what reading its rows gave.
    func inspected(_ result: Result<[MigrationRow], PostgresError>?) -> Inspection.Table {
        let absent = MigrationColumn.allCases.filter { !has($0) && unreadableColumns.isEmpty }
        let remarks = absent.map { "\(schema)._prisma_migrations has no readable column \($0.rawValue)." }
        switch result {
        case .success(let rows)?:
            return Inspection.Table(schema: schema, rows: rows, problem: nil, remarks: remarks)
        case .failure(let error)?:
            let downtime = Downtime(reason: error.reason, message: error.message)
            return Inspection.Table(schema: schema, rows: [], problem: downtime, remarks: remarks)
        case nil:
            return Inspection.Table(schema: schema, rows: [], problem: problem, remarks: remarks)
        }
    }
}
