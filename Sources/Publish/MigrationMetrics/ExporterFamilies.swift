package import MetricsExposition

extension MigrationMetrics {
    /// What the exporter tells of itself, but for the process.
    package static func exporterFamilies(_ facts: ExporterFacts, seriesDropped: Int) -> [MetricFamily] {
        [
            MetricFamily(
                name: "prisma_migrate_exporter_build_info",
                help: "1, with what the exporter was built from.",
                samples: [
                    Sample(
                        [
                            Label("version", facts.version), Label("revision", facts.revision),
                            Label("swift_version", facts.swiftVersion), Label("libpq_version", facts.libpqVersion),
                        ],
                        1
                    )
                ]
            ),
            MetricFamily(
                name: "prisma_migrate_exporter_config_last_reload_successful",
                help: "Whether the last reading of the configuration was good; otherwise the one before is in force.",
                samples: [Sample([], facts.lastReloadSuccessful ? 1 : 0)]
            ),
            MetricFamily(
                name: "prisma_migrate_exporter_config_last_reload_success_timestamp_seconds",
                help: "When the configuration in force was read.",
                unit: "seconds",
                samples: [Sample([], facts.lastReloadSeconds)]
            ),
            MetricFamily(
                name: "prisma_migrate_exporter_series_dropped",
                help: "Unfinished migrations left out of the series by name because a history has too many.",
                samples: [Sample([], Double(seriesDropped))]
            ),
        ] + discoveryFamilies(facts)
    }

    private static func discoveryFamilies(_ facts: ExporterFacts) -> [MetricFamily] {
        let servers = facts.discoveries.sorted { $0.key < $1.key }
        guard !servers.isEmpty else { return [] }
        return [
            MetricFamily(
                name: "prisma_migrate_exporter_discovery_up",
                help:
                    "Whether the last look for the server's databases worked; otherwise those found before are watched.",
                samples: servers.map { Sample([Label("server", $0.key)], $0.value.isUp ? 1 : 0) }
            ),
            MetricFamily(
                name: "prisma_migrate_exporter_discovered_databases",
                help: "Databases of the server that are watched; those without a _prisma_migrations have no series.",
                samples: servers.map { Sample([Label("server", $0.key)], Double($0.value.databases)) }
            ),
        ]
    }

    /// The standard `process_*` families; what the machine does not tell is left out.
    package static func processFamilies(_ process: ExporterFacts.Process) -> [MetricFamily] {
        func gauge(_ name: String, _ help: String, _ value: Double?, unit: String? = nil) -> MetricFamily {
            MetricFamily(name: name, help: help, unit: unit, samples: value.map { [Sample([], $0)] } ?? [])
        }
        func counter(_ name: String, _ help: String, _ value: Double?, unit: String) -> MetricFamily {
            MetricFamily(
                name: name,
                help: help,
                kind: .counter,
                unit: unit,
                samples: value.map { [Sample([], $0, created: process.startSeconds)] } ?? []
            )
        }
        return [
            counter("process_cpu_seconds_total", "User and system CPU time.", process.cpuSeconds, unit: "seconds"),
            gauge("process_open_fds", "Open file descriptors.", process.openFileDescriptors),
            gauge("process_max_fds", "Most file descriptors allowed.", process.maxFileDescriptors),
            gauge("process_virtual_memory_bytes", "Address space in bytes.", process.virtualBytes, unit: "bytes"),
            gauge(
                "process_virtual_memory_max_bytes",
                "Most address space allowed in bytes.",
                process.maxVirtualBytes,
                unit: "bytes"
            ),
            gauge("process_resident_memory_bytes", "Resident memory in bytes.", process.residentBytes, unit: "bytes"),
            gauge(
                "process_start_time_seconds",
                "When the process began, in Unix seconds.",
                process.startSeconds,
                unit: "seconds"
            ),
            counter(
                "process_network_receive_bytes_total",
                "Bytes received over the network.",
                process.receivedBytes,
                unit: "bytes"
            ),
            counter(
                "process_network_transmit_bytes_total",
                "Bytes sent over the network.",
                process.transmittedBytes,
                unit: "bytes"
            ),
        ]
    }
}
