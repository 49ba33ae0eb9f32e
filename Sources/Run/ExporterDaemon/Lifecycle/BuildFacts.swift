package import MigrationMetrics
import PostgresClient

/// What the program was built from.
package enum BuildFacts {
    /// The version of the program.
    package static let version = "0.1.0"
    /// The source revision; `unknown` in a build that was not told.
    package static let revision = "unknown"

    /// The Swift version that the compiler speaks.
    package static var swiftVersion: String {
        #if swift(>=6.4)
        "6.4"
        #elseif swift(>=6.3)
        "6.3"
        #else
        "6.2"
        #endif
    }
}

extension ExporterFacts {
    /// The facts of this program, its settings read at that time in Unix seconds.
    package static func current(startSeconds: Double) -> ExporterFacts {
        ExporterFacts(
            version: BuildFacts.version,
            revision: BuildFacts.revision,
            swiftVersion: BuildFacts.swiftVersion,
            libpqVersion: LibPQ.version,
            lastReloadSeconds: startSeconds
        )
    }
}
