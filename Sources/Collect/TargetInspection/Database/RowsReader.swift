import MigrationHistory
import PostgresClient

/// Reads many `_prisma_migrations` in few statements, so that one that can't be read hides no other.
enum RowsReader {
    /// What is asked of a table.
    enum Question: Sendable, Hashable {
        /// What changes with its rows.
        case versions
        /// Its rows.
        case rows
    }

    /// What a table answers: the rows that the statement selected, each without its table's place.
    typealias Answers = [MigrationTable: Result<[ArraySlice<String?>], PostgresError>]

    /// Tables of one statement; planning takes longer than as many statements alone where there are very many.
    private static let batch = 50

    private struct Batch {
        var question: Question
        var tables: ArraySlice<MigrationTable>

        var statement: String {
            switch question {
            case .versions: InspectionStatements.versions(of: tables)
            case .rows: InspectionStatements.rows(of: tables)
            }
        }
    }

    /// Asks in one message, in the given order; in more than one where a statement fails.
    ///
    /// - Parameters:
    ///   - questions: what is asked.
    ///   - transaction: within which.
    /// - Returns: by question, what each table answers.
    /// - Throws: `PostgresError` where the connection is lost; a table that can't be read is no error.
    static func ask(
        _ questions: [(Question, [MigrationTable])],
        in transaction: inout InspectionTransaction
    ) async throws(PostgresError) -> [Question: Answers] {
        var answers: [Question: Answers] = [:]
        var waiting =
            questions.flatMap { question, tables in
                stride(from: 0, to: tables.count, by: batch)
                    .map { Batch(question: question, tables: tables[$0..<min($0 + batch, tables.count)]) }
            }[...]
        while !waiting.isEmpty {
            let results: ArraySlice<ResultSet>
            var failure: PostgresError?
            do throws(PostgresError) {
                results = try await transaction.ask(waiting.map(\.statement).joined())
            } catch {
                guard !error.isConnectionLost else { throw error }
                results = error.completed[...]
                failure = error
            }
            for (batch, result) in zip(waiting, results) { sort(result, batch, into: &answers) }
            waiting = waiting.dropFirst(results.count)
            guard let failed = waiting.first, let failure else { break }
            waiting = waiting.dropFirst()
            if failed.tables.count == 1 {
                for table in failed.tables { answers[failed.question, default: [:]][table] = .failure(failure) }
            } else {
                waiting =
                    failed.tables.indices
                    .map { Batch(question: failed.question, tables: failed.tables[$0...$0]) } + waiting
            }
        }
        return answers
    }

    private static func sort(_ result: ResultSet, _ batch: Batch, into answers: inout [Question: Answers]) {
        var rows = [[ArraySlice<String?>]](repeating: [], count: batch.tables.count)
        for row in result.rows {
            guard let place = row.first.flatMap({ $0 }).flatMap({ Int($0) }), rows.indices.contains(place) else {
                continue
            }
            rows[place].append(row.dropFirst())
        }
        for (table, rows) in zip(batch.tables, rows) { answers[batch.question, default: [:]][table] = .success(rows) }
    }
}
