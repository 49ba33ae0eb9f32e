import PostgresClient
import TargetReport

/// The read-only transaction that all readings of one inspection share; an error ends it, and whatever is asked next begins
/// another.
struct InspectionTransaction {
    private let session: PostgresSession
    private var limits: InspectionLimits
    private var isOpen = false
    private var hasWaitedInVain = false

    /// A transaction that the first question begins.
    init(session: PostgresSession, limits: InspectionLimits) {
        self.session = session
        self.limits = limits
    }

    /// Asks in one message.
    ///
    /// - Parameters:
    ///   - statements: what is asked.
    ///   - isFirst: whether it is the inspection's first message, which may be sent again over a new connection.
    /// - Returns: one result a statement.
    /// - Throws: `PostgresError`, with the results of the statements that were answered before it.
    mutating func ask(
        _ statements: String,
        isFirst: Bool = false
    ) async throws(PostgresError) -> ArraySlice<ResultSet> {
        let beginning = isOpen ? "" : InspectionStatements.begin(limits)
        let begun = isOpen ? 0 : InspectionStatements.beginCount
        do throws(PostgresError) {
            let results = try await session.query(
                beginning + statements,
                timeout: limits.answer,
                mayReconnect: isFirst
            )
            isOpen = true
            return results.dropFirst(begun)
        } catch {
            isOpen = false
            // Who has waited for a lock in vain does not wait as long for the same one again.
            if error.reason == .lockTimeout, !hasWaitedInVain {
                limits.lock = limits.lock / 4
                hasWaitedInVain = true
            }
            var error = error
            // Where no transaction can be begun, nothing can be asked.
            if error.completed.count < begun { error.isConnectionLost = true }
            error.completed = Array(error.completed.dropFirst(begun))
            throw error
        }
    }

    /// Ends it, after some statements more.
    ///
    /// - Returns: one result a statement.
    /// - Throws: `PostgresError`.
    @discardableResult
    mutating func end(after statements: String = "") async throws(PostgresError) -> ArraySlice<ResultSet> {
        guard isOpen || !statements.isEmpty else { return [] }
        let results = try await ask(statements + InspectionStatements.commit)
        isOpen = false
        return results.dropLast()
    }
}
