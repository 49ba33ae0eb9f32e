package import SchemaModel

/// What the database shows of one statement of a script.
package struct StatementEvidence: Sendable, Hashable {
    /// One object that the statement changes, and what the catalog shows of that.
    package struct Effect: Sendable, Hashable {
        /// The object.
        package var object: ObjectID
        /// What happens to it, such as "create" or "change default".
        package var change: String
        /// What is observed.
        package var presence: EffectPresence
        /// How the object differs from what the statement makes of it; nil where it does not, or is not there.
        package var difference: String?
        /// Whether no row and no query depends on it, as with a comment: its absence alone is no half-done migration.
        package var isMinor: Bool

        /// An effect.
        package init(
            object: ObjectID,
            change: String,
            presence: EffectPresence,
            difference: String? = nil,
            isMinor: Bool
        ) {
            self.object = object
            self.change = change
            self.presence = presence
            self.difference = difference
            self.isMinor = isMinor
        }
    }

    /// What is known of the statement as a whole.
    package enum Conclusion: String, Sendable, Hashable {
        /// It has taken effect.
        case done
        /// It has not.
        case notDone = "not_done"
        /// It has in part, or its objects are in neither form.
        case differs
        /// The evidence does not tell.
        case open
        /// It changes nothing, and nothing needs to be known of it.
        case noEffect = "no_effect"
    }

    /// The line of the script it begins in, from 1.
    package var line: Int
    /// The statement as written.
    package var text: String
    /// Its effects on the catalog.
    package var effects: [Effect]
    /// What of it the catalog does not show, each in a few words.
    package var unverifiable: [String]
    /// What follows for the statement.
    package var conclusion: Conclusion

    /// A statement with its evidence.
    package init(line: Int, text: String, effects: [Effect], unverifiable: [String], conclusion: Conclusion) {
        self.line = line
        self.text = text
        self.effects = effects
        self.unverifiable = unverifiable
        self.conclusion = conclusion
    }
}
