import MigrationHistory
import PostgresClient

/// Reads many `_prisma_migrations` in few statements, so that one that can't be read hides no other.
struct RowsReader {
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

    private let session: PostgresSession
    private let limits: InspectionLimits
    /// Whether the transaction that every reading shares is open; an error ends it.
    private(set) var isOpen = true

    /// A reader within a transaction that is open.
    init(session: PostgresSession, limits: InspectionLimits) {
        self.session = session
        self.limits = limits
    }

    /// Asks in one message, in the given order; in more than one where a statement fails.
    ///
    /// - Throws: `PostgresError` where the connection is lost; a table that can't be read is no error.
    mutating func ask(
        _ questions: [(Question, [MigrationTable])]
    ) async throws(PostgresError) -> [Question: Answers] {
        var answers: [Question: Answers] = [:]
        // Who has waited for a lock in vain does not wait as long for the same one again.
        var again = limits
        again.lock = limits.lock / 4
        var waiting =
            questions.flatMap { question, tables in
                stride(from: 0, to: tables.count, by: Self.batch)
                    .map { Batch(question: question, tables: tables[$0..<min($0 + Self.batch, tables.count)]) }
            }[...]
        while !waiting.isEmpty {
            let beginning = isOpen ? 0 : InspectionStatements.beginCount
            let results: ArraySlice<ResultSet>
            var failure: PostgresError?
            do throws(PostgresError) {
                let message = (isOpen ? "" : InspectionStatements.begin(again)) + waiting.map(\.statement).joined()
                results = try await session.query(message, timeout: limits.answer).dropFirst(beginning)
                isOpen = true
            } catch {
                isOpen = false
                guard !error.isConnectionLost, error.completed.count >= beginning else { throw error }
                results = error.completed.dropFirst(beginning)
                failure = error
            }
            for (batch, result) in zip(waiting, results) { Self.sort(result, batch, into: &answers) }
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
