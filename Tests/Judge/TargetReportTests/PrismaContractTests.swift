import MigrationHistory
import Testing

@testable import TargetReport

@Suite struct PrismaContractTests {
    private static let beginning =
        ": _prisma_migrations is what Prisma 7 left behind, so that nothing in it is pending and the schema is not held "
        + "against it."

    private static func at(_ second: Int64) -> Instant {
        Instant(microseconds: 1_767_225_600_000_000 + second * 1_000_000)
    }

    @Test func `a contract of which nothing may be read is told all the same`() {
        var contract = PrismaContract()
        #expect(contract.since == nil)
        #expect(contract.remark == "This database is managed by Prisma 8\(Self.beginning)")
        contract.problem = "Its state may not be read."
        #expect(contract.remark == "This database is managed by Prisma 8\(Self.beginning) Its state may not be read.")
    }

    @Test func `a database is Prisma 8's since its first migration, or else since its oldest marker`() {
        var contract = PrismaContract()
        contract.markers = [
            .init(space: "app", coreHash: "abc", updatedAt: Self.at(9)),
            .init(space: "audit", coreHash: nil, updatedAt: nil),
            .init(space: "search", coreHash: "def", updatedAt: Self.at(5)),
        ]
        #expect(contract.since == Self.at(5))
        contract.firstMigrationAt = Self.at(7)
        #expect(contract.since == Self.at(7))
    }

    @Test func `what each space is at and what ran last is told, as far as it may be read`() {
        var contract = PrismaContract()
        contract.firstMigrationAt = Self.at(0)
        contract.markers = [
            .init(space: "app", coreHash: "abc", updatedAt: Self.at(1)),
            .init(space: "audit", coreHash: nil, updatedAt: nil),
        ]
        contract.lastMigration = .init(migrationName: "2_b", createdAt: Self.at(2))
        let told =
            "This database is managed by Prisma 8 since 2026-01-01T00:00:00.000000Z\(Self.beginning)"
            + " Contract \"app\" is at abc, updated at 2026-01-01T00:00:01.000000Z."
            + " Contract \"audit\" is at a hash that may not be read."
        #expect(contract.remark == "\(told) The last migration is 2_b, run at 2026-01-01T00:00:02.000000Z.")
        contract.lastMigration?.createdAt = nil
        #expect(contract.remark == "\(told) The last migration is 2_b.")
    }
}
