package import TargetReport

extension ExporterSettings {
    /// One database to watch, or a server whose databases are.
    package struct Target: Sendable, Hashable {
        /// The label `target`.
        package var name: String
        /// Where its URL is read.
        package var url: DatabaseURLSource
        /// The database of the URL's server to connect to; nil for the URL's own.
        package var database: String?
        /// The server by host and port, for the limit on its connections.
        package var server: String
        /// The only namespace wanted; nil for all.
        package var schema: String?
        /// The migrations folder; nil where none is known.
        package var migrations: String?
        /// schema.prisma or its folder; nil where none is known.
        package var prismaSchema: String?
        /// Which objects are compared for drift.
        package var driftScope = DriftScope.prisma
        /// Objects that are no drift, by name; `*` stands for any letters.
        package var ignore: [String] = []
        /// What the schema is held against without any file of the project; nil where nothing can be kept.
        package var baseline: Baseline?
        /// Labels of the target's series besides the exporter's own.
        package var labels: [String: String] = [:]
        /// When it is polled.
        package var poll = PollTimes()
        /// Which databases of the server are watched instead of the URL's own; nil for the URL's own.
        package var discovery: Discovery?
        /// Whether the target was discovered: it is shown only while it holds a `_prisma_migrations`.
        package var isDiscovered = false

        /// A target of that name.
        package init(name: String, url: DatabaseURLSource, server: String = "") {
            self.name = name
            self.url = url
            self.server = server
        }
    }

    /// What a target's schema was when its last migration finished.
    package struct Baseline: Sendable, Hashable {
        /// The folder that keeps it.
        package var directory: String
        /// Whether the schema as it stands becomes the baseline.
        package var isAccepted = false

        /// A baseline that is kept in that folder.
        package init(directory: String, isAccepted: Bool = false) {
            self.directory = directory
            self.isAccepted = isAccepted
        }
    }

    /// Which databases of a server are targets.
    package struct Discovery: Sendable, Hashable {
        /// Names to watch.
        package var databases: NamePattern
        /// Names to leave out; nil for none.
        package var exclude: NamePattern?

        /// Those of the names that are watched, in their order.
        package func selected(_ names: [String]) -> [String] {
            let excluded = Set(exclude?.matching(names) ?? [])
            return databases.matching(names).filter { !excluded.contains($0) }
        }
    }
}

extension ExporterSettings.Target {
    /// The target for a database of this server that was discovered.
    package func discovered(_ database: String) -> ExporterSettings.Target {
        var target = self
        target.name = "\(name)/\(database)"
        target.database = database
        target.discovery = nil
        target.isDiscovered = true
        return target
    }
}
