package import MigrationMetrics
import PostgresClient

/// What the program was built from.
package enum BuildFacts {
    /// The version of the program.
    package static let version = "0.1.0"
    /// The commit that the program was built from, ten digits; `unknown` in a build that was not told.
    package static let revision: String = {
        let digits = stamp.suffix(10)
        return digits.allSatisfy { $0 == "0" } ? "unknown" : String(digits)
    }()

    /// `deploy/package/stamp` writes over the digits in the linked program; a text shorter than 16 bytes would lie in its
    /// instructions.
    private static let stamp = "built from revision 0000000000"

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
