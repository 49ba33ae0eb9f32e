import MigrationHistory
import PostgresClient
import Synchronization

/// The rows of a database's histories as the last inspection read them; those that have not changed are not read again.
final class KnownRows: Sendable {
    /// What the tables hold.
    struct Rows: Sendable {
        /// The rows of each table, or why they can't be read.
        var of: [MigrationTable: Result<[MigrationRow], PostgresError>]
        /// Whether any had to be read because it may have changed.
        var wereRead: Bool

        /// Whether a table is no longer what it was: it, its namespace or a column is gone, or a right was withdrawn
        /// (PostgreSQL documentation, appendix "PostgreSQL Error Codes").
        var tellOfChange: Bool {
            of.values.contains { result in
                guard case .failure(let error) = result, let code = error.sqlstate else { return false }
                return ["42P01", "3F000", "42703", "42501", "42883", "42804"].contains(code)
            }
        }
    }

    private struct Reading {
        var versions: String
        var rows: [MigrationRow]
    }

    private struct State {
        /// Which database the readings are of.
        var database = ""
        var readings: [MigrationTable: Reading] = [:]
    }

    private let state = Mutex(State())

    /// Nothing read yet.
    init() {}

    /// The rows of these tables as they are now.
    ///
    /// - Parameters:
    ///   - tables: the tables, as the catalog describes them in the same transaction.
    ///   - database: what tells this database from any other.
    ///   - transaction: within which they are asked for.
    /// - Returns: what they hold.
    /// - Throws: `PostgresError` where the connection is lost; a table that can't be read is no error.
    func rows(
        of tables: [MigrationTable],
        database: String,
        in transaction: inout InspectionTransaction
    ) async throws(PostgresError) -> Rows {
        let known = state.withLock { $0.database == database ? $0.readings : [:] }
        let versioned = tables.filter(\.hasVersions)
        var answers = try await RowsReader.ask(
            [(.versions, versioned), (.rows, tables.filter { known[$0] == nil })],
            in: &transaction
        )
        let versions = versioned.reduce(into: [MigrationTable: String]()) { versions, table in
            versions[table] = (try? answers[.versions]?[table]?.get())?.first?.first.flatMap { $0 }
        }
        let changed = versions.filter { table, version in known[table].map { $0.versions != version } ?? false }
            .map(\.key)
        if !changed.isEmpty {
            answers[.rows, default: [:]]
                .merge(try await RowsReader.ask([(.rows, changed)], in: &transaction)[.rows] ?? [:]) { _, newer in newer
                }
        }
        var fresh: [MigrationTable: Reading] = [:]
        var rows: [MigrationTable: Result<[MigrationRow], PostgresError>] = [:]
        for table in tables {
            if case .failure(let error)? = answers[.versions]?[table] {
                rows[table] = .failure(error)
                continue
            }
            switch answers[.rows]?[table] {
            case .success(let selected)?:
                let read = selected.compactMap { MigrationRow(selected: $0) }
                rows[table] = .success(read)
                // Asked before the rows: what changes between the two is found at the next inspection.
                fresh[table] = versions[table].map { Reading(versions: $0, rows: read) }
            case .failure(let error)?: rows[table] = .failure(error)
            case nil:
                fresh[table] = known[table]
                rows[table] = known[table].map { .success($0.rows) }
            }
        }
        state.withLock { [fresh] in $0 = State(database: database, readings: fresh) }
        return Rows(of: rows, wereRead: answers[.rows]?.isEmpty == false)
    }
}
