import Testing

/// Referential actions that Prisma Client takes.
@Suite struct ClientActionTests {
    /// A schema whose models relate to each other by fields `r0`, `r1`, … as told: `A > B: actions`.
    private func told(
        _ relations: [String],
        columns: String = "Int",
        isUnique: Bool = false,
        provider: String = "postgresql"
    ) -> [String] {
        var models: [String: [String]] = [:]
        for (index, relation) in relations.enumerated() {
            let parts = relation.split(separator: ": ", maxSplits: 1).map(String.init)
            let ends = parts[0].split(separator: " > ").map(String.init)
            let actions = parts.count > 1 ? ", \(parts[1])" : ""
            let mark = columns.hasSuffix("?") ? "?" : ""
            let link = "@relation(\"r\(index)\", fields: [r\(index)Id], references: [id]\(actions))"
            models[ends[0], default: []] += [
                "r\(index)Id \(columns)\(isUnique ? " @unique" : "")", "r\(index) \(ends[1])\(mark) \(link)",
            ]
            models[ends[1], default: []]
                .append("back\(index) \(ends[0])\(isUnique ? "?" : "[]") @relation(\"r\(index)\")")
        }
        let text =
            "datasource db {\n  provider = \"\(provider)\"\n  relationMode = \"prisma\"\n}\n"
            + models.map { "model \($0) {\n  id Int @id\n  \($1.joined(separator: "\n  "))\n}\n" }.joined()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return faults([(path: "s", text: text)])
            .map { fault in
                let line = fault.split(separator: ":").first.flatMap { Int($0) } ?? 0
                return String(lines[line - 1].split(separator: " ")[0])
            }
            .sorted()
    }

    private static let restrict = "onDelete: Restrict, onUpdate: Restrict"

    @Test func `a relation of many to many takes no actions`() {
        let text = """
            datasource db {
              provider     = "postgresql"
              relationMode = "prisma"
            }
            model A {
              id    Int @id
              many  B[] @relation("many")
              owner B[] @relation("one")
            }
            model B {
              id   Int @id
              many A[] @relation("many")
              aId  Int
              a    A   @relation("one", fields: [aId], references: [id])
            }
            """
        #expect(faults([(path: "s", text: text)]) == [])
    }

    @Test(arguments: [
        (["A > B"], []), (["A > B", "B > A"], ["r0", "r1"]), (["A > B: \(restrict)", "B > A"], []),
        (["A > B", "B > A: \(restrict)"], []), (["A > B: onUpdate: Restrict", "B > A: onUpdate: Restrict"], []),
        (["A > B", "B > C", "C > A"], ["r0", "r1", "r2"]), (["A > B", "B > C: \(restrict)", "C > A"], []),
        (["A > B", "B > B"], ["r0", "r1"]), (["A > B", "B > B: \(restrict)"], []),
        (["A > B", "B > C", "C > C"], ["r0", "r1", "r2"]), (["A > B", "B > C", "C > B"], ["r1", "r2"]),
        (["A > B", "B > C", "C > D", "D > B"], ["r1", "r2", "r3"]), (["A > B", "A > C", "B > D", "C > D"], []),
        (["A > B", "B > A", "C > D", "D > C"], ["r0", "r1", "r2", "r3"]),
    ])
    func `actions must not come back to where they began`(_ relations: [String], _ expected: [String]) {
        #expect(told(relations) == expected)
    }

    @Test(arguments: [["A > B", "B > A"], ["A > B", "B > B"]])
    func `a relation of one row to one acts from the side of the foreign key`(_ relations: [String]) {
        #expect(told(["A > B"], columns: "Int?", isUnique: true) == [])
        #expect(told(relations, columns: "Int?", isUnique: true) == ["r0", "r1"])
    }

    @Test(arguments: [
        ("onDelete: Cascade, onUpdate: Restrict", ["r0"]), ("onDelete: Restrict, onUpdate: Cascade", ["r0"]),
        ("onUpdate: Restrict", ["r0"]), ("onDelete: Restrict", ["r0"]), (restrict, []),
    ])
    func `a model that relates to itself restricts both`(_ actions: String, _ expected: [String]) {
        #expect(told(["A > A: \(actions)"], columns: "Int?") == expected)
    }

    @Test func `on CockroachDB Prisma Client may do nothing`() {
        let relation = "A > A: onDelete: NoAction, onUpdate: NoAction"
        #expect(told([relation], columns: "Int?", provider: "cockroachdb") == [])
    }

    @Test(arguments: [
        ("onDelete: SetNull", "Int", false, ["r0"]), ("onUpdate: SetNull", "Int", false, ["r0"]),
        ("onDelete: SetNull", "Int", true, ["r0"]), ("onDelete: SetNull", "Int?", false, []),
        ("onUpdate: SetNull", "Int?", false, []), ("onDelete: Cascade", "Int", false, []),
    ])
    func `only columns that are optional are emptied`(
        _ action: String,
        _ columns: String,
        _ isUnique: Bool,
        _ expected: [String]
    ) {
        #expect(told(["A > B: \(action)"], columns: columns, isUnique: isUnique) == expected)
    }

    @Test(arguments: [
        ("postgresql", "NoAction", true), ("postgresql", "SetDefault", true), ("postgresql", "Cascade", false),
        ("cockroachdb", "NoAction", false), ("cockroachdb", "SetDefault", true),
    ])
    func `Prisma Client does not know all actions`(_ provider: String, _ action: String, _ isTold: Bool) {
        let text = """
            datasource db {
              provider     = "\(provider)"
              relationMode = "prisma"
            }
            model Customer {
              id     Int     @id
              orders Order[]
            }
            model Order {
              id         Int      @id
              customerId Int
              customer   Customer @relation(fields: [customerId], references: [id], onDelete: \(action))
            }
            """
        let sentence = "With the relation mode \"prisma\" there is no action `\(action)`."
        #expect(faults([(path: "s", text: text)]) == (isTold ? ["12:83: \(sentence)"] : []))
    }

    @Test func `foreign keys that are not made have names of their own, too`() {
        let text = """
            datasource db {
              provider     = "postgresql"
              relationMode = "prisma"
            }
            model Customer {
              id     Int     @id
              orders Order[]
            }
            model Order {
              id         Int      @id
              customerId Int
              customer   Customer @relation(fields: [customerId], references: [id], map: "Order_pkey")
            }
            """
        #expect(faults([(path: "s", text: text)]).map { $0.prefix(6) } == ["10:23:", "12:23:"])
    }
}
