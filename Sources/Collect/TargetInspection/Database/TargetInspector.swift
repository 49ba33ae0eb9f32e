import Glibc
import MigrationHistory
import MigrationSQL
package import PostgresClient
import TargetReport

/// Reads one target's database, in one read-only transaction of three round trips: one more where rows have changed, one
/// or two where its catalogs seem to have, two where Prisma 8 has been.
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
    /// - Parameters:
    ///   - interest: when the catalogs are read in full.
    ///   - prepare: what is done meanwhile with all the rest of the inspection.
    /// - Returns: what was read.
    /// - Throws: `PostgresError` where nothing could be read. A single table that can't be read is no error: its
    ///   `problem` says why, and the others stand.
    package func inspect(
        _ interest: CatalogInterest,
        whileReadingCatalogs prepare: @Sendable (Inspection) async -> Void = { _ in }
    ) async throws(PostgresError) -> Inspection {
        let asked = wallClock()
        var transaction = InspectionTransaction(session: session, limits: limits)
        let looksAtOnce = knownCatalog.isLookNeeded(for: interest, at: asked)
        let looking = InspectionStatements.look(schema: schema, interest)
        let opening = try await transaction.ask(
            InspectionStatements.server + (looksAtOnce ? looking : ""),
            isFirst: true
        )
        let answered = wallClock()
        guard let server = opening.first?.rows.first.flatMap({ ServerFacts(selected: $0) }) else {
            throw unexpected(opening)
        }
        var sight = KnownCatalog.Sight(
            database: server.database,
            writes: server.catalogWrites,
            began: asked,
            isRestless: server.hasLock
        )
        let known = looksAtOnce ? nil : knownCatalog.look(at: sight)
        var look =
            if let known { known } else {
                try self.look(looksAtOnce ? opening.dropFirst() : try await transaction.ask(looking))
            }
        var rows = try await knownRows.rows(of: look.readableTables, database: server.database, in: &transaction)
        if known != nil, rows.tellOfChange {
            look = try self.look(try await transaction.ask(looking))
            rows = try await knownRows.rows(of: look.readableTables, database: server.database, in: &transaction)
        }
        let tables = look.tables.map { $0.inspected(rows.of[$0]) }
        let contract = look.hasContractNamespace ? try await readContract(in: &transaction) : nil
        sight.isRestless = rows.wereRead || !look.sessions.isEmpty || tables.contains { $0.hasUnfinishedRows }
        if known != nil, sight.isRestless, interest != .never {
            look.fingerprint = CatalogFingerprint(try await transaction.ask(CatalogFingerprint.statement).first)
        }
        if known == nil || sight.isRestless { knownCatalog.keep(look, at: sight) }
        let middle = Instant(microseconds: asked.microseconds + (answered.microseconds - asked.microseconds) / 2)
        let inspection = Inspection(
            databaseTime: server.time,
            clockSkewSeconds: middle.seconds(since: server.time),
            isStandby: server.isStandby,
            serverVersion: look.serverVersion,
            lock: AdvisoryLock(sessions: look.sessions, isVisible: !server.isStandby),
            roleCanWrite: look.tables.contains(where: \.isWritable),
            tables: tables,
            prismaContract: contract,
            fingerprint: look.fingerprint
        )
        guard interest.wants(look.fingerprint) else {
            try await transaction.end()
            return inspection
        }
        async let preparing: Void = prepare(inspection)
        var whole = inspection
        whole.catalog = try await readCatalog(in: &transaction)
        await preparing
        return whole
    }

    private func look(_ results: ArraySlice<ResultSet>) throws(PostgresError) -> CatalogLook {
        guard let look = CatalogLook(results) else { throw unexpected(results) }
        return look
    }

    private func unexpected(_ results: ArraySlice<ResultSet>) -> PostgresError {
        PostgresError(
            reason: .protocolError,
            message: "The server answered the first statements with \(results.count) results; is it PostgreSQL?"
        )
    }

    /// Ends the transaction with a look at the catalogs.
    ///
    /// - Returns: what was seen, or why nothing was.
    /// - Throws: `PostgresError` where the connection is lost; a catalog that can't be read is no error.
    private func readCatalog(
        in transaction: inout InspectionTransaction
    ) async throws(PostgresError) -> Result<Inspection.Catalog, Downtime> {
        var lacksExpressions = false
        while true {
            let statement = lacksExpressions ? CatalogStatement.textWithoutLocks : CatalogStatement.text
            do {
                let results = try await transaction.end(after: InspectionStatements.spelling + statement)
                let rows = results.last?.rows ?? []
                return .success(
                    Inspection.Catalog(
                        rows: rows.compactMap { CatalogRow(selected: $0) },
                        lacksExpressions: lacksExpressions
                    )
                )
            } catch {
                if error.isConnectionLost { throw error }
                guard error.reason == .lockTimeout, !lacksExpressions else {
                    return .failure(Downtime(reason: error.reason, message: error.message))
                }
                lacksExpressions = true
            }
        }
    }

    /// Reads what Prisma 8 keeps; an error other than a lost connection ends the transaction.
    private func readContract(
        in transaction: inout InspectionTransaction
    ) async throws(PostgresError) -> PrismaContract? {
        do {
            let found = try await transaction.ask(ContractTables.statement)
            guard let tables = ContractTables(rows: found.last?.rows ?? []) else { return nil }
            guard let contents = tables.contents else {
                let sentence =
                    "Its state may not be read: GRANT USAGE ON SCHEMA prisma_contract and SELECT on its tables."
                return PrismaContract(problem: sentence)
            }
            return PrismaContract(selected: try await transaction.ask(contents).map(\.rows))
        } catch {
            if error.isConnectionLost { throw error }
            return PrismaContract(problem: "Its state could not be read: \(error.message)")
        }
    }

    private func wallClock() -> Instant {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Instant(microseconds: Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000)
    }
}
