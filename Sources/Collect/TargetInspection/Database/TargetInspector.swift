import Glibc
import MigrationHistory
import MigrationSQL
package import PostgresClient
import TargetReport

/// Reads one target's database, in one read-only transaction of three round trips: one more where rows have changed, two
/// more where Prisma 8 has been.
package struct TargetInspector: Sendable {
    private let session: PostgresSession
    private let schema: String?
    private let limits: InspectionLimits
    private let known = KnownRows()

    /// An inspector over a session that it alone uses.
    ///
    /// - Parameters:
    ///   - session: the connection, kept between inspections.
    ///   - schema: the only namespace wanted, from the URL's `?schema=`; nil for every one that has the table.
    ///   - limits: how long the database may take.
    package init(session: PostgresSession, schema: String?, limits: InspectionLimits) {
        self.session = session
        self.schema = schema
        self.limits = limits
    }

    /// What the database holds now.
    ///
    /// - Parameter interest: when the catalogs are read in full.
    /// - Returns: what was read.
    /// - Throws: `PostgresError` where nothing could be read. A single table that can't be read is no error: its
    ///   `problem` says why, and the others stand.
    package func inspect(_ interest: CatalogInterest) async throws(PostgresError) -> Inspection {
        let asked = wallClock()
        let opening = try await session.query(
            InspectionStatements.begin(limits) + InspectionStatements.server
                + InspectionStatements.tables(schema: schema)
                + InspectionStatements.lock
                + (interest.asksFingerprint ? CatalogFingerprint.statement : ""),
            timeout: limits.answer,
            mayReconnect: true
        )
        let answered = wallClock()
        let results = opening.dropFirst(InspectionStatements.beginCount).map(\.rows)
        guard results.count >= 3, let server = results[0].first, server.count == 5,
            let databaseTime = Instant(microsecondsText: server[0])
        else {
            throw PostgresError(
                reason: .protocolError,
                message: "The server answered the first statements with \(results.count) results; is it PostgreSQL?"
            )
        }
        let found = results[1].compactMap { MigrationTable(row: $0) }
        var reader = RowsReader(session: session, limits: limits)
        let rows = try await known.rows(of: found.filter { $0.problem == nil }, server: server[3] ?? "", by: &reader)
        let tables = found.map { $0.inspected(rows[$0]) }
        let (contract, isOpen) =
            server[4] == "t" ? try await readContract(isOpen: reader.isOpen) : (nil, reader.isOpen)
        let fingerprint = results.dropFirst(3).first?.first?.first.flatMap { $0 }.map { CatalogFingerprint($0) }
        let readsCatalog: Bool
        switch interest {
        case .never: readsCatalog = false
        case .whenChanged(let known): readsCatalog = known == nil || known != fingerprint
        }
        let catalog = try await end(readingCatalog: readsCatalog, isOpen: isOpen)
        let middle = Instant(microseconds: asked.microseconds + (answered.microseconds - asked.microseconds) / 2)
        let isStandby = server[1] == "t"
        return Inspection(
            databaseTime: databaseTime,
            clockSkewSeconds: middle.seconds(since: databaseTime),
            isStandby: isStandby,
            serverVersion: server[2].flatMap { Int($0) } ?? 0,
            lock: AdvisoryLock(
                sessions: results[2].compactMap { AdvisoryLock.Session(selected: $0) },
                isVisible: !isStandby
            ),
            roleCanWrite: found.contains(where: \.isWritable),
            tables: tables,
            prismaContract: contract,
            fingerprint: fingerprint,
            catalog: catalog
        )
    }

    /// Ends the transaction, after a look at the catalogs where one is wanted.
    ///
    /// - Parameters:
    ///   - readingCatalog: whether to look.
    ///   - isOpen: whether the transaction still is; another one is begun where an error ended it.
    /// - Returns: what was seen, or why nothing was; nil where nothing asked.
    /// - Throws: `PostgresError` where the connection is lost; a catalog that can't be read is no error.
    private func end(
        readingCatalog: Bool,
        isOpen: Bool
    ) async throws(PostgresError) -> Result<Inspection.Catalog, Downtime>? {
        guard readingCatalog else {
            if isOpen { _ = try await session.query(InspectionStatements.commit, timeout: limits.answer) }
            return nil
        }
        do {
            return .success(try await catalog(CatalogStatement.text, isOpen: isOpen, lacksExpressions: false))
        } catch {
            if error.isConnectionLost { throw error }
            guard error.reason == .lockTimeout else {
                return .failure(Downtime(reason: error.reason, message: error.message))
            }
        }
        do {
            return .success(
                try await catalog(CatalogStatement.textWithoutLocks, isOpen: false, lacksExpressions: true)
            )
        } catch {
            if error.isConnectionLost { throw error }
            return .failure(Downtime(reason: error.reason, message: error.message))
        }
    }

    /// Reads the catalogs and ends the transaction.
    private func catalog(
        _ statement: String,
        isOpen: Bool,
        lacksExpressions: Bool
    ) async throws(PostgresError) -> Inspection.Catalog {
        let beginning = isOpen ? "" : InspectionStatements.begin(limits)
        let results = try await session.query(
            beginning + InspectionStatements.spelling + statement + InspectionStatements.commit,
            timeout: limits.answer
        )
        let settings = InspectionStatements.spellingCount + (isOpen ? 0 : InspectionStatements.beginCount)
        let rows = results.dropFirst(settings).first?.rows ?? []
        return Inspection.Catalog(
            rows: rows.compactMap { CatalogRow(selected: $0) },
            lacksExpressions: lacksExpressions
        )
    }

    /// Reads what Prisma 8 keeps, and tells whether the transaction is still open after that.
    private func readContract(isOpen: Bool) async throws(PostgresError) -> (PrismaContract?, isOpen: Bool) {
        do {
            let beginning = isOpen ? "" : InspectionStatements.begin(limits)
            let found = try await session.query(beginning + ContractTables.statement, timeout: limits.answer)
            guard let tables = ContractTables(rows: found.last?.rows ?? []) else { return (nil, true) }
            guard let contents = tables.contents else {
                let sentence =
                    "Its state may not be read: GRANT USAGE ON SCHEMA prisma_contract and SELECT on its tables."
                return (PrismaContract(problem: sentence), true)
            }
            let results = try await session.query(contents, timeout: limits.answer)
            return (PrismaContract(selected: results.map(\.rows)), true)
        } catch {
            if error.isConnectionLost { throw error }
            return (PrismaContract(problem: "Its state could not be read: \(error.message)"), false)
        }
    }

    private func wallClock() -> Instant {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Instant(microseconds: Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000)
    }
}

extension MigrationTable {
    /// Why the table's rows can't be asked for at all; nil where they can.
    fileprivate var problem: Downtime? {
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
    fileprivate func inspected(_ result: Result<[MigrationRow], PostgresError>?) -> Inspection.Table {
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
