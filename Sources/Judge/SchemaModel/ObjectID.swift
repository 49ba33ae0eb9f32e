/// What names one object of a database schema: its kind, its namespace and its name.
package struct ObjectID: Sendable, Hashable {
    /// The kind of an object, in PostgreSQL's words; `rawValue` is what reports print.
    package enum Kind: Sendable, Hashable, CaseIterable {
        case schema
        case `extension`
        /// Tables, partitioned and foreign ones included.
        case table
        case view
        case materializedView
        case column
        /// Primary key, unique, foreign key, check and exclusion constraints: one namespace within a table.
        case constraint
        case index
        case sequence
        case `enum`
        case enumValue
        case domain
        case compositeType
        case rangeType
        /// Functions, procedures and aggregates; the name holds the argument types.
        case function
        case trigger
        case rule
        case policy
        /// A comment on the object that `owner` and `name` spell.
        case comment

        /// The word that reports print.
        package var rawValue: String {
            switch self {
            case .schema: "schema"
            case .extension: "extension"
            case .table: "table"
            case .view: "view"
            case .materializedView: "materialized_view"
            case .column: "column"
            case .constraint: "constraint"
            case .index: "index"
            case .sequence: "sequence"
            case .enum: "enum"
            case .enumValue: "enum_value"
            case .domain: "domain"
            case .compositeType: "composite_type"
            case .rangeType: "range_type"
            case .function: "function"
            case .trigger: "trigger"
            case .rule: "rule"
            case .policy: "policy"
            case .comment: "comment"
            }
        }

        /// The case of that word; nil for any other.
        package init?(rawValue: String) {
            guard let found = Self.byWord[rawValue] else { return nil }
            self = found
        }

        private static let byWord = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
    }

    /// The kind.
    package var kind: Kind
    /// The namespace; empty for schemas and extensions, which have none.
    package var schema: String
    /// The table, view or type that the object belongs to and is named within; nil where it stands alone.
    package var owner: String?
    /// The name itself.
    package var name: String

    /// The object of that name.
    package init(_ kind: Kind, schema: String, owner: String? = nil, name: String) {
        self.kind = kind
        self.schema = schema
        self.owner = owner
        self.name = name
    }

    /// Objects of one name and kind in several namespaces are few: the namespace need not be hashed.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(name)
        if let owner { hasher.combine(owner) }
    }

    /// The namespace called `name`.
    package static func schema(_ name: String) -> ObjectID { ObjectID(.schema, schema: "", name: name) }

    /// The extension called `name`.
    package static func `extension`(_ name: String) -> ObjectID { ObjectID(.extension, schema: "", name: name) }

    /// An object named within this one, such as a table's column.
    package func member(_ kind: Kind, _ name: String) -> ObjectID {
        ObjectID(kind, schema: schema, owner: self.name, name: name)
    }

    /// Whether the object is a relation that has columns.
    package var isTableLike: Bool { [.table, .view, .materializedView, .compositeType].contains(kind) }
}

extension ObjectID.Kind {
    /// The kind for people, such as "materialized view".
    package var words: String { rawValue.replacing("_", with: " ") }
}

extension ObjectID: CustomStringConvertible {
    /// The name with its namespace and owner, such as `public.Ticket.priority`.
    package var description: String {
        ([schema, owner ?? "", name].filter { !$0.isEmpty }).joined(separator: ".")
    }
}
