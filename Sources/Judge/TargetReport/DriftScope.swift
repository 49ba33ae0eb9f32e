/// Which objects and properties count as drift.
package enum DriftScope: String, Sendable, Hashable, CaseIterable {
    /// What Prisma's own differ sees: tables, columns, keys, plain indexes and enums.
    case prisma
    /// All that the model knows: checks, triggers, functions, views, policies, sequences … besides.
    case full
}
