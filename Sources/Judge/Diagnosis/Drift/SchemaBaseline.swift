package import MigrationHistory
package import SchemaModel
import TargetReport

/// The objects of a database as they were while the rows of a history said what they said, known by digests alone.
package struct SchemaBaseline: Sendable, Hashable {
    /// What is known of one object.
    package struct Entry: Sendable, Hashable {
        /// Its kind in PostgreSQL's words, such as `column` or `primary_key`.
        package var kind: String
        /// The table, view or type that it is a part of; nil where it stands alone.
        package var whole: ObjectID?
        /// Whether Prisma's own differ sees it.
        package var isPrismas: Bool
        /// The digest of what that differ compares.
        package var digest: String
        /// The digest of all else that the catalog says of it.
        package var rest: String

        /// An object's entry.
        package init(kind: String, whole: ObjectID?, isPrismas: Bool, digest: String, rest: String) {
            self.kind = kind
            self.whole = whole
            self.isPrismas = isPrismas
            self.digest = digest
            self.rest = rest
        }

        /// Whether it counts.
        func counts(in scope: DriftScope) -> Bool { isPrismas || scope == .full }

        /// Whether nothing that counts tells it from the other.
        func isLike(_ other: Entry, in scope: DriftScope) -> Bool {
            digest == other.digest && (scope == .prisma || rest == other.rest)
        }
    }

    /// The database's clock when it was taken.
    package var takenAt: Instant
    /// The server's major version, which decides how definitions are spelled.
    package var serverVersion: Int
    /// The digest of what the rows of the history said, see `text(of:)`.
    package var rows: String
    /// The objects.
    package var objects: [ObjectID: Entry]

    /// A baseline of these objects.
    package init(takenAt: Instant, serverVersion: Int, rows: String, objects: [ObjectID: Entry]) {
        self.takenAt = takenAt
        self.serverVersion = serverVersion
        self.rows = rows
        self.objects = objects
    }

    /// What of a history's rows tells one state from the next; the same in whatever order they come.
    package static func text(of rows: [MigrationRow]) -> String {
        func text(_ instant: Instant?) -> String { instant.map { "\($0.microseconds)" } ?? "-" }
        return rows.map { row in
            [text(row.startedAt), text(row.finishedAt), text(row.rolledBackAt), row.name].joined(separator: " ")
        }
        .sorted().joined(separator: "\n")
    }
}

extension SchemaBaseline {
    /// What is to be done with a history's baseline.
    package enum Step: Sendable, Hashable {
        /// The schema is held against it.
        case compare
        /// The schema as it stands is the baseline from here on.
        case take(remark: String?)
        /// It stays, and nothing is judged, for that reason.
        case wait(String)
    }

    /// What is to be done.
    ///
    /// - Parameters:
    ///   - known: the baseline so far; nil before the first.
    ///   - unfinished: the names of the migrations that are unfinished or running.
    ///   - rows: the digest of what the history's rows say.
    ///   - serverVersion: the server's major version.
    /// - Returns: the step.
    package static func step(
        _ known: SchemaBaseline?,
        unfinished: [String],
        rows: String,
        serverVersion: Int
    ) -> Step {
        if let first = unfinished.first {
            return .wait("\(first) is unfinished: its own diagnosis tells what it has changed so far.")
        }
        guard let known, known.rows == rows else { return .take(remark: nil) }
        guard known.serverVersion == serverVersion else {
            return .take(
                remark: "The server went from PostgreSQL \(known.serverVersion) to \(serverVersion), which may spell "
                    + "definitions otherwise: the baseline was taken anew."
            )
        }
        return .compare
    }
}
