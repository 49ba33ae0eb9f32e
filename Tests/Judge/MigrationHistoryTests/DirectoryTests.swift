import Testing

@testable import MigrationHistory

@Suite struct DirectoryTests {
    private let other = String(repeating: "cd", count: 32)

    @Test func `a script with another checksum than its row's is edited`() {
        let rows = [applied("same"), applied("other")]
        let history = judged(rows, directories: [directory("same"), directory("other", checksum: other)])
        #expect(history.edited == ["other"])
    }

    @Test func `line ends of another system are no edit`() {
        let script = ScriptChecksums(
            verbatim: other,
            lineFeeds: String(repeating: "ab", count: 32),
            carriageReturns: other
        )
        #expect(
            judged([applied("m")], directories: [MigrationDirectory(name: "m", script: .checksums(script))]).edited
                .isEmpty
        )
        let back = ScriptChecksums(
            verbatim: other,
            lineFeeds: other,
            carriageReturns: String(repeating: "ab", count: 32)
        )
        #expect(
            judged([applied("m")], directories: [MigrationDirectory(name: "m", script: .checksums(back))]).edited
                .isEmpty
        )
    }

    @Test func `a checksum without its zeros is the old form of the same`() {
        let full = "0a" + String(repeating: "b0", count: 31)
        let old = "a" + String(repeating: "b0", count: 31)
        #expect(
            judged([row("m", finished: 1, checksum: old)], directories: [directory("m", checksum: full)]).edited.isEmpty
        )
        #expect(
            judged([row("m", finished: 1, checksum: old)], directories: [directory("m", checksum: other)]).edited == [
                "m"
            ]
        )
    }

    @Test(arguments: ["", "manual", "ABCD", "zz", String(repeating: "a", count: 65)])
    func `a checksum that Prisma never wrote tells nothing`(_ checksum: String) {
        #expect(judged([row("m", finished: 1, checksum: checksum)], directories: [directory("m")]).edited.isEmpty)
    }

    @Test func `a migration repaired after a rollback is not edited`() {
        let rows = [row("m", rolledBack: 3, logs: "e", checksum: other), applied("m", 5)]
        #expect(judged(rows, directories: [directory("m")]).edited.isEmpty)
    }

    @Test func `a row that counts and has no directory is missing, a rolled back one is not`() {
        let rows = [applied("gone"), row("closed", rolledBack: 2, logs: "e"), row("open", logs: "e")]
        let history = judged(rows, directories: [directory("x")])
        #expect(history.missingDirectory == ["gone", "open"])
        #expect(history.states["closed"] == .rolledBack)
        #expect(judged(rows).missingDirectory.isEmpty)
    }

    @Test func `what comes after one that sorts behind it is out of order`() {
        let rows = [applied("20240101_a", 1), applied("20240301_c", 2), applied("20240201_b", 3)]
        let directories = rows.map { directory($0.name) } + [directory("20240115_late"), directory("20240401_next")]
        #expect(judged(rows, directories: directories).outOfOrder == ["20240115_late", "20240201_b"])
    }

    @Test func `a later resolve and a baseline are not out of order`() {
        let resolved = [
            row("1_a", started: 1, rolledBack: 50, logs: "e"), row("1_a", started: 50, finished: 50, logs: ""),
            applied("2_b", 9),
        ]
        #expect(judged(resolved, directories: [directory("1_a"), directory("2_b")]).outOfOrder.isEmpty)
        let baseline = [row("2_b", started: 1, finished: 1, logs: ""), row("1_a", started: 2, finished: 2, logs: "")]
        #expect(judged(baseline, directories: [directory("1_a"), directory("2_b")]).outOfOrder.isEmpty)
    }

    @Test func `names on which Prisma's two orders disagree are not out of order`() {
        // By bytes 10_b comes before 1_a; by locale after it.
        let rows = [applied("1_a", 1), applied("10_b", 2)]
        #expect(judged(rows, directories: rows.map { directory($0.name) }).outOfOrder.isEmpty)
    }

    @Test func `the locale's order is JavaScript's`() {
        let shuffled = ["Z", "a_y", "0_init", "20210101000000-x", "B_x", "10_b", "2_c", "1_a", "20210101000000_init"]
        let sorted = shuffled.sorted(by: MigrationOrder.isEarlierByLocale)
        #expect(
            sorted == ["0_init", "1_a", "10_b", "2_c", "20210101000000_init", "20210101000000-x", "a_y", "B_x", "Z"]
        )
        let bytes = shuffled.sorted(by: MigrationOrder.isEarlierByBytes)
        #expect(
            bytes == ["0_init", "10_b", "1_a", "20210101000000-x", "20210101000000_init", "2_c", "B_x", "Z", "a_y"]
        )
    }

    @Test func `a script that can't be read is remarked on, with what deploy does`() {
        let history = judged(
            [],
            directories: [MigrationDirectory(name: "m", script: .unreadable(reason: "no migration.sql"))]
        )
        #expect(history.states == ["m": .pending])
        #expect(history.remarks == ["m: no migration.sql. migrate deploy will stop there with P3015."])
    }

    @Test func `an empty folder beside a full table is remarked on`() {
        let history = judged([applied("m")], directories: [])
        #expect(history.missingDirectory == ["m"])
        #expect(history.remarks.contains { $0.contains("is it the right folder?") })
    }

    @Test func `a script that can't be read stops only a deploy that has yet to come to it`() {
        let unreadable = { MigrationDirectory(name: $0, script: .unreadable(reason: "no migration.sql")) }
        let history = judged([applied("a")], directories: [unreadable("b"), unreadable("a")])
        #expect(
            history.remarks == [
                "a: no migration.sql.", "b: no migration.sql. migrate deploy will stop there with P3015.",
            ]
        )
        #expect(history.edited.isEmpty)
    }

    @Test func `neither an empty folder beside an empty table nor a full one is remarked on`() {
        #expect(judged([], directories: []).remarks.isEmpty)
        #expect(judged([applied("m")], directories: [directory("m")]).remarks.isEmpty)
        #expect(judged([applied("m")]).remarks.isEmpty)
    }

    @Test func `a script is edited only if none of the rows that count was made from it`() {
        let rows = [row("m", finished: 1, checksum: other), applied("m", 5)]
        #expect(judged(rows, directories: [directory("m")]).edited.isEmpty)
        let odd = [row("m", finished: 1, checksum: "manual"), row("m", finished: 1, checksum: other)]
        #expect(judged(odd, directories: [directory("m")]).edited == ["m"])
    }

    @Test func `edited and missing ones are in Prisma's order`() {
        let rows = ["b", "B", "a", "d", "c"].map { row($0, finished: 1, checksum: other) }
        #expect(judged(rows, directories: rows.map { directory($0.name) }).edited == ["a", "b", "B", "c", "d"])
        #expect(judged(rows, directories: [directory("x")]).missingDirectory == ["a", "b", "B", "c", "d"])
    }

    @Test func `only an entry by resolve is a baseline: nothing ran, and it ended as it began`() {
        func outOfOrder(_ late: MigrationRow) -> [String] {
            let rows = [applied("2_b", 1), late]
            return judged(rows, directories: rows.map { directory($0.name) }).outOfOrder
        }
        #expect(outOfOrder(row("1_a", started: 5, finished: 5)).isEmpty)
        #expect(outOfOrder(row("1_a", started: 5, finished: 5, steps: 1)) == ["1_a"])
        #expect(outOfOrder(row("1_a", started: 5, finished: 6)) == ["1_a"])
        #expect(outOfOrder(row("1_a", started: 5)) == ["1_a"])
        #expect(outOfOrder(row("1_a", started: 5, rolledBack: 6)) == ["1_a"])
        #expect(outOfOrder(row("1_a", started: nil, finished: 6)).isEmpty)
    }

    @Test func `a first attempt that was entered and taken back is no baseline`() {
        let rows = [
            applied("2_b", 1), row("1_a", started: 5, finished: 5, rolledBack: 6), applied("1_a", 9),
        ]
        #expect(judged(rows, directories: rows.map { directory($0.name) }).outOfOrder == ["1_a"])
    }

    @Test func `a rolled back attempt alone puts nothing out of order`() {
        let rows = [row("3_c", started: 1, rolledBack: 2), applied("2_b", 5)]
        #expect(judged(rows, directories: [directory("2_b")]).outOfOrder.isEmpty)
    }

    @Test func `one that sorts between is out of order if one behind it came first, by each of the two orders`() {
        let rows = [applied("3", 1), applied("1", 2), applied("2", 3), applied("4", 4), applied("3b", 5)]
        #expect(judged(rows, directories: rows.map { directory($0.name) }).outOfOrder == ["1", "2", "3b"])
        // By bytes the highest is b, by locale it is B.
        let mixed = [applied("b", 1), applied("B", 2), applied("aa", 3), applied("Ba", 4)]
        #expect(judged(mixed, directories: mixed.map { directory($0.name) }).outOfOrder == ["aa"])
    }

    @Test(arguments: [(31, false), (32, true), (64, true), (65, false)])
    func `a checksum has 32 to 64 digits`(_ count: Int, _ isKnown: Bool) {
        #expect((StoredChecksum(String(repeating: "a", count: count)) != nil) == isKnown)
    }

    @Test(arguments: ["0", "9", "a", "f"]) func `a checksum has hexadecimal digits in lower case`(_ digit: String) {
        #expect(StoredChecksum(String(repeating: digit, count: 64)) != nil)
        for other in ["/", ":", "`", "g", "A"] {
            #expect(StoredChecksum(String(repeating: digit, count: 63) + other) == nil)
        }
    }

    @Test func `a digest without a zero to leave out is the same in both forms`() {
        let full = String(repeating: "10", count: 31) + "00"
        let script = ScriptChecksums(verbatim: full, lineFeeds: other, carriageReturns: other)
        #expect(StoredChecksum(full)?.accepts(script) == true)
        #expect(StoredChecksum(String(full.dropLast()))?.accepts(script) == true)
        #expect(StoredChecksum(String(full.dropLast(2)))?.accepts(script) == false)
    }

    @Test func `what comes before the highest by either order is out of order`() {
        func outOfOrder(_ names: [String]) -> [String] {
            let rows = names.enumerated().map { applied($1, Double($0)) }
            return judged(rows, directories: names.map { directory($0) }).outOfOrder
        }
        #expect(outOfOrder(["1", "_", "0"]) == ["0"])
        #expect(outOfOrder(["B", "a", "_"]) == ["_"])
        #expect(outOfOrder(["_", "1", "0"]) == ["0"])
    }

    @Test func `many edited ones are in Prisma's order`() {
        let names = (0..<12).map { "m\($0 % 10)_\($0)" }
        let history = judged(
            names.map { row($0, finished: 1, checksum: other) },
            directories: names.map { directory($0) }
        )
        #expect(history.edited == names.sorted(by: MigrationOrder.isEarlierByLocale))
    }
}
