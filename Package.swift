// swift-tools-version: 6.2
import PackageDescription

/// Every target: the language of Swift 6 plus the upcoming features, warnings as errors.
let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

/// Targets that call C: each such call is marked `unsafe`.
let cFacingSettings = swiftSettings + [.strictMemorySafety()]

/// A C library of Debian's, imported by exactly one target.
func library(_ name: String, _ pkgConfig: String, _ package: String) -> Target {
    .systemLibrary(name: name, path: "Sources/C/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// A module below its stage folder.
func module(
    _ stage: String,
    _ name: String,
    needs: [Target.Dependency] = [],
    settings: [SwiftSetting] = swiftSettings
) -> Target {
    .target(name: name, dependencies: needs, path: "Sources/\(stage)/\(name)", swiftSettings: settings)
}

/// The tests of one module, in the folder that mirrors it.
func tests(_ stage: String, _ name: String, needs: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name)] + needs,
        path: "Tests/\(stage)/\(name)Tests",
        exclude: exclude,
        swiftSettings: swiftSettings
    )
}

let package = Package(
    name: "prisma-migrate-exporter",
    targets: [
        library("CLibPQ", "libpq", "libpq-dev"),
        library("CMicroHTTP", "libmicrohttpd", "libmicrohttpd-dev"),
        library("CSystemd", "libsystemd", "libsystemd-dev"),
        library("CCrypto", "libcrypto", "libssl-dev"),
        library("CZlib", "zlib", "zlib1g-dev"),
        library("CYAML", "yaml-0.1", "libyaml-dev"),
        library("CGnuTLS", "gnutls", "libgnutls28-dev"),
        library("CCrypt", "libcrypt", "libcrypt-dev"),
        library("CArchive", "libarchive", "libarchive-dev"),
        .systemLibrary(name: "CPgQuery", path: "Sources/C/CPgQuery", providers: [.apt(["libpg-query-dev"])]),
        .systemLibrary(name: "CGlibc", path: "Sources/C/CGlibc"),

        module("Judge", "MigrationHistory"),
        module("Judge", "SchemaModel"),
        module("Judge", "MigrationSQL", needs: ["CPgQuery", "SchemaModel"], settings: cFacingSettings),
        module("Judge", "PrismaSchema", needs: ["SchemaModel"]),
        module("Judge", "TargetReport", needs: ["MigrationHistory", "SchemaModel"]),
        module(
            "Judge",
            "Diagnosis",
            needs: ["MigrationHistory", "MigrationSQL", "PrismaSchema", "SchemaModel", "TargetReport"]
        ),
        module("Collect", "PostgresClient", needs: ["CLibPQ", "TargetReport"], settings: cFacingSettings),
        module(
            "Collect",
            "TargetInspection",
            needs: [
                "CArchive", "CCrypto", "MigrationHistory", "MigrationSQL", "PostgresClient", "SchemaModel",
                "TargetReport",
            ],
            settings: cFacingSettings
        ),
        module("Publish", "MetricsExposition"),
        module("Publish", "MigrationMetrics", needs: ["MetricsExposition", "MigrationHistory", "TargetReport"]),
        module(
            "Publish",
            "WebServer",
            needs: ["CCrypt", "CGnuTLS", "CMicroHTTP", "CZlib"],
            settings: cFacingSettings
        ),
        module("Publish", "SystemdNotify", needs: ["CSystemd"], settings: cFacingSettings),
        module("Publish", "Logging", needs: ["SystemdNotify"], settings: cFacingSettings),
        module("Publish", "Reports", needs: ["MigrationHistory", "SchemaModel", "TargetReport"]),
        module(
            "Run",
            "ExporterConfiguration",
            needs: ["CYAML", "MigrationMetrics", "PostgresClient", "TargetInspection", "TargetReport", "WebServer"],
            settings: cFacingSettings
        ),
        module(
            "Run",
            "ExporterDaemon",
            needs: [
                "Diagnosis", "ExporterConfiguration", "Logging", "MetricsExposition", "MigrationHistory",
                "MigrationMetrics", "MigrationSQL", "PostgresClient", "PrismaSchema", "Reports", "SchemaModel",
                "SystemdNotify",
                "TargetInspection",
                "TargetReport", "WebServer",
            ]
        ),
        .executableTarget(
            name: "prisma-migrate-exporter",
            dependencies: [
                "CGlibc", "ExporterConfiguration", "ExporterDaemon", "Logging", "MetricsExposition",
                "MigrationHistory", "MigrationMetrics", "Reports", "TargetReport", "WebServer",
            ],
            path: "Sources/Run/prisma-migrate-exporter",
            swiftSettings: swiftSettings
        ),

        tests("Judge", "MigrationHistory"),
        tests("Judge", "SchemaModel"),
        tests("Judge", "MigrationSQL", needs: ["ConstructFixture", "SchemaModel", "SeededGenerator", "TestProcess"]),
        tests(
            "Judge",
            "Diagnosis",
            needs: ["MigrationHistory", "MigrationSQL", "PrismaSchema", "SchemaModel", "TargetReport"]
        ),
        tests(
            "Judge",
            "PrismaSchema",
            needs: ["MigrationSQL", "SchemaFixture", "SchemaModel", "SeededGenerator"],
            exclude: ["Fixtures"]
        ),
        tests("Judge", "TargetReport", needs: ["MigrationHistory", "SchemaModel"]),
        tests("Collect", "PostgresClient", needs: ["PostgresServer", "TargetReport", "TestProcess"]),
        tests("Collect", "TargetInspection", needs: ["MigrationHistory", "TestProcess"]),
        tests("Publish", "WebServer", needs: ["TestCertificates", "TestProcess"]),
        tests("Publish", "SystemdNotify", needs: ["NotifySocket", "TestProcess"]),
        tests(
            "Run",
            "ExporterConfiguration",
            needs: ["PostgresClient", "TargetReport", "TestCertificates", "TestProcess", "WebServer"]
        ),
        tests(
            "Run",
            "ExporterDaemon",
            needs: [
                "Diagnosis", "ExporterConfiguration", "MetricsExposition", "MigrationHistory", "MigrationMetrics",
                "MigrationSQL", "PostgresClient", "SchemaModel", "SeededGenerator", "TargetReport",
                "TestCertificates", "TestProcess", "WebServer",
            ]
        ),
        tests("Publish", "MetricsExposition", needs: ["TestProcess"]),
        tests(
            "Publish",
            "MigrationMetrics",
            needs: ["MetricsExposition", "MigrationHistory", "TargetReport", "TestProcess"]
        ),
        tests("Publish", "Reports", needs: ["MigrationHistory", "SchemaModel", "TargetReport"]),
        tests("Publish", "Logging", needs: ["SystemdNotify"]),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "ConstructFixture", "Diagnosis", "ExporterConfiguration", "ExporterDaemon", "MigrationHistory",
                "MigrationSQL", "NotifySocket", "PostgresClient", "PostgresServer", "PrismaSchema", "SchemaFixture",
                "SchemaModel",
                "SeededGenerator", "TargetInspection", "TargetReport", "TestCertificates", "TestProcess",
                "prisma-migrate-exporter",
            ],
            path: "Tests/Integration",
            exclude: ["Constructs", "Fixtures"],
            swiftSettings: swiftSettings
        ),

        .executableTarget(
            name: "InstructionCounts",
            dependencies: [
                "Diagnosis", "MetricsExposition", "MigrationHistory", "MigrationMetrics", "MigrationSQL",
                "PrismaSchema", "SchemaModel", "TargetReport",
            ],
            path: "Tests/Benchmarks/InstructionCounts",
            swiftSettings: swiftSettings
        ),
        .target(name: "SeededGenerator", path: "Tests/Support/SeededGenerator", swiftSettings: swiftSettings),
        .target(name: "TestProcess", path: "Tests/Support/TestProcess", swiftSettings: swiftSettings),
        .target(
            name: "SchemaFixture",
            dependencies: ["TestProcess"],
            path: "Tests/Support/SchemaFixture",
            swiftSettings: swiftSettings
        ),
        .target(
            name: "ConstructFixture",
            dependencies: ["MigrationSQL", "SchemaModel", "TestProcess"],
            path: "Tests/Support/ConstructFixture",
            swiftSettings: swiftSettings
        ),
        .target(
            name: "PostgresServer",
            dependencies: ["TestProcess"],
            path: "Tests/Support/PostgresServer",
            swiftSettings: swiftSettings
        ),
        .target(
            name: "TestCertificates",
            dependencies: ["TestProcess"],
            path: "Tests/Support/TestCertificates",
            swiftSettings: swiftSettings
        ),
        .target(
            name: "NotifySocket",
            dependencies: ["TestProcess"],
            path: "Tests/Support/NotifySocket",
            swiftSettings: swiftSettings
        ),
    ],
    swiftLanguageModes: [.v6]
)

// Built by Tests/Fuzz/run alone: libFuzzer brings its own `main`.
if Context.environment["FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "FuzzTargets",
            dependencies: [
                "Diagnosis", "ExporterConfiguration", "ExporterDaemon", "MetricsExposition", "MigrationHistory",
                "MigrationSQL", "PostgresClient", "PrismaSchema", "SchemaModel", "TargetInspection", "TargetReport",
                "WebServer",
            ],
            path: "Tests/Fuzz/Targets",
            swiftSettings: swiftSettings
        )
    )
}
