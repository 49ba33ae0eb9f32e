import ExporterConfiguration
import PostgresClient

/// What looks for the databases of one server ask, one after the other.
protocol DatabaseListing: Sendable {
    /// The names of the databases that the role may connect to.
    func databases() async -> Result<[String], PostgresError>
    /// Closes the connection; the next look makes a new one.
    func close() async
}

/// Lists the databases of a server by its catalog.
struct DatabaseLister: DatabaseListing {
    /// Databases that the role may connect to (PostgreSQL documentation, "pg_database").
    private static let statement = """
        SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate \
        AND pg_catalog.has_database_privilege(oid, 'CONNECT') ORDER BY datname
        """

    private let session: PostgresSession
    private let timeout: Duration

    /// A lister for a target that is a server, with a connection of its own.
    init(target: ExporterSettings.Target, url: RotatingURL) {
        timeout = target.poll.timeout / 2
        session = PostgresSession(name: target.name, url: { try url.current() }, connectTimeout: timeout)
    }

    func databases() async -> Result<[String], PostgresError> {
        do throws(PostgresError) {
            let results = try await session.query(Self.statement, timeout: timeout)
            return .success((results.first?.rows ?? []).compactMap { $0.first ?? nil })
        } catch {
            return .failure(error)
        }
    }

    func close() async { await session.close() }
}
