import ExporterDaemon
import PostgresServer
import TargetReport
import TestProcess

extension Fault {
    /// What happens to the database, its table and the clock.
    static let ofTheTable: [Fault] = [
        Fault(
            name: "the database is dropped",
            reason: .noDatabase,
            samples: [held],
            status: "shop: down (no_database)",
            event: .targetDown,
            exit: 2,
            recovery: "by itself, once it is there",
            strike: { try await $0.server.execute("DROP DATABASE shop WITH (FORCE)") },
            mend: { scene in
                try await scene.server.execute("CREATE DATABASE shop")
                try await scene.server.execute(
                    PrismaClient.table,
                    "GRANT SELECT ON _prisma_migrations TO reader",
                    database: "shop"
                )
            }
        ),
        Fault(
            name: "the role may not read the table any more",
            reason: .denied,
            samples: [held],
            status: "shop: down (denied)",
            event: .targetDown,
            exit: 2,
            recovery: "by itself, once it may",
            strike: { scene in
                try await scene.server.execute("REVOKE SELECT ON _prisma_migrations FROM reader", database: "shop")
            },
            mend: { scene in
                try await scene.server.execute("GRANT SELECT ON _prisma_migrations TO reader", database: "shop")
            }
        ),
        Fault(
            name: "the table is locked for longer than a poll waits",
            reason: .lockTimeout,
            samples: [held],
            status: "shop: down (lock_timeout)",
            event: .targetDown,
            exit: 2,
            recovery: "by itself, once it is free",
            strike: { try await $0.holdTable() },
            mend: { await $0.letGo() }
        ),
        Fault(
            name: "the table lacks a column that decides",
            reason: .other,
            samples: [held],
            status: "shop: down (other)",
            event: .targetDown,
            exit: 2,
            recovery: "by itself, once it is back",
            strike: { scene in
                try await scene.server.execute(
                    "ALTER TABLE _prisma_migrations RENAME COLUMN finished_at TO ended_at",
                    database: "shop"
                )
            },
            mend: { scene in
                try await scene.server.execute(
                    "ALTER TABLE _prisma_migrations RENAME COLUMN ended_at TO finished_at",
                    database: "shop"
                )
            }
        ),
        Fault(
            name: "the table is dropped",
            samples: ["prisma_migrate_table_present{target=\"shop\",schema=\"public\"} 0"],
            status: "no _prisma_migrations found yet",
            exit: 0,
            recovery: "by itself, once Prisma makes it again",
            strike: { try await $0.server.execute("DROP TABLE _prisma_migrations", database: "shop") },
            mend: { scene in
                try await scene.server.execute(
                    PrismaClient.table,
                    "GRANT SELECT ON _prisma_migrations TO reader",
                    database: "shop"
                )
            }
        ),
        Fault(
            name: "ten thousand migrations are unfinished",
            samples: [
                "prisma_migrate_failed_migrations{target=\"shop\",schema=\"public\"} 10000",
                "prisma_migrate_exporter_series_dropped 9950",
            ],
            status: "interrupted",
            event: .migrationInterrupted,
            exit: 1,
            recovery: "by itself, once they are resolved",
            setting: FaultScene.Setting(interval: "5s", timeout: "4s"),
            strike: { scene in
                try await scene.server.execute(
                    """
                    INSERT INTO _prisma_migrations (id, checksum, migration_name)
                    SELECT gen_random_uuid(), repeat('a', 64), 'm' || n FROM generate_series(1, 10000) n
                    """,
                    database: "shop"
                )
            },
            mend: { scene in
                try await scene.server.execute(
                    "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL",
                    database: "shop"
                )
            }
        ),
        Fault(
            name: "a row's logs are half a gigabyte",
            samples: ["prisma_migrate_failed_migrations{target=\"shop\",schema=\"public\"} 1"],
            status: "2_large failed",
            event: .migrationFailed,
            exit: 1,
            recovery: "by itself, once it is resolved",
            setting: FaultScene.Setting(interval: "5s", timeout: "4s"),
            strike: { scene in
                try await scene.server.execute(
                    """
                    INSERT INTO _prisma_migrations (id, checksum, migration_name, logs)
                    SELECT gen_random_uuid(), repeat('a', 64), '2_large', repeat('x', 500000000)
                    """,
                    database: "shop"
                )
            },
            mend: { try await $0.prisma.resolveRolledBack("2_large") }
        ),
    ]
}
