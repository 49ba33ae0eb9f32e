import MigrationHistory
import MigrationSQL
import SchemaModel
import TargetReport
import Testing

@testable import Diagnosis

@Suite struct BaselineTests {
    private static let table = ObjectID(.table, schema: "public", name: "Ticket")
    private static let audit = ObjectID(.table, schema: "audit", name: "log")

    /// A table with a column, a key, an index of two columns, and what belongs to none of it.
    private static let rows = [
        CatalogRow(id: table, fields: ["false", "false", nil, nil, nil, "-1"]),
        CatalogRow(
            id: table.member(.column, "id"),
            fields: ["pg_catalog", "int4", "integer", "false", "true", "", "", nil, "-1"]
        ),
        CatalogRow(id: table.member(.constraint, "Ticket_pkey"), fields: ["PRIMARY KEY (id)", "true"]),
        CatalogRow(id: table.member(.constraint, "Ticket_check"), fields: ["CHECK ((id > 0))", "true"]),
        CatalogRow(
            id: ObjectID(.index, schema: "public", name: "Ticket_id_idx"),
            fields: ["CREATE INDEX \"Ticket_id_idx\" ON public.\"Ticket\" USING btree (id)", "true", "r"]
        ),
        CatalogRow(
            id: ObjectID(.enum, schema: "public", name: "Colour"),
            fields: [nil, nil, nil, nil, nil, "red\ngreen"]
        ),
        CatalogRow(id: ObjectID(.enumValue, schema: "public", owner: "Colour", name: "red"), fields: []),
        CatalogRow(id: ObjectID(.enumValue, schema: "public", owner: "Colour", name: "green"), fields: []),
        CatalogRow(id: ObjectID(.function, schema: "public", name: "f()"), fields: ["SELECT 1", "sql", "v", "false"]),
        CatalogRow(id: audit, fields: ["false", "false", nil, nil, nil, "-1"]),
        CatalogRow(id: ObjectID(.table, schema: "public", name: "_prisma_migrations"), fields: []),
    ]

    private static func baseline(_ rows: [CatalogRow], schema: String = "public") -> SchemaBaseline {
        SchemaBaseline(
            of: ObservedSchema(rows),
            schema: schema,
            takenAt: Instant(microseconds: 1_769_790_300_000_000),
            serverVersion: 18,
            rows: "",
            digest: { $0 }
        )
    }

    private static func report(
        _ rows: [CatalogRow],
        scope: DriftScope = .prisma,
        ignored: [String] = [],
        namespaces: Set<String> = ["public"]
    ) -> DriftReport {
        var settings = DriftSettings()
        settings.scope = scope
        settings.ignored = ignored.map { IgnorePattern($0) }
        return DriftReport(
            baseline: baseline(Self.rows),
            current: baseline(rows),
            observed: ObservedSchema(rows),
            namespaces: namespaces,
            settings: settings
        )
    }

    /// The changes, each as form, kind and name.
    private static func told(_ report: DriftReport) -> [String] {
        report.changes.map { "\($0.form.rawValue) \($0.kind) \($0.object)" }
    }

    /// The rows with one field of one object changed.
    private static func changed(_ name: String, _ field: Int, _ text: String?) -> [CatalogRow] {
        rows.map { row in
            var row = row
            if row.id.name == name { row.fields[field] = text }
            return row
        }
    }

    @Test func `the same catalog is no drift, in whatever order and however many rows are estimated`() {
        #expect(Self.report(Self.rows.reversed()).changes.isEmpty)
        #expect(Self.report(Self.changed("Ticket", 5, "40000"), scope: .full).changes.isEmpty)
        #expect(Self.report(Self.rows).isJudged)
    }

