import ExporterDaemon
import Glibc
import PostgresServer
import TargetReport
import TestCertificates
import TestProcess

extension Fault {
    /// What happens to the server and to who may use it.
    static let ofTheServer: [Fault] = [
        Fault(
            name: "the server is down when the exporter starts",
            reason: .refused,
            status: "shop: down (refused)",
            event: .targetDown,
            exit: 2,
            recovery: "by itself, once it is up",
            before: { await $0.server.stop() },
            mend: { try await $0.server.start() }
        ),
        Fault(
            name: "the server stops at once (immediate shutdown)",
            reason: .refused,
            samples: [held],
            status: "shop: down (refused)",
            event: .targetDown,
            exit: 2,
            recovery: "by itself, once it is up",
            strike: { await $0.server.stop("QUIT") },
            mend: { try await $0.server.start() }
        ),
        Fault(
            name: "the server is killed and recovers from its log",
            reason: .refused,
            samples: [held],
            status: "shop: down (refused)",
            event: .targetDown,
            exit: 2,
            recovery: "by itself, after the recovery",
            strike: { await $0.server.stop("KILL") },
            mend: { try await $0.server.start() }
        ),
        Fault(
            name: "the server answers, and takes no connections yet",
            reason: .refused,
            samples: [held],
            status: "shop: down (refused)",
            event: .targetDown,
            exit: 2,
            recovery: "by itself, once it takes them",
            setting: FaultScene.Setting(settings: ["hot_standby = off"]),
            strike: { scene in
                await scene.server.stop()
                try scene.server.folder.write("", to: "data/standby.signal")
                try await scene.server.start(refusing: true)
            },
            mend: { scene in
                await scene.server.stop("KILL")
                unlink("\(scene.server.folder.path)/data/standby.signal")
                try await scene.server.start()
            }
        ),
        Fault(
            name: "the primary dies, a standby takes over, and the URL names both",
            samples: [held],
            status: "1 applied, nothing failed",
            exit: 0,
            recovery: "none is needed: the poll connects to the other",
            setting: FaultScene.Setting(hasStandby: true),
            strike: { scene in
                await scene.server.stop("KILL")
                try await scene.standby?.execute("SELECT pg_promote()")
            }
        ),
        Fault(
            name: "the server is out of connections",
            reason: .refused,
            samples: [held],
            status: "shop: down (refused)",
            event: .targetDown,
            exit: 2,
            recovery: "by itself, once there are some",
            setting: FaultScene.Setting(settings: ["max_connections = 8", "superuser_reserved_connections = 4"]),
            strike: { scene in
                for _ in 0..<4 { try await scene.holdSession() }
                try await scene.disconnect()
            },
            mend: { await $0.letGo() }
        ),
        Fault(
            name: "the server's disk is full, and the history is of 20,000 rows",
            samples: [held],
            status: "20001 applied, nothing failed",
            exit: 0,
            recovery: "none is needed: a poll stores nothing there, and needs no temporary file",
            setting: FaultScene.Setting(
                settings: ["log_temp_files = 0", "work_mem = '64kB'"],
                interval: "15s",
                timeout: "14s",
                diskMegabytes: 128
            ),
            strike: { scene in
                try await scene.server.execute(
                    """
                    INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
                    SELECT gen_random_uuid(), repeat('a', 64), 'm' || n, now() FROM generate_series(1, 20000) n
                    """,
                    database: "shop"
                )
                try await scene.fillDisk()
            },
            mend: { await $0.emptyDisk() }
        ),
        Fault(
            name: "pg_hba.conf lets the exporter in no more",
            reason: .auth,
            samples: [held],
            status: "shop: down (auth)",
            event: .targetDown,
            exit: 2,
            recovery: "by itself, once it does",
            strike: { scene in
                try await scene.server.replaceAccess(["local all all trust", "host all all all reject"])
                try await scene.server.execute("SELECT pg_reload_conf()")
                try await scene.disconnect()
            },
            mend: { scene in
                try await scene.server.replaceAccess(FaultScene.access)
                try await scene.server.execute("SELECT pg_reload_conf()")
            }
        ),
        Fault(
            name: "the role's password is another",
            reason: .auth,
            samples: [held],
            status: "shop: down (auth)",
            event: .targetDown,
            exit: 2,
            recovery: "by itself, once the file with the URL has it",
            strike: { scene in
                try await scene.server.execute("ALTER ROLE reader PASSWORD 'canary-2'")
                try await scene.disconnect()
            },
            mend: { try await $0.server.execute("ALTER ROLE reader PASSWORD 'canary'") }
        ),
        Fault(
            name: "the server's certificate has expired",
            reason: .tls,
            samples: [held],
            status: "shop: down (tls)",
            event: .targetDown,
            exit: 2,
            recovery: "by itself, once it is renewed",
            setting: FaultScene.Setting(isTLS: true),
            strike: { scene in
                try await scene.certificates?.sign("old", isExpired: true)
                try await scene.useCertificate("old")
                try await scene.disconnect()
            },
            mend: { try await $0.useCertificate("server") }
        ),
    ]

    /// What the last good poll saw is still there.
    static let held = "prisma_migrate_table_present{target=\"shop\",schema=\"public\"} 1"
}
