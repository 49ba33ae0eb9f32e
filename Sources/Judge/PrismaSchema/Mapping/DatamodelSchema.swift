package import SchemaModel

/// The database that Prisma Migrate would make of a schema, and what only the schema tells of it.
package struct DatamodelSchema: Sendable {
    /// The objects, with the properties that Prisma Migrate compares; others are left out.
    package internal(set) var schema = DatabaseSchema()
    /// Where each object is defined.
    package internal(set) var places: [ObjectID: SourcePlace] = [:]
    /// The defaults of `dbgenerated("…")`, in SQL as written: their `defaultValue` is unknown.
    package internal(set) var rawDefaults: [ObjectID: String] = [:]
    /// Columns that have a default of which only its presence is compared: times, and what `rawDefaults` holds.
    package internal(set) var columnsWithDefault: Set<ObjectID> = []
    /// The types of `Unsupported("…")`, in SQL as written: their `type` is unknown.
    package internal(set) var rawTypes: [ObjectID: String] = [:]
    /// The conditions of partial indexes in SQL: their `predicate` is unknown.
    package internal(set) var rawPredicates: [ObjectID: String] = [:]
    /// Columns numbered by the database, by a sequence or as identity: their `defaultValue` and `identity` are unknown.
    package internal(set) var autoincrementColumns: Set<ObjectID> = []
    /// Tables of implicit many-to-many relations.
    ///
    /// Before Prisma 6 they had a unique index `…_AB_unique` in place of the primary key.
    package internal(set) var joinTables: Set<ObjectID> = []
}