    @Test func `each object that is gone, new or changed is told by its name, with the time of the baseline`() throws {
        var rows = Self.changed("id", 4, "false").filter { $0.id.name != "Ticket_id_idx" }
        rows.append(
            CatalogRow(
                id: ObjectID(.table, schema: "public", name: "hand_made"),
                fields: Array(repeating: nil, count: 9)
            )
        )
        let report = Self.report(rows)
        #expect(
            Self.told(report) == [
                "unexpected table public.hand_made", "different column public.Ticket.id",
                "missing index public.Ticket_id_idx",
            ]
        )
        #expect(report.isDrifted)
        #expect(report.changes[1].observed == "int4, changed since 2026-01-30T16:25:00.000000Z")
        #expect(report.changes[2].expected == "present at 2026-01-30T16:25:00.000000Z")
        #expect(report.changes[2].observed == nil)
    }

    @Test func `a table's parts are not told beside the table`() {
        let without = Self.rows.filter {
            $0.id != Self.table && $0.id.owner != "Ticket" && $0.id.name != "Ticket_id_idx"
        }
        #expect(Self.told(Self.report(without, scope: .full)) == ["missing table public.Ticket"])
        var settings = DriftSettings()
        settings.scope = .full
        let created = DriftReport(
            baseline: Self.baseline(without),
            current: Self.baseline(Self.rows),
            observed: ObservedSchema(Self.rows),
            namespaces: ["public"],
            settings: settings
        )
        #expect(Self.told(created) == ["unexpected table public.Ticket"])
    }

    @Test func `scope prisma sees the kinds that Prisma's differ sees, scope full all of them`() {
        for (rows, full) in [
            (Self.changed("f()", 0, "SELECT 2"), "different function public.f()"),
            (Self.changed("Ticket_check", 0, "CHECK ((id > 1))"), "different check public.Ticket.Ticket_check"),
            (Self.changed("Ticket", 0, "true"), "different table public.Ticket"),
            (Self.changed("id", 8, "500"), "different column public.Ticket.id"),
            (Self.changed("Colour", 5, "green\nred"), "different enum public.Colour"),
            (Self.rows.filter { $0.id != Self.audit }, "missing table audit.log"),
        ] {
            #expect(
                Self.told(Self.report(rows, namespaces: full.contains("audit") ? [] : ["public"])).isEmpty,
                "\(full)"
            )
        }
        #expect(
            Self.told(Self.report(Self.changed("f()", 0, "SELECT 2"), scope: .full)) == [
                "different function public.f()"
            ]
        )
        #expect(
            Self.told(Self.report(Self.changed("Ticket_check", 0, "CHECK ((id > 1))"), scope: .full))
                == ["different check public.Ticket.Ticket_check"]
        )
        #expect(
            Self.told(Self.report(Self.changed("id", 8, "500"), scope: .full)) == ["different column public.Ticket.id"]
        )
        #expect(
            Self.told(Self.report(Self.changed("Colour", 5, "green\nred"), scope: .full))
                == ["different enum public.Colour"]
        )
    }

    @Test func `other namespaces count where the project is known to use them`() {
        let rows = Self.rows.filter { $0.id != Self.audit }
        #expect(Self.report(rows).changes.isEmpty)
        #expect(Self.told(Self.report(rows, namespaces: ["public", "audit"])) == ["missing table audit.log"])
    }

    @Test func `a namespace with a history of its own is that history's`() {
        let tenant =
            Self.rows + [
                CatalogRow(id: ObjectID(.table, schema: "audit", name: "_prisma_migrations"), fields: [])
            ]
        #expect(Self.baseline(tenant).objects[Self.audit] == nil)
        #expect(Self.baseline(tenant, schema: "audit").objects[Self.audit] != nil)
        #expect(Self.baseline(tenant, schema: "audit").objects[Self.table] == nil)
    }

    @Test func `a new value of an enum is told once`() {
        let rows =
            Self.changed("Colour", 5, "red\ngreen\nblue")
            + [CatalogRow(id: ObjectID(.enumValue, schema: "public", owner: "Colour", name: "blue"), fields: [])]
        for scope in DriftScope.allCases {
            #expect(Self.told(Self.report(rows, scope: scope)) == ["unexpected enum_value public.Colour.blue"])
        }
    }

    @Test func `an index that has the name of an enum is another object`() {
        let index = ObjectID(.index, schema: "public", name: "Colour")
        func row(_ key: String) -> CatalogRow {
            CatalogRow(
                id: index,
                fields: ["CREATE INDEX \"Colour\" ON public.\"Ticket\" USING \(key) (id)", "true", "r"]
            )
        }
        let blue = CatalogRow(id: ObjectID(.enumValue, schema: "public", owner: "Colour", name: "blue"), fields: [])
        let report = DriftReport(
            baseline: Self.baseline(Self.rows + [row("btree")]),
            current: Self.baseline(Self.changed("Colour", 5, "red\ngreen\nblue") + [row("hash"), blue]),
            observed: ObservedSchema(Self.rows + [row("hash"), blue]),
            namespaces: ["public"],
            settings: DriftSettings()
        )
        #expect(Self.told(report) == ["different index public.Colour", "unexpected enum_value public.Colour.blue"])
    }

    @Test func `a column's sequence comes with its table, a view's columns and a partial index are nothing to Prisma`()
    {
        let added = ObjectID(.table, schema: "public", name: "b")
        let view = ObjectID(.view, schema: "public", name: "v")
        let sequence = ObjectID(.sequence, schema: "public", name: "b_id_seq")
        let column: [String?] = ["pg_catalog", "int4", "integer", "false", "false", "", "", nil, "-1"]
        let partial = "CREATE INDEX p ON public.\"Ticket\" USING btree (id) WHERE (id > 0)"
        let rows =
            Self.rows + [
                CatalogRow(id: added, fields: ["false", "false", nil, nil, nil, "-1"]),
                CatalogRow(id: added.member(.column, "id"), fields: column),
                CatalogRow(id: sequence, fields: ["int4", "1", "1", "1", "9", "false", "b", "id"]),
                CatalogRow(id: view, fields: Array(repeating: nil, count: 5)),
                CatalogRow(id: view.member(.column, "id"), fields: column),
                CatalogRow(id: ObjectID(.index, schema: "public", name: "p"), fields: [partial, "true", "r"]),
                CatalogRow(id: .extension("citext"), fields: []),
            ]
        #expect(Self.told(Self.report(rows)) == ["unexpected table public.b"])
        #expect(
            Set(Self.told(Self.report(rows, scope: .full)))
                == [
                    "unexpected table public.b", "unexpected view public.v", "unexpected index public.p",
                    "unexpected extension citext",
                ]
        )
    }

    @Test func `only a table is a history`() {
        let view = CatalogRow(id: ObjectID(.view, schema: "audit", name: "_prisma_migrations"), fields: [])
        #expect(Self.baseline(Self.rows + [view]).objects[Self.audit] != nil)
    }

    @Test func `an invalid index is told as such, and validating a constraint is nothing to Prisma`() {
        let report = Self.report(Self.changed("Ticket_id_idx", 1, "false"))
        #expect(Self.told(report) == ["different index public.Ticket_id_idx"])
        #expect(report.changes.first?.observed == "invalid")
        let invalid =
            Self.rows + [
                CatalogRow(
                    id: Self.table.member(.constraint, "x"),
                    fields: ["FOREIGN KEY (id) REFERENCES public.b(id) NOT VALID", "false"]
                )
            ]
        let valid =
            Self.rows + [
                CatalogRow(
                    id: Self.table.member(.constraint, "x"),
                    fields: ["FOREIGN KEY (id) REFERENCES public.b(id)", "true"]
                )
            ]
        for (scope, count) in [(DriftScope.prisma, 0), (.full, 1)] {
            var settings = DriftSettings()
            settings.scope = scope
            let report = DriftReport(
                baseline: Self.baseline(invalid),
                current: Self.baseline(valid),
                observed: ObservedSchema(valid),
                namespaces: ["public"],
                settings: settings
            )
            #expect(report.changes.count == count)
        }
    }

    @Test func `what the user ignores is left out`() {
        let rows = Self.changed("id", 4, "false").filter { $0.id.name != "Ticket_id_idx" }
        #expect(Self.told(Self.report(rows, ignored: ["index:*"])) == ["different column public.Ticket.id"])
        #expect(Self.told(Self.report(rows, ignored: ["public.Ticket*"])).isEmpty)
    }

    @Test func `Prisma's own table is no object of the baseline, nor are partitions for Prisma`() {
        #expect(Self.baseline(Self.rows).objects.keys.allSatisfy { $0.name != "_prisma_migrations" })
        let part = ObjectID(.table, schema: "public", name: "Ticket_2026")
        let rows =
            Self.rows + [
                CatalogRow(id: part, fields: ["false", "false", "public.Ticket", nil, nil, "-1"]),
                CatalogRow(
                    id: part.member(.column, "id"),
                    fields: ["pg_catalog", "int4", "integer", "false", "true", "", "", nil, "-1"]
                ),
                CatalogRow(
                    id: ObjectID(.index, schema: "public", name: "Ticket_2026_id_idx"),
                    fields: [
                        "CREATE INDEX \"Ticket_2026_id_idx\" ON public.\"Ticket_2026\" USING btree (id)", "true", "r",
                    ]
                ),
            ]
        #expect(Self.report(rows).changes.isEmpty)
        #expect(Self.told(Self.report(rows, scope: .full)) == ["unexpected table public.Ticket_2026"])
    }

    @Test func `the baseline moves with the rows and the server's version, and waits for what is unfinished`() {
        let known = SchemaBaseline(takenAt: Instant(microseconds: 0), serverVersion: 17, rows: "a", objects: [:])
        func step(_ known: SchemaBaseline?, _ unfinished: [String], _ rows: String, _ version: Int = 17)
            -> SchemaBaseline.Step
        {
            SchemaBaseline.step(known, unfinished: unfinished, rows: rows, serverVersion: version)
        }
        #expect(step(nil, [], "a") == .take(remark: nil))
        #expect(step(known, [], "a") == .compare)
        #expect(step(known, [], "b") == .take(remark: nil))
        for known in [nil, known] {
            guard case .wait(let reason) = step(known, ["2_sla"], "b") else {
                Issue.record("not waiting")
                continue
            }
            #expect(reason.hasPrefix("2_sla is unfinished"))
        }
        guard case .take(let remark?) = step(known, [], "a", 18) else {
            Issue.record("not taken anew")
            return
        }
        #expect(remark.hasPrefix("The server went from PostgreSQL 17 to 18"))
    }

    @Test func `what rows say does not depend on their order, and each of their times counts`() {
        func row(_ name: String, _ started: Int64, _ finished: Int64?, _ rolledBack: Int64? = nil) -> MigrationRow {
            MigrationRow(
                id: "",
                name: name,
                checksum: "",
                startedAt: Instant(microseconds: started),
                finishedAt: finished.map { Instant(microseconds: $0) },
                rolledBackAt: rolledBack.map { Instant(microseconds: $0) },
                logs: nil,
                appliedStepsCount: 1
            )
        }
        let rows = [row("a", 1, 2), row("b", 3, nil)]
        #expect(SchemaBaseline.text(of: rows) == SchemaBaseline.text(of: rows.reversed()))
        for other in [
            [row("a", 1, 2)], [row("a", 1, 2), row("b", 3, 4)], [row("a", 1, 2), row("b", 3, nil, 4)],
            [row("a", 1, 2), row("b", 4, nil)], [row("a", 1, 2), row("c", 3, nil)],
        ] {
            #expect(SchemaBaseline.text(of: other) != SchemaBaseline.text(of: rows))
        }
    }

    @Test func `scope full looks at every namespace, scope prisma at the history's`() {
        let other = ObjectID(.table, schema: "audit", name: "other")
        let rows = Self.rows + [CatalogRow(id: other, fields: ["false", "false", nil, nil, nil, "-1"])]
        #expect(Self.told(Self.report(rows, scope: .full)) == ["unexpected table audit.other"])
        #expect(Self.report(rows, scope: .prisma).changes.isEmpty)
    }

    @Test func `a namespace that is gone with all that it held is told, one that has a history by now is not`() {
        let rows = Self.rows.filter { $0.id != Self.audit }
        #expect(Self.told(Self.report(rows, scope: .full)) == ["missing table audit.log"])
        let history = CatalogRow(id: ObjectID(.table, schema: "audit", name: "_prisma_migrations"), fields: [])
        #expect(Self.report(Self.rows + [history], scope: .full).changes.isEmpty)
    }

    @Test func `an enum of which no value is told is told itself, beside one of which a value is`() {
        let other = ObjectID(.enum, schema: "public", name: "Size")
        let (small, large) = ("small", "large")
        func rows(_ colours: [String], _ sizes: [String]) -> [CatalogRow] {
            let enums = [(ObjectID(.enum, schema: "public", name: "Colour"), colours), (other, sizes)]
            return enums.flatMap { id, values in
                [CatalogRow(id: id, fields: [nil, nil, nil, nil, nil, values.joined(separator: "\n")])]
                    + values.map { value in
                        CatalogRow(id: ObjectID(.enumValue, schema: "public", owner: id.name, name: value), fields: [])
                    }
            }
        }
        func told(_ before: [CatalogRow], _ after: [CatalogRow]) -> [String] {
            Self.told(
                DriftReport(
                    baseline: Self.baseline(before),
                    current: Self.baseline(after),
                    observed: ObservedSchema(after),
                    namespaces: ["public"],
                    settings: settings
                )
            )
        }
        var settings = DriftSettings()
        settings.scope = .full
        let before = rows(["red"], [small, large])
        #expect(
            told(before, rows(["red", "blue"], [large, small]))
                == ["different enum public.Size", "unexpected enum_value public.Colour.blue"]
        )
        #expect(told(before, rows(["red"], [small])) == ["missing enum_value public.Size.large"])
        let gone = before.filter { $0.id != other && $0.id.owner != "Size" }
        #expect(told(before, gone) == ["missing enum public.Size"])
        #expect(told(gone, before) == ["unexpected enum public.Size"])
    }

    @Test func `an extension counts in no namespace, and only in the full scope`() {
        let rows = Self.rows + [CatalogRow(id: ObjectID(.extension, schema: "", name: "citext"), fields: [])]
        #expect(Self.report(rows).changes.isEmpty)
        #expect(Self.report(rows, scope: .full).changes.map(\.kind) == ["extension"])
    }

    @Test func `a sequence is part of the table that owns it`() {
        let sequence = ObjectID(.sequence, schema: "public", name: "Ticket_id_seq")
        let fields = ["int8", "1", "1", "9", "1", "false", "public.Ticket.id"]
        let with = Self.rows + [CatalogRow(id: sequence, fields: fields)]
        let entry = Self.baseline(with).objects[sequence]
        #expect(entry?.isPrismas == false && entry?.kind == "sequence")
        #expect(Self.baseline(with).objects[Self.table.member(.column, "id")]?.whole == Self.table)
        #expect(Self.baseline(with).objects[Self.table]?.isPrismas == true)
    }
}
