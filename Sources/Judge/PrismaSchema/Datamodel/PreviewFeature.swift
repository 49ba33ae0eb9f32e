/// The preview features that decide what a schema may hold.
enum PreviewFeature: String, Sendable {
    case partialIndexes
    case postgresqlExtensions
    case views

    /// All names that Prisma 6.19 or 7.10 knows, in lower case: features that are generally available keep theirs.
    static let known = Set(names.map { $0.lowercased() })

    private static let names = [
        "aggregateApi", "atomicNumberOperations", "clientExtensions", "cockroachDb",
        "connectOrCreate", "createMany", "dataProxy", "deno", "distinct", "driverAdapters", "extendedIndexes",
        "extendedWhereUnique", "fieldReference", "filteredRelationCount", "filterJson", "fullTextIndex",
        "fullTextSearch", "fullTextSearchPostgres", "groupBy", "improvedQueryRaw",
        "interactiveTransactions", "jsonProtocol", "metrics", "microsoftSqlServer", "middlewares", "mongoDb",
        "multiSchema", "nApi", "namedConstraints", "nativeDistinct", "nativeTypes", "omitApi",
        "orderByAggregateGroup", "orderByNulls", "orderByRelation", "partialIndexes", "postgresqlExtensions",
        "prismaSchemaFolder", "queryCompiler", "reactNative", "referentialActions", "referentialIntegrity",
        "relationJoins", "schemaEngineDriverAdapters", "selectRelationCount", "shardKeys", "strictUndefinedChecks",
        "tracing", "transactionApi", "typedSql", "uncheckedScalarInputs", "views",
    ]
}
