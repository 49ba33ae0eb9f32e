/// One object of a schema: its properties and what it needs to exist.
package struct SchemaObject: Sendable, Hashable {
    /// The properties that are compared, in PostgreSQL's words.
    package enum Facet: Sendable, Hashable, Comparable, CaseIterable {
        // Relations
        case persistence
        case rowSecurity
        case forcesRowSecurity
        case storageParameters
        case partitionBound
        case partitionKey
        case parents
        // Columns
        case type
        case notNull
        case defaultValue
        case identity
        case generated
        case statistics
        // Constraints and indexes
        case kind
        case columns
        case referencedTable
        case referencedColumns
        case onDelete
        case onUpdate
        case match
        case deferrable
        case initiallyDeferred
        case validated
        case check
        case noInherit
        case nullsNotDistinct
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
        case ownedBy
        // Functions, triggers, rules, views, policies
        case source
        case language
        case volatility
        case securityDefiner
        case returns
        case definition
        case enabled
        case command
        case permissive
        case roles
        case using
        case withCheck
        // Comments
        case text

        /// The word that reports print.
        package var rawValue: String {
            switch self {
            case .persistence: "persistence"
            case .rowSecurity: "row_security"
            case .forcesRowSecurity: "force_row_security"
            case .storageParameters: "storage_parameters"
            case .partitionBound: "partition_bound"
            case .partitionKey: "partition_key"
            case .parents: "inherits"
            case .type: "type"
            case .notNull: "not_null"
            case .defaultValue: "default"
            case .identity: "identity"
            case .generated: "generated"
            case .statistics: "statistics_target"
            case .kind: "kind"
            case .columns: "columns"
            case .referencedTable: "references"
            case .referencedColumns: "referenced_columns"
            case .onDelete: "on_delete"
            case .onUpdate: "on_update"
            case .match: "match"
            case .deferrable: "deferrable"
            case .initiallyDeferred: "initially_deferred"
            case .validated: "validated"
            case .check: "check"
            case .noInherit: "no_inherit"
            case .nullsNotDistinct: "nulls_not_distinct"
            case .table: "table"
            case .unique: "unique"
            case .method: "method"
            case .keys: "keys"
            case .include: "include"
            case .predicate: "predicate"
            case .valid: "valid"
            case .values: "values"
            case .start: "start"
            case .increment: "increment"
            case .minimum: "minimum"
            case .maximum: "maximum"
            case .cycle: "cycle"
            case .ownedBy: "owned_by"
            case .source: "source"
            case .language: "language"
            case .volatility: "volatility"
            case .securityDefiner: "security_definer"
            case .returns: "returns"
            case .definition: "definition"
            case .enabled: "enabled"
            case .command: "command"
            case .permissive: "permissive"
            case .roles: "roles"
            case .using: "using"
            case .withCheck: "with_check"
            case .text: "text"
            }
        }

        /// The case of that word; nil for any other.
        package init?(rawValue: String) {
            guard let found = Self.byWord[rawValue] else { return nil }
            self = found
        }

        private static let byWord = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
    }

    /// The properties that the source knows.
    package var facets: Facets
    /// The type that a column's default is of, where the column itself has another by now; nil where it is the column's.
    package var defaultType: TypeReference? {
        get {
            guard case .type(let type) = typeOfDefault else { return nil }
            return type
        }
        set { typeOfDefault = newValue.map { .type($0) } ?? .unknown }
    }
    /// `defaultType` in the form that takes the least room where there is none.
    private var typeOfDefault = FacetValue.unknown
    /// Objects without which this one can't be; it goes when one of them is dropped with CASCADE.
    package var dependencies: Set<ObjectID>

    /// An object with those properties.
    package init(_ facets: Facets = [:], dependencies: Set<ObjectID> = []) {
        self.facets = facets
        self.dependencies = dependencies
    }

    /// The property, `.unknown` where the source does not have it.
    package subscript(facet: Facet) -> FacetValue {
        get { facets[facet] ?? .unknown }
        set { facets[facet] = newValue }
    }
}
