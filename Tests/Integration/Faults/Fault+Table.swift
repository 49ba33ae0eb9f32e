import ExporterDaemon
import PostgresServer
import TargetReport
import TestProcess
import Testing

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
            name: "reading the table takes longer than a statement may (statement timeout)",
            reason: .timeout,
            samples: [held],
            status: "shop: down (timeout)",
            event: .targetDown,
            exit: 2,
            recovery: "by itself, once it is fast",
            strike: { try await $0.prisma.makeSlow() },
            mend: { scene in
                try await scene.prisma.makeFast()
                // The server itself has ended it: nothing of a poll goes on there.
                #expect(scene.server.log.contains("canceling statement due to statement timeout"))
            }
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
            name: "the logs of two rows are a gigabyte",
            samples: ["prisma_migrate_failed_migrations{target=\"shop\",schema=\"public\"} 2"],
            status: "2_large failed",
            event: .migrationFailed,
            exit: 1,
            recovery: "by itself, once they are resolved",
            setting: FaultScene.Setting(interval: "5s", timeout: "4s"),
            strike: { scene in
                try await scene.server.execute(
                    """
                    INSERT INTO _prisma_migrations (id, checksum, migration_name, logs)
                    SELECT gen_random_uuid(), repeat('a', 64), name, repeat('x', 500000000)
                    FROM (VALUES ('2_large'), ('3_large')) AS two (name)
                    """,
                    database: "shop"
                )
            },
            mend: { scene in
                for name in ["2_large", "3_large"] { try await scene.prisma.resolveRolledBack(name) }
            }
        ),
    ]

    /// What tests of their own make; each of them compares what it sees with its row.
    static let madeElsewhere = [backendKilled, clock(hoursAhead: 1), clock(hoursAhead: -1)]

    /// `DownReasonTests` makes it.
    static let backendKilled = Fault(
        name: "the backend of a poll is ended or killed amid a query",
        reason: .protocolError,
        samples: [held],
        status: "shop: down (protocol)",
        event: .targetDown,
        exit: 2,
        recovery: "by itself, at the next poll"
    )

    /// `ClockTests` makes it, with a migration that has begun.
    static func clock(hoursAhead hours: Int) -> Fault {
        Fault(
            name: "the server's clock is an hour \(hours > 0 ? "ahead" : "behind"), and a migration has just begun",
            samples: ["prisma_migrate_failed_migrations{target=\"shop\",schema=\"public\"} 1"],
            shown: "`clock_skew_seconds` about \(-3600 * hours), `oldest_unfinished_migration_age_seconds` about 0",
            status: "2_open interrupted",
            event: .migrationInterrupted,
            exit: 1,
            recovery: "none is needed: ages go by the server's clock"
        )
    }
}
