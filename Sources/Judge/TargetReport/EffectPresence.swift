/// What the catalog shows of an effect; the raw values are the label `presence`.
package enum EffectPresence: String, Sendable, Hashable, CaseIterable {
    /// As after the statement.
    case present
    /// As before it.
    case absent
    /// Neither.
    case different
    /// Not to be seen in the catalog.
    case unverifiable
}
