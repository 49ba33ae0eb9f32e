import MigrationSQL
import TargetReport

/// What PostgreSQL's own catalogs allow to be said of a script that stopped somewhere.
struct AllowedVerdicts {
    /// The verdicts that are not wrong.
    let verdicts: Set<Verdict>

    /// Statements that may change rows, so that the same catalogs are not the same database.
    private static let dataKinds: Set<String> = [
        "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "DoStmt", "CallStmt", "SelectStmt", "CopyStmt",
        "TruncateStmt", "RefreshMatViewStmt",
    ]

    /// Whether the statement may change rows; a SELECT that sets the search path changes its session alone.
    static func changesRows(_ statement: ReplayedStatement) -> Bool {
        dataKinds.contains(statement.kind) && !statement.text.contains("set_config")
    }

    /// What the catalogs allow.
    ///
    /// - Parameters:
    ///   - place: how many of the statements ran.
    ///   - statements: the script's.
    ///   - start: the catalog's facts before the script.
    ///   - found: those after the statements that ran.
    ///   - end: those after all of them.
    init(after place: Int, of statements: [ReplayedStatement], start: Facts, found: Facts, end: Facts) {
        let changesRows = statements.map(Self.changesRows)
        var allowed: Set<Verdict> = [.undetermined]
        if start == end {
            if place == 0, !changesRows.contains(true) { allowed.insert(.notApplied) }
            if place == statements.count, !changesRows.contains(true) { allowed.insert(.applied) }
        } else if found == start {
            if !changesRows[..<place].contains(true) { allowed.insert(.notApplied) }
        } else if found == end {
            if !changesRows[place...].contains(true) { allowed.insert(.applied) }
        } else {
            allowed.insert(.partiallyApplied)
        }
        verdicts = allowed
    }

    /// Lines of `CatalogSnapshot`.
    typealias Facts = Set<Substring>
}
