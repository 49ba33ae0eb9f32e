import ExporterDaemon
import Glibc
import TargetReport
import TestProcess
import Testing

extension Fault {
    /// What happens between the exporter and the server.
    static let ofTheNetwork: [Fault] = [
        Fault(
            name: "what is sent is lost, and nobody is told (black hole, half-open connection)",
            reason: .timeout,
            samples: [held],
            status: "shop: down (timeout)",
            event: .targetDown,
            exit: 2,
            recovery: "by itself, by a connection of its own",
            setting: FaultScene.Setting(isRelayed: true),
            strike: { try await $0.relay?.tell("hole") },
            mend: { try await $0.relay?.tell("pass") }
        ),
        Fault(
            name: "every packet takes 200 ms longer",
            samples: [held],
            status: "1 applied, nothing failed",
            exit: 0,
            recovery: "none is needed while polls end in time",
            setting: FaultScene.Setting(interval: "5s", timeout: "4s", isRelayed: true),
            strike: { try await $0.relay?.tell("slow") },
            mend: { try await $0.relay?.tell("pass") }
        ),
        Fault(
            name: "every packet takes 100 ms longer, and each tenth is lost",
            samples: [held],
            status: "1 applied, nothing failed",
            exit: 0,
            recovery: "none is needed while polls end in time",
            setting: FaultScene.Setting(interval: "20s", timeout: "19s", isLinked: true),
            strike: { try await $0.relay?.tell("lose") },
            mend: { scene in
                let told = try await scene.relay?.tell("pass") ?? ""
                #expect(told.hasSuffix(" lost") && told != "0 lost")
            }
        ),
        Fault(
            name: "connections are reset",
            samples: [held],
            status: "1 applied, nothing failed",
            exit: 0,
            recovery: "none is needed: the poll connects again",
            setting: FaultScene.Setting(isRelayed: true),
            strike: { try await $0.relay?.tell("cut") },
            mend: { try await $0.relay?.tell("pass") }
        ),
        Fault(
            name: "the PgBouncer between is gone",
            reason: .refused,
            samples: [held],
            status: "shop: down (refused)",
            event: .targetDown,
            exit: 2,
            recovery: "by itself, once it is back",
            setting: FaultScene.Setting(isPooled: true),
            strike: { await $0.killPooler() },
            mend: { try await $0.startPooler() }
        ),
    ]

    /// What happens to the exporter's own process.
    static let ofTheProcess: [Fault] = [
        Fault(
            name: "a thousand SIGHUP in a row",
            samples: [held, "prisma_migrate_exporter_config_last_reload_successful 1"],
            status: "1 applied, nothing failed",
            event: .reloaded,
            exit: 0,
            recovery: "none is needed: signals that come together are one reload",
            strike: { scene in
                let daemon = try await scene.daemon()
                for _ in 0..<1000 { daemon.process.signal(SIGHUP) }
            }
        )
    ]
}
