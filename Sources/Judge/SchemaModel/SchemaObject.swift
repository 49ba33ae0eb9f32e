/// One object of a schema: its properties and what it needs to exist.
package struct SchemaObject: Sendable, Hashable {
    /// The properties that are compared, in PostgreSQL's words.
    package enum Facet: String, Sendable, Hashable, CaseIterable {
        // Relations
        case persistence
        case rowSecurity = "row_security"
        case forcesRowSecurity = "force_row_security"
        case storageParameters = "storage_parameters"
        case partitionBound = "partition_bound"
        case partitionKey = "partition_key"
        case parents = "inherits"
        // Columns
        case type
        case notNull = "not_null"
        case defaultValue = "default"
        case identity
        case generated
        case statistics = "statistics_target"
        // Constraints and indexes
        case kind
        case columns
        case referencedTable = "references"
        case referencedColumns = "referenced_columns"
        case onDelete = "on_delete"
        case onUpdate = "on_update"
        case match
        case deferrable
        case initiallyDeferred = "initially_deferred"
        case validated
        case check
        case noInherit = "no_inherit"
        case nullsNotDistinct = "nulls_not_distinct"
        case table
        case unique
        case method
        case keys
        case include
        case predicate
        case valid
        // Enums
        case values
        // Sequences
        case start
        case increment
        case minimum
        case maximum
        case cycle
        case ownedBy = "owned_by"
        // Functions, triggers, rules, views, policies
        case source
        case language
        case volatility
        case securityDefiner = "security_definer"
        case returns
        case definition
        case enabled
        case command
        case permissive
        case roles
        case using
        case withCheck = "with_check"
        // Comments
        case text
    }

    /// The properties that the source knows.
    package var facets: [Facet: FacetValue]
    /// The type that a column's default is of, where the column itself has another by now; nil where it is the column's.
    package var defaultType: TypeReference?
    /// Objects without which this one can't be; it goes when one of them is dropped with CASCADE.
    package var dependencies: Set<ObjectID>

    /// An object with those properties.
    package init(_ facets: [Facet: FacetValue] = [:], dependencies: Set<ObjectID> = []) {
        self.facets = facets
        self.dependencies = dependencies
    }

    /// The property, `.unknown` where the source does not have it.
    package subscript(facet: Facet) -> FacetValue {
        get { facets[facet] ?? .unknown }
        set { facets[facet] = newValue }
    }
}
