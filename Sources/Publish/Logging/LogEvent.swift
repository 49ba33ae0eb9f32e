/// What a line of the log tells of, for those who filter, and for the journal's catalog.
package struct LogEvent: Sendable {
    /// Its name, such as `target_down`.
    package var name: String
    /// The journal's `MESSAGE_ID`: 32 hexadecimal digits that never change.
    package var id: String
    /// How much it matters.
    package var level: Log.Level
    /// The name of the runbook that says what to do; nil where nothing is to be done.
    package var runbook: String?

    /// An event.
    package init(name: String, id: String, level: Log.Level, runbook: String? = nil) {
        self.name = name
        self.id = id
        self.level = level
        self.runbook = runbook
    }
}
