import Glibc
import MigrationHistory
import MigrationSQL
package import PostgresClient
import TargetReport

/// Reads one target's database, in one read-only transaction of three round trips: one more where rows have changed, one
/// where its catalogs seem to have, two where Prisma 8 has been.
package struct TargetInspector: Sendable {
    private let session: PostgresSession
    private let schema: String?
    private let limits: InspectionLimits
    private let knownRows = KnownRows()
    private let knownCatalog = KnownCatalog()

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
        let isFingerprintNeeded = knownCatalog.isNeeded(for: interest, at: asked)
        let opening = try await session.query(
            InspectionStatements.begin(limits) + InspectionStatements.server
                + InspectionStatements.tables(schema: schema)
                + InspectionStatements.lock
                + (isFingerprintNeeded ? CatalogFingerprint.statement : ""),
            timeout: limits.answer,
            mayReconnect: true
        )
        let answered = wallClock()
        let results = opening.dropFirst(InspectionStatements.beginCount).map(\.rows)
        guard results.count >= 3, let server = results[0].first, server.count == 6,
            let databaseTime = Instant(microsecondsText: server[0])
        else {
            throw PostgresError(
                reason: .protocolError,
                message: "The server answered the first statements with \(results.count) results; is it PostgreSQL?"
            )
        }
        let found = results[1].compactMap { MigrationTable(row: $0) }
            .sorted { $0.schema.utf8.lexicographicallyPrecedes($1.schema.utf8) }
        var reader = RowsReader(session: session, limits: limits)
        let rows = try await knownRows.rows(
            of: found.filter { $0.problem == nil },
            server: server[3] ?? "",
            by: &reader
        )
        let tables = found.map { $0.inspected(rows.of[$0]) }
        var isOpen = reader.isOpen
        let contract = server[4] == "t" ? try await readContract(isOpen: &isOpen) : nil
        let isUnfinished = tables.contains { table in
            table.rows.contains { $0.finishedAt == nil && $0.rolledBackAt == nil }
        }
        let sight = KnownCatalog.Sight(
            server: server[3] ?? "",
            writes: server[5],
            began: asked,
            isRestless: isUnfinished || rows.wereRead || !results[2].isEmpty
        )
        let fingerprint = try await fingerprint(interest, at: sight, told: results.dropFirst(3).first, isOpen: &isOpen)
        let readsCatalog =
            switch interest {
            case .never: false
            case .whenChanged(let known): known == nil || known != fingerprint
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

    /// What changes with the catalogs, from the answer to the first statements, from the last inspection, or asked for now.
    ///
    /// - Returns: nil where nobody wants it.
    private func fingerprint(
        _ interest: CatalogInterest,
        at sight: KnownCatalog.Sight,
        told: [[String?]]?,
        isOpen: inout Bool
    ) async throws(PostgresError) -> CatalogFingerprint? {
        guard interest != .never else { return nil }
        if told == nil, let known = knownCatalog.fingerprint(at: sight) { return known }
        var answer = told
        if answer == nil {
            let beginning = isOpen ? "" : InspectionStatements.begin(limits)
            answer = try await session.query(beginning + CatalogFingerprint.statement, timeout: limits.answer).last?
                .rows
            isOpen = true
        }
        guard let text = answer?.first?.first.flatMap({ $0 }) else { return nil }
        let fingerprint = CatalogFingerprint(text)
        knownCatalog.keep(fingerprint, at: sight)
        return fingerprint
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

    /// Reads what Prisma 8 keeps; an error other than a lost connection ends the transaction.
    private func readContract(isOpen: inout Bool) async throws(PostgresError) -> PrismaContract? {
        do {
            let beginning = isOpen ? "" : InspectionStatements.begin(limits)
            let found = try await session.query(beginning + ContractTables.statement, timeout: limits.answer)
            isOpen = true
            guard let tables = ContractTables(rows: found.last?.rows ?? []) else { return nil }
            guard let contents = tables.contents else {
                let sentence =
                    "Its state may not be read: GRANT USAGE ON SCHEMA prisma_contract and SELECT on its tables."
                return PrismaContract(problem: sentence)
            }
            let results = try await session.query(contents, timeout: limits.answer)
            return PrismaContract(selected: results.map(\.rows))
        } catch {
            if error.isConnectionLost { throw error }
            isOpen = false
            return PrismaContract(problem: "Its state could not be read: \(error.message)")
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
