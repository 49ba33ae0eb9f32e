import SchemaModel

/// Reads the properties of objects from the texts that a catalog query returned.
struct CatalogReader {
    private let parsed: ParsedTexts

    /// Parses each text when it is asked for.
    init() { parsed = ParsedTexts([]) }

    /// Parses the texts of those rows at once.
    init(parsing rows: some Sequence<CatalogRow>) {
        parsed = ParsedTexts(
            rows.flatMap { row in row.expressions.map(Self.query) + [row.statement].compactMap(\.self) }
        )
    }

    /// The properties of the row's object.
    func facets(of row: CatalogRow) -> Facets {
        switch row.id.kind {
        case .table:
            return [
                .rowSecurity: row.flag(0), .forcesRowSecurity: row.flag(1),
                .parents: .names(names(row.text(2))), .storageParameters: .names(names(row.text(3)).sorted()),
            ]
        case .view, .materializedView:
            return [
                .definition: statement(row, "SelectStmt")
                    .map { .expression(CanonicalSQL.query($0)) } ?? .unknown,
                .storageParameters: .names(names(row.text(3)).sorted()),
            ]
        case .column: return column(row)
        case .constraint: return constraint(row)
        case .index: return index(row)
        case .sequence:
            return [
                .type: .type(TypeReference(name: row.text(0) ?? "")), .start: .text(row.text(1) ?? ""),
                .increment: .text(row.text(2) ?? ""), .minimum: .text(row.text(3) ?? ""),
                .maximum: .text(row.text(4) ?? ""), .cycle: row.flag(5), .ownedBy: owner(row),
            ]
        case .domain:
            return [.type: .type(type(row, at: 0)), .notNull: row.flag(4)]
        case .function:
            return [
                .source: row.text(0).map { .text($0) } ?? .unknown, .language: .text(row.text(1) ?? ""),
                .volatility: .text(row.text(2) ?? ""), .securityDefiner: row.flag(3),
            ]
        case .trigger:
            guard let node = statement(row, "CreateTrigStmt") else { return [:] }
            var facets = ScriptReplay.triggerFacets(node)
            facets[.enabled] = .text(row.text(1) ?? "O")
            return facets
        case .policy:
            return [
                .command: .text(row.text(0) ?? ""), .permissive: row.flag(1),
                .roles: .names(names(row.text(2)).sorted()),
                .using: expression(row.text(3)), .withCheck: expression(row.text(4)),
            ]
        case .comment: return [.text: .text(row.text(0) ?? "")]
        case .enum: return [.values: .names(names(row.text(5)))]
        case .schema, .extension, .enumValue, .compositeType, .rangeType, .rule:
            return [:]
        }
    }

    private func names(_ text: String?) -> [String] { (text ?? "").split(separator: "\n").map(String.init) }

    private func type(_ row: CatalogRow, at index: Int) -> TypeReference {
        TypeReference(
            schema: row.text(index),
            name: row.text(index + 1) ?? "",
            modifiers: Self.modifiers(row.text(index + 2) ?? ""),
            isArray: row.isTrue(index + 3)
        )
    }

    /// What stands in the parentheses of `format_type`'s text; nil for none, and for an interval's.
    private static func modifiers(_ text: String) -> String? {
        guard !text.hasPrefix("interval"), let open = text.firstIndex(of: "("),
            let close = text[open...].firstIndex(of: ")")
        else { return nil }
        return String(text[text.index(after: open)..<close])
    }

    private func column(_ row: CatalogRow) -> Facets {
        let type = type(row, at: 0)
        let isGenerated = !(row.text(6) ?? "").isEmpty
        let value =
            isGenerated
            ? nil
            : row.text(7).map { text in tree(text).map { FacetValue(defaultBy: $0, type: type) } ?? .unknown }
        return [
            .type: .type(type), .notNull: row.flag(4), .identity: .text(row.text(5) ?? ""),
            .generated: isGenerated ? expression(row.text(7)) : .text(""), .defaultValue: value ?? .text(""),
            .statistics: .text(row.text(8).map { $0 == "-1" ? "" : $0 } ?? ""),
        ]
    }

    private func expression(_ text: String?) -> FacetValue {
        guard let text else { return .text("") }
        return tree(text).map { .expression(CanonicalSQL.text($0)) } ?? .unknown
    }

    private func constraint(_ row: CatalogRow) -> Facets {
        guard let node = statement(row, "AlterTableStmt")?.list("cmds").first?["AlterTableCmd"]?["def", "Constraint"]
        else { return [:] }
        var facets = ScriptReplay.constraintFacets(node, column: nil)
        facets[.validated] = row.flag(1)
        switch facets[.kind] {
        case .text("check"): facets[.check] = .expression(CanonicalSQL.text(node["raw_expr"]))
        case .text("foreign_key"):
            facets[.columns] = .names(node.names("fk_attrs"))
            facets[.referencedColumns] = .names(node.names("pk_attrs"))
            let target = ScriptReplay.path(node["pktable"])
            facets[.referencedTable] = .object(
                ObjectID(.table, schema: target.count > 1 ? target[0] : "", name: target.last ?? "")
            )
        default: facets[.columns] = .names(node.names("keys"))
        }
        return facets
    }

    private func index(_ row: CatalogRow) -> Facets {
        guard let node = statement(row, "IndexStmt") else {
            return [.valid: row.flag(1)]
        }
        var facets = ScriptReplay.indexFacets(node)
        facets[.valid] = row.flag(1)
        if let parent = row.text(3) { facets[.parents] = .names([parent]) }
        let path = ScriptReplay.path(node["relation"])
        let kind: ObjectID.Kind = row.text(2) == "m" ? .materializedView : .table
        facets[.table] = .object(ObjectID(kind, schema: row.id.schema, name: path.last ?? ""))
        return facets
    }

    private func owner(_ row: CatalogRow) -> FacetValue {
        guard let table = row.text(6), let column = row.text(7) else { return .text("") }
        return .object(ObjectID(.column, schema: row.id.schema, owner: table, name: column))
    }

    /// The tree of the row's SQL, where it is a statement of that kind.
    private func statement(_ row: CatalogRow, _ kind: String) -> SQLNode? {
        row.statement.flatMap { parsed.statement($0, kind) }
    }

    /// The tree of an expression; nil where it does not parse.
    private func tree(_ expression: String) -> SQLNode? {
        ParsedScript.target(of: parsed.first(Self.query(expression)))
    }

    private static func query(_ expression: String) -> String { "SELECT \(expression)" }
}

extension CatalogRow {
    /// The statement that makes the object, as the server tells it.
    fileprivate var statement: String? {
        switch id.kind {
        case .view, .materializedView: text(4)
        case .constraint: text(0).map { "ALTER TABLE t ADD \($0)" }
        case .index, .trigger: text(0)
        default: nil
        }
    }

    /// The expressions among its texts.
    fileprivate var expressions: [String] {
        switch id.kind {
        case .column: [text(7)].compactMap(\.self)
        case .policy: [text(3), text(4)].compactMap(\.self)
        default: []
        }
    }
}
