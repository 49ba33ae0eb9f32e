import Glibc

/// What libFuzzer feeds with bytes; `FUZZ_TARGET` names it.
enum FuzzTarget: String, CaseIterable {
    /// A migration's SQL: parsed, replayed, and diagnosed where it stopped.
    case script
    /// Texts of PostgreSQL's catalogs.
    case catalog
    /// schema.prisma: parsed, and mapped to tables.
    case datamodel
    /// The configuration file.
    case configuration
    /// The web configuration file.
    case webConfiguration = "web-configuration"
    /// A database URL, a libpq URI or a conninfo.
    case url
    /// `Accept` and `Accept-Encoding`.
    case accept
    /// A `.env`.
    case dotenv
    /// Rows of `_prisma_migrations`, a lock and directories.
    case rows
    /// The document of baselines.
    case baseline
    /// A tar, packed or not.
    case tar
    /// A zip.
    case zip
    /// A request to the routes.
    case routes

    /// The target that the environment names.
    static let chosen: FuzzTarget = {
        guard let name = getenv("FUZZ_TARGET"), let target = FuzzTarget(rawValue: String(cString: name)) else {
            fatalError("FUZZ_TARGET is to be one of \(allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return target
    }()

    /// Runs the code under test; whatever traps is a finding.
    func run(_ bytes: [UInt8]) {
        switch self {
        case .script: fuzzScript(Input(bytes))
        case .catalog: fuzzCatalog(Input(bytes))
        case .datamodel: fuzzDatamodel(text(bytes))
        case .configuration: fuzzConfiguration(text(bytes))
        case .webConfiguration: fuzzWebConfiguration(text(bytes))
        case .url: fuzzURL(text(bytes))
        case .accept: fuzzAccept(text(bytes))
        case .dotenv: fuzzDotEnv(text(bytes))
        case .rows: fuzzRows(Input(bytes))
        case .baseline: fuzzBaseline(bytes)
        case .tar: fuzzArchive(bytes, "a.tar.gz")
        case .zip: fuzzArchive(bytes, "a.zip")
        case .routes: fuzzRoutes(Input(bytes))
        }
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// libFuzzer's entry.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzTarget.chosen.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
