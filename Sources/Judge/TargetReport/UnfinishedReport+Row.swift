package import MigrationHistory

extension UnfinishedReport {
    /// The verdict that the row alone allows, without a look at what the script left behind.
    ///
    /// `applied_steps_count` becomes 1 only once the script has run to its end (prisma-engines,
    /// `apply_migrations.rs`): the client died before it could write `finished_at`.
    package init(byRowAlone migration: MigrationHistory.Unfinished) {
        if migration.state == .running {
            self.init(
                migration: migration,
                verdict: .undetermined,
                reason: "it is still running: wait until its session ends."
            )
        } else if migration.row.appliedStepsCount == 1, !migration.row.recordsError {
            self.init(
                migration: migration,
                verdict: .applied,
                reason: "applied_steps_count is 1: the script ran to its end, only finished_at was not written."
            )
        } else {
            self.init(
                migration: migration,
                verdict: .undetermined,
                reason: "there is no script to compare with the database: give the project's migrations folder."
            )
        }
    }
}

extension String {
    /// The text as one word of a POSIX shell.
    package var shellQuoted: String {
        let plain =
            !isEmpty
            && unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                        || "_-./:@%+=".unicodeScalars.contains(scalar))
            }
        return plain && !hasPrefix("-") ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}
