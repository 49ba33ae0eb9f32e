/// Makes models and enums of parsed blocks, in passes: a pass begins only where those before it found no fault, so that
/// a fault is not told again by what follows from it.
struct DatamodelReader {
    /// What a name of the top level stands for.
    enum Top {
        case model(Int)
        case enumeration(Int)
        case composite
    }

    /// The files.
    let sources: [SourceText]
    /// What was found, in no order.
    var faults: [TextFault] = []
    /// All files' blocks in their order.
    var blocks: [BlockNode] = []
    var datasource = Datasource()
    /// The preview features of all generators, in lower case.
    var previewFeatures: Set<String> = []
    var models: [Model] = []
    var enums: [EnumType] = []
    /// The block that each model comes from.
    var modelBlocks: [BlockNode] = []
    /// The block that each enum comes from.
    var enumBlocks: [BlockNode] = []
    var tops: [String: Top] = [:]

    /// Reads the files.
    init(_ sources: [SourceText]) throws(PrismaSchemaError) {
        self.sources = sources
        for (file, source) in sources.enumerated() {
            let parser = SchemaParser(source, file: file)
            blocks += parser.blocks
            faults += parser.faults
        }
        readDatasource()
        if !datasource.isPostgreSQL { try stopAtFaults() }
        readGenerators()
        checkSettingsAgainstFeatures()
        try stopAtFaults()
        readNames()
        try stopAtFaults()
        readTypes()
        try stopAtFaults()
        readAttributes()
        try stopAtFaults()
        checkRules()
        try stopAtFaults()
    }

    /// Notes a fault.
    mutating func fault(_ position: TextPosition, _ sentence: String) {
        faults.append(TextFault(position: position, sentence: sentence))
    }

    private func stopAtFaults() throws(PrismaSchemaError) {
        guard !faults.isEmpty else { return }
        let ordered = faults.sorted {
            ($0.position.file, $0.position.offset) < ($1.position.file, $1.position.offset)
        }
        throw PrismaSchemaError(
            faults: ordered.map { fault in
                guard sources.indices.contains(fault.position.file) else {
                    return PrismaSchemaError.Fault(
                        place: SourcePlace(file: "schema.prisma", line: 1, column: 1),
                        sentence: fault.sentence
                    )
                }
                let place = sources[fault.position.file].place(at: fault.position.offset)
                return PrismaSchemaError.Fault(place: place, sentence: fault.sentence)
            }
        )
    }
}
