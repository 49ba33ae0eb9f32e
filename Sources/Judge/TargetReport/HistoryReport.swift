package import MigrationHistory

/// The judged state of one `_prisma_migrations` table.
package struct HistoryReport: Sendable, Hashable {
    /// The namespace that holds the table.
    package var schema: String
    /// False where the database is not (yet) managed by Prisma Migrate.
    package var tablePresent: Bool
    /// The migrations and their states.
    package var history: MigrationHistory
    /// The verdicts on `history.unfinished`, in the same order.
    package var unfinished: [UnfinishedReport]
    /// Why the table could not be read in the last poll; nil when it was.
    package var problem: Downtime?
    /// Whether a migrations directory was read, so that `pending`, `edited` … mean something.
    package var hasDirectory: Bool
    /// What holds the schema against each source that is configured.
    package var drift: [DriftReport] = []

    /// A report on the table in `schema`.
    package init(
        schema: String,
        tablePresent: Bool,
        history: MigrationHistory = MigrationHistory(),
        unfinished: [UnfinishedReport] = [],
        problem: Downtime? = nil,
        hasDirectory: Bool = false
    ) {
        self.schema = schema
        self.tablePresent = tablePresent
        self.history = history
        self.unfinished = unfinished
        self.problem = problem
        self.hasDirectory = hasDirectory
    }
}

/// The verdict on one unfinished migration, with its evidence.
package struct UnfinishedReport: Sendable, Hashable {
    /// Number of effects by what the catalog shows of them.
    package struct Effects: Sendable, Hashable {
        /// As after the statement.
        package var present = 0
        /// As before it.
        package var absent = 0
        /// Neither.
        package var different = 0
        /// Not to be seen in the catalog.
        package var unverifiable = 0
        /// All of them.
        package var total: Int { present + absent + different + unverifiable }

        /// No effects at all.
        package init() {}

        /// The number with that presence.
        package subscript(presence: EffectPresence) -> Int {
            get {
                switch presence {
                case .present: present
                case .absent: absent
                case .different: different
                case .unverifiable: unverifiable
                }
            }
            set {
                switch presence {
                case .present: present = newValue
                case .absent: absent = newValue
                case .different: different = newValue
                case .unverifiable: unverifiable = newValue
                }
            }
        }
    }

    /// The migration, its state and its row.
    package var migration: MigrationHistory.Unfinished
    /// What it left behind.
    package var verdict: Verdict
    /// Why the verdict is what it is, one sentence.
    package var reason: String
    /// Its effects, counted.
    package var effects: Effects
    /// Effects that are not there, each in words; empty when nothing is missing or nothing could be seen.
    package var missing: [String]
    /// The statements of its script with what the database shows of each; empty where they were not compared.
    package var statements: [StatementEvidence] = []
    /// What to do, in order, each a sentence or a command.
    package var runbook: [String] = []
    /// SQL that makes a partly applied script whole, in order, never executed; comments mark what needs a look.
    package var finish: [String] = []
    /// SQL that takes a partly applied script back, in order, never executed; comments mark where data is lost.
    package var undo: [String] = []

    /// Commands to run, in order; empty when none is safe to give.
    package var commands: [String] {
        let name = migration.row.name.shellQuoted
        switch verdict {
        case .applied: return ["npx prisma migrate resolve --applied \(name)"]
        case .notApplied: return ["npx prisma migrate resolve --rolled-back \(name)", "npx prisma migrate deploy"]
        case .partiallyApplied, .undetermined: return []
        }
    }

    /// A verdict with its evidence.
    package init(
        migration: MigrationHistory.Unfinished,
        verdict: Verdict,
        reason: String,
        effects: Effects = Effects(),
        missing: [String] = []
    ) {
        self.migration = migration
        self.verdict = verdict
        self.reason = reason
        self.effects = effects
        self.missing = missing
    }
}
