import PostgresServer
import TestProcess

/// A database and a migrations folder, and a client that does to them what Prisma's engine does.
struct PrismaClient: Sendable {
    static let table = """
        CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL,
        finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
        started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)
        """

    let server: PostgresServer
    let database: String
    let folder: TemporaryFolder

    /// A new database with Prisma's table and an empty migrations folder.
    init(_ server: PostgresServer, _ database: String) async throws {
        self.server = server
        self.database = database
        folder = try TemporaryFolder()
        try await server.execute("CREATE DATABASE \(database)")
        try await server.execute(Self.table, database: database)
        try folder.write("provider = \"postgresql\"\n", to: "migrations/migration_lock.toml")
    }

    var migrations: String { "\(folder.path)/migrations" }

    /// Writes a migration's script.
    func write(_ name: String, _ script: String) throws {
        try folder.write(script, to: "migrations/\(name)/migration.sql")
    }

    /// The statement that Prisma runs before a script.
    func begin(_ name: String) -> String {
        """
        INSERT INTO _prisma_migrations (id, checksum, started_at, migration_name)
        VALUES (gen_random_uuid(), encode(sha256(pg_read_binary_file('\(migrations)/\(name)/migration.sql')), 'hex'),
        clock_timestamp(), '\(name)')
        """
    }

    /// The statements that Prisma runs after a script.
    func end(_ name: String) -> [String] {
        [
            "UPDATE _prisma_migrations SET applied_steps_count = applied_steps_count + 1 WHERE migration_name = '\(name)'",
            "UPDATE _prisma_migrations SET finished_at = clock_timestamp() WHERE migration_name = '\(name)'",
        ]
    }

    /// `migrate deploy` of one migration, done well.
    func deploy(_ name: String, _ script: String) async throws {
        try write(name, script)
        let statements = ["SELECT pg_advisory_lock(72707369)", begin(name), script] + end(name)
        let result = try await TestProcess.run(server.psql(statements, database: database))
        if result.status != 0 { throw TestProcess.Failure(description: result.error) }
    }

    /// A deploy as far as the script, in a psql that goes on until it is killed.
    func startDeploy(_ name: String, _ script: String) throws -> TestProcess {
        try write(name, script)
        return try TestProcess(
            server.psql(["SELECT pg_advisory_lock(72707369)", begin(name), script], database: database)
        )
    }

    /// A psql that reads statements, in a transaction that holds a table.
    func holding(_ relation: String) async throws -> TestProcess {
        let blocker = try TestProcess(server.psql([], database: database), holdsInput: true)
        blocker.write("BEGIN; LOCK TABLE \(relation) IN ACCESS EXCLUSIVE MODE; SELECT 'locked';\n")
        try await eventually("\(relation) is locked") { blocker.outputSoFar.contains("locked") }
        return blocker
    }

    /// Makes each reading of the table take a minute, for all but its owner.
    func makeSlow() async throws {
        try await server.execute(
            "CREATE POLICY slow ON _prisma_migrations USING (pg_sleep(60) IS NOT NULL)",
            "ALTER TABLE _prisma_migrations ENABLE ROW LEVEL SECURITY",
            database: database
        )
    }

    /// Makes it as fast again as it was.
    func makeFast() async throws {
        try await server.execute(
            "ALTER TABLE _prisma_migrations DISABLE ROW LEVEL SECURITY",
            "DROP POLICY slow ON _prisma_migrations",
            database: database
        )
    }

    /// Waits until a session of this database waits for a lock.
    func somebodyWaits() async throws {
        try await eventually("a session waits for a lock") {
            try await server.execute(
                "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '\(database)'"
            ) == "t"
        }
    }

    /// Waits until nobody holds Prisma's lock.
    func lockIsFree() async throws {
        try await eventually("Prisma's lock is free") {
            try await server.execute("SELECT count(*) FROM pg_locks WHERE objid = 72707369", database: database) == "0"
        }
    }

    /// `resolve --applied`.
    func resolveApplied(_ name: String) async throws {
        try await server.execute(
            "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '\(name)' AND finished_at IS NULL",
            """
            INSERT INTO _prisma_migrations (id, checksum, started_at, finished_at, migration_name, logs)
            VALUES (gen_random_uuid(), encode(sha256(pg_read_binary_file('\(migrations)/\(name)/migration.sql')), 'hex'),
            now(), now(), '\(name)', '')
            """,
            database: database
        )
    }

    /// `resolve --rolled-back`.
    func resolveRolledBack(_ name: String) async throws {
        try await server.execute(
            "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '\(name)' AND finished_at IS NULL",
            database: database
        )
    }

    /// Writes what the native engine writes after an error.
    func record(_ error: String, code: String, on name: String) async throws {
        try await server.execute(
            "UPDATE _prisma_migrations SET logs = E'A migration failed to apply. …\\n\\nMigration name: \(name)\\n\\n"
                + "Database error code: \(code)\\n\\nDatabase error:\\nERROR: \(error)\\n\\nDbError { … }' WHERE migration_name = '\(name)'",
            database: database
        )
    }
}
