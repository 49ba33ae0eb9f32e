import TestProcess

/// One file of `Tests/Integration/Constructs`: a small history about one construct of SQL.
package struct Construct: Sendable, CustomStringConvertible {
    /// One migration of the history.
    package struct Migration: Sendable {
        /// Its name.
        package var name: String
        /// Its script.
        package var script: String
        /// What somebody did to the database before it, without a migration; empty for nothing.
        package var byHand: String
        /// Why the catalog can't decide every case of it; nil where it can.
        package var openBecause: String?
    }

    /// The file's name without its ending.
    package var name: String
    /// The migrations in order.
    package var migrations: [Migration]

    /// Its name.
    package var description: String { name }

    /// Where the files are.
    package static let folder =
        "\(#filePath)".split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/Integration/Constructs"

    /// Every construct, by name.
    package static let all: [Construct] = {
        // Some of them only, for a run by hand.
        let wanted = TestProcess.environment["CONSTRUCTS"]?.split(separator: ",").map { "\($0).sql" }
        return TestProcess.names(in: folder).filter { $0.hasSuffix(".sql") && wanted?.contains($0) ?? true }.sorted()
            .map { Construct(name: String($0.dropLast(4)), text: TestProcess.text(of: "\(folder)/\($0)")) }
    }()

    private init(name: String, text: String) {
        self.name = name
        migrations = text.split(separator: "-- migration: ")
            .map { part in
                let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
                let script = lines.count > 1 ? String(lines[1]) : ""
                func note(_ word: String) -> String? {
                    script.split(separator: "\n").prefix { $0.hasPrefix("-- ") }.first { $0.hasPrefix("-- \(word): ") }
                        .map { String($0.dropFirst(word.count + 5)) }
                }
                return Migration(
                    name: String(lines[0]),
                    script: script,
                    byHand: note("by hand") ?? "",
                    openBecause: note("open")
                )
            }
    }
}

extension Construct {
    /// Where its recorded catalogs are.
    package var recording: String { "\(Self.folder)/Catalogs/\(name).txt" }

    /// What PostgreSQL's catalogs held after each of its migrations, as it is recorded.
    package var catalogs: [RecordedCatalog] {
        let parts = TestProcess.text(of: recording).split(separator: "-- after ")
        var rows: [String: Substring] = [:]
        return parts.map { part in
            for line in part.split(separator: "\n").dropFirst() {
                let row = line.dropFirst(2)
                rows[RecordedCatalog.identity(row)] = line.hasPrefix("+") ? row : nil
            }
            return RecordedCatalog(lines: Set(rows.values))
        }
    }
}
