/// A Prisma schema: what its files say, free of faults.
///
/// It takes what Prisma 6.19 or 7.10 takes for PostgreSQL, and rejects what both reject.
package struct Datamodel: Sendable {
    /// The provider as the datasource names it: `postgresql`, `postgres` or `cockroachdb`.
    package var provider: String { datasource.provider }
    /// The namespaces that the datasource lists; empty where it lists none.
    package var schemas: [String] { datasource.schemas ?? [] }
    /// The preview features of all generators, in lower case.
    package let previewFeatures: Set<String>
    /// Who keeps relations right.
    package var relationMode: RelationMode { datasource.relationMode }
    let datasource: Datasource
    let models: [Model]
    let enums: [EnumType]
    let sources: [SourceText]

    /// Reads a schema.
    ///
    /// - Parameter files: its files, each with the path that faults name; their order does not matter.
    /// - Throws: every fault found.
    package init(files: [(path: String, text: String)]) throws(PrismaSchemaError) {
        sources = files.map { SourceText(path: $0.path, text: $0.text) }
        let reader = try DatamodelReader(sources)
        datasource = reader.datasource
        previewFeatures = reader.previewFeatures
        models = reader.models
        enums = reader.enums
    }

    /// Whether the conditions of partial indexes are part of the schema: the preview feature `partialIndexes` is on.
    package var declaresConditions: Bool { has(.partialIndexes) }

    func has(_ feature: PreviewFeature) -> Bool { previewFeatures.contains(feature.rawValue.lowercased()) }

    func place(of position: TextPosition) -> SourcePlace { sources[position.file].place(at: position.offset) }
}
