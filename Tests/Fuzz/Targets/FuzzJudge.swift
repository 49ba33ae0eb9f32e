import MigrationHistory
import MigrationSQL
import PrismaSchema
import SchemaModel
import TargetReport

@testable import Diagnosis

/// What was there before the scripts that are fuzzed.
private let before = """
    CREATE TYPE e AS ENUM ('p', 'q');
    CREATE TABLE a (id serial PRIMARY KEY, x int NOT NULL DEFAULT 1, y varchar(20), z e, CHECK (x > 0));
    CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id) ON DELETE CASCADE);
    CREATE UNIQUE INDEX i ON a (x, lower(y)) WHERE x > 0;
    CREATE VIEW v AS SELECT a.x, b.id FROM a JOIN b ON b.a_id = a.id;
    """

/// Where they end, replayed once: copies go on from there.
private let start: ScriptReplay = {
    var replay = ScriptReplay(defaultSchema: "public")
    replay.replay(before, of: "1")
    return replay
}()

/// The first byte says how many statements have run, and whether an error is recorded.
func fuzzScript(_ input: Input) {
    var input = input
    let first = input.byte()
    let script = input.text
    var (known, database) = (start, start)
    let statements = known.statements(of: script)
    let lines = script.utf8.count { $0 == 0x0A } + 1
    precondition(statements.allSatisfy { (1...lines).contains($0.line) }, "a statement outside of the script")
    database.replay(statements.prefix(Int(first >> 1)).map(\.text).joined(separator: ";\n"), of: "2")
    var circumstances = MigrationDiagnosis.Circumstances()
    circumstances.recordsError = first & 1 == 1
    let diagnosis = MigrationDiagnosis(of: statements, observed: { database.schema[$0] }, circumstances: circumstances)
    precondition(diagnosis.statements.count == statements.count)
    let id = ObjectID(.table, schema: "public", name: "a")
    precondition(database.schema.objects.values.allSatisfy { !$0.differences(from: $0).contains { $0.facet == .kind } })
    _ = database.unfollowed.contains { $0.mayConcern(id, of: nil) }
}

/// A line for each text: of constraints, an index, a trigger, a type, a default and a view.
func fuzzCatalog(_ input: Input) {
    var input = input
    let table = ObjectID(.table, schema: "public", name: "a")
    let texts: [ObjectID] = [
        table.member(.constraint, "c"), ObjectID(.index, schema: "public", name: "i"), table.member(.trigger, "t"),
    ]
    var rows = texts.map { CatalogRow(id: $0, fields: [input.line(), "true", "r"]) }
    rows.append(
        CatalogRow(
            id: table.member(.column, "x"),
            fields: ["pg_catalog", "text", input.line(), "false", "true", "", "", input.line(), input.line()]
        )
    )
    rows.append(
        CatalogRow(id: ObjectID(.view, schema: "public", name: "v"), fields: [nil, nil, nil, nil, input.line()])
    )
    // Rows with fields of any number, as no server sends them.
    rows.append(CatalogRow(id: table, fields: (0..<Int(input.byte() % 12)).map { _ in input.line() }))
    for kind in ObjectID.Kind.allCases {
        let fields = (0..<Int(input.byte() % 12)).map { _ in input.truth() ? nil : input.line() }
        rows.append(CatalogRow(id: table.member(kind, "k"), fields: fields))
    }
    let observed = ObservedSchema(rows)
    for row in rows {
        _ = observed[row.id]
        _ = observed.estimatedRows(of: row.id)
    }
}

func fuzzDatamodel(_ text: String) {
    guard let datamodel = try? Datamodel(files: [(path: "schema.prisma", text: text)]) else { return }
    let schema = datamodel.databaseSchema(defaultSchema: "public")
    precondition(schema.places.count == schema.schema.objects.count, "an object without a place")
    let report = DriftReport(
        datamodel: datamodel,
        nil,
        observed: schema.schema,
        defaultSchema: "public",
        settings: DriftSettings()
    )
    precondition(report.changes.allSatisfy { $0.form == .different }, "a schema lacks what is its own")
}

/// Each row is some bytes: its name, which of its times there are and what they are, its logs.
func fuzzRows(_ input: Input) {
    var input = input
    let names = ["20240101_a", "20240201_b", "B", "b", "", "é", "a\u{301}", "1_a", "10_b"]
    let sums = ["", "manual", String(repeating: "ab", count: 32), String(repeating: "0", count: 33)]
    func time() -> Instant? {
        switch input.byte() % 6 {
        case 0: nil
        case 1: Instant(microseconds: input.number())
        case 2: Instant(microseconds: .min)
        case 3: Instant(microseconds: .max)
        default: Instant(microseconds: 1_767_225_600_000_000 + Int64(input.byte()) * 1_000_000)
        }
    }
    let count = Int(input.byte() % 16)
    let rows = (0..<count)
        .map { index in
            MigrationRow(
                id: "\(index)",
                name: input.truth() ? input.choice(names) : input.line(),
                checksum: input.choice(sums),
                startedAt: time(),
                finishedAt: time(),
                rolledBackAt: time(),
                logs: input.truth() ? nil : input.line().replacing("|", with: "\n"),
                appliedStepsCount: Int(truncatingIfNeeded: input.truth() ? input.number() : 1)
            )
        }
    let sessions = (0..<Int(input.byte() % 4))
        .map { _ in
            AdvisoryLock.Session(
                pid: Int(input.byte()),
                granted: input.truth(),
                backendStart: time(),
                state: input.choice([nil, "active", "idle", "idle in transaction"]),
                stateChange: time()
            )
        }
    let directories =
        input.truth()
        ? nil
        : names.prefix(Int(input.byte()) % names.count)
            .map { name in
                MigrationDirectory(
                    name: name,
                    script: .checksums(ScriptChecksums(verbatim: sums[2], lineFeeds: sums[2], carriageReturns: sums[2]))
                )
            }
    let half = rows.count / 2
    let inputs = [
        MigrationHistory.Input(schema: "public", rows: Array(rows[half...]), directories: directories),
        MigrationHistory.Input(schema: "b", rows: Array(rows[..<half]), directories: nil),
    ]
    let histories = MigrationHistory.judge(
        inputs,
        lock: AdvisoryLock(sessions: sessions, isVisible: input.truth()),
        databaseTime: time() ?? Instant(microseconds: 0)
    )
    for (history, input) in zip(histories, inputs) {
        precondition(history.counts.values.reduce(0, +) == history.states.count)
        precondition(history.unfinished.isEmpty != input.rows.contains(where: \.isUnfinished))
        for open in history.unfinished {
            let evidence = UnfinishedReport.Evidence(
                script: .failure(.init("It is not at hand.")),
                checksums: nil,
                observed: .failure(.init("It is not at hand."))
            )
            _ = UnfinishedReport(open, by: evidence)
        }
    }
    _ = histories.map { $0.began.values.map(\.iso8601) }
}
