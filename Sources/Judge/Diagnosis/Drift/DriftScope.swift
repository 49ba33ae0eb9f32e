import SchemaModel
import TargetReport

extension DriftScope {
    /// The word for an object's kind, where the object counts.
    ///
    /// - Parameters:
    ///   - id: the object's identity.
    ///   - object: the object.
    ///   - withConditions: whether partial indexes count whatever the scope, as they do for Prisma from 7.4 on where the
    ///     schema asks for them.
    /// - Returns: the word; nil for an object that does not count.
    func kind(of id: ObjectID, _ object: SchemaObject, withConditions: Bool = false) -> String? {
        guard !id.isPrismasOwn else { return nil }
        switch id.kind {
        case .table: return self == .prisma && object.isHeir ? nil : id.kind.rawValue
        case .column, .enum, .enumValue: return id.kind.rawValue
        case .constraint:
            guard case .text(let kind) = object[.kind] else { return self == .full ? id.kind.rawValue : nil }
            return self == .full || ["primary_key", "foreign_key", "unique"].contains(kind) ? kind : nil
        // The index of a partition comes and goes with the one that it is a part of.
        case .index where object.isHeir: return nil
        case .index:
            let counts = self == .full || (object.hasColumnsOnly && (withConditions || object.coversAllRows))
            return counts ? id.kind.rawValue : nil
        case .comment, .schema, .rule: return nil
        case .extension, .view, .materializedView, .sequence, .domain, .compositeType, .rangeType, .function, .trigger,
            .policy:
            return self == .full ? id.kind.rawValue : nil
        }
    }

    /// The object with the properties that count; the condition of a partial index among them where conditions do.
    func compared(_ id: ObjectID, _ object: SchemaObject, withConditions: Bool = false) -> SchemaObject {
        guard self == .prisma else { return SchemaObject(object.facets.filter(Self.isOfSchema)) }
        var facets = object.facets.filter {
            Self.isSeenByPrisma($0, of: id.kind) || (withConditions && $0 == .predicate)
        }
        Self.simplifyColumn(&facets)
        if case .elements(let keys)? = facets[.keys] {
            facets[.keys] = .elements(
                keys.map {
                    IndexElement(
                        column: $0.column,
                        expression: $0.expression,
                        isDescending: $0.isDescending,
                        nullsFirst: $0.isDescending
                    )
                }
            )
        }
        return SchemaObject(facets)
    }

    /// Whether a property is a matter of the schema, and not told apart from other differences.
    private static func isOfSchema(_ facet: SchemaObject.Facet) -> Bool {
        switch facet {
        case .valid, .statistics, .ownedBy, .storageParameters, .text: false
        default: true
        }
    }

    /// Whether Prisma's differ holds the property of an object of that kind against the database.
    private static func isSeenByPrisma(_ facet: SchemaObject.Facet, of kind: ObjectID.Kind) -> Bool {
        switch (kind, facet) {
        case (.column, .type), (.column, .notNull), (.column, .defaultValue), (.column, .identity),
            (.column, .generated):
            true
        case (.constraint, .kind), (.constraint, .columns), (.constraint, .referencedTable),
            (.constraint, .referencedColumns), (.constraint, .onDelete), (.constraint, .onUpdate):
            true
        case (.index, .unique), (.index, .keys), (.index, .table), (.index, .method): true
        default: false
        }
    }

    /// Prisma knows no NOT NULL of a list, and takes serial and identity columns for the same.
    private static func simplifyColumn(_ facets: inout Facets) {
        if case .type(let type)? = facets[.type], type.isArray { facets[.notNull] = nil }
        if let identity = facets[.identity], identity != .text(""), identity != .unknown {
            facets[.defaultValue] = .expression(Self.autoincrement)
        } else if case .expression(let text)? = facets[.defaultValue], text.hasPrefix("nextval(") {
            facets[.defaultValue] = .expression(Self.autoincrement)
        }
        facets[.identity] = nil
    }

    /// How a default is spelled that counts up.
    static let autoincrement = "autoincrement()"
}

extension SchemaObject {
    /// Whether an index has no condition, or none that is known.
    var coversAllRows: Bool { self[.predicate] == .text("") || self[.predicate] == .unknown }

    /// Whether the keys of an index are columns, as far as they are known.
    var hasColumnsOnly: Bool {
        guard case .elements(let keys) = self[.keys] else { return true }
        return keys.allSatisfy { $0.column != nil }
    }
}

extension ObjectID {
    /// Whether it is Prisma's own table or belongs to it.
    var isPrismasOwn: Bool {
        (kind == .table && name == "_prisma_migrations") || owner == "_prisma_migrations"
            || name.hasPrefix("_prisma_migrations_")
    }
}
