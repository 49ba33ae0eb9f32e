import ExporterConfiguration
import MigrationHistory
import TargetReport
import Testing

@testable import ExporterDaemon

@Suite struct RosterTests {
    private static func settings(_ text: String) throws -> ExporterSettings {
        struct Files: FileReading {
            var text: String
            func isFile(_ path: String) -> Bool { false }
            func isDirectory(_ path: String) -> Bool { false }
            func entries(of path: String) -> [String] { [] }
            func text(of path: String) -> String { text }
        }
        return try ExporterSettings(
            Invocation(arguments: ["serve", "--config.file=c"]),
            environment: [:],
            workingDirectory: "/",
            files: Files(text: "targets:\n\(text)")
        )
    }

    @Test func `only what changes is stopped and started`() throws {
        var roster = Roster()
        roster.settings = try Self.settings("- {name: a, url: postgresql://h/a}\n- {name: b, url: postgresql://h/b}")
        var (stopped, started, renewed) = roster.muster()
        #expect(stopped.isEmpty && started.map(\.target.name) == ["a", "b"] && renewed.isEmpty)
        (stopped, started, renewed) = roster.muster()
        #expect(stopped.isEmpty && started.isEmpty)
        roster.settings = try Self.settings(
            "- {name: a, url: postgresql://h/a, labels: {x: y}}\n- {name: b, url: postgresql://h/c}\n- {name: c, url: postgresql://h/b}"
        )
        (stopped, started, renewed) = roster.muster()
        #expect(stopped.map(\.target.name) == ["b"] && started.map(\.target.name) == ["b", "c"] && renewed == ["b"])
        #expect(roster.subjects.map(\.labels) == [["x": "y"], [:], [:]])
        roster.settings = try Self.settings("- {name: c, url: postgresql://h/b}")
        (stopped, started, renewed) = roster.muster()
        #expect(Set(stopped.map(\.target.name)) == ["a", "b"] && started.isEmpty && renewed.isEmpty)
    }

    @Test func `databases come and go with what is found`() throws {
        let text =
            "- {name: s, url: postgresql://h/a, labels: {x: y}, discover: {databases: .*}}\n- {name: s/two, url: postgresql://h/b}"
        var roster = Roster()
        roster.settings = try Self.settings(text)
        _ = roster.muster()
        #expect(roster.subjects.map(\.name) == ["s/two"])
        roster.databases["s"] = ["one", "two", "three"]
        var (stopped, started, _) = roster.muster()
        #expect(started.map(\.target.name) == ["s/one", "s/three"] && stopped.isEmpty)
        #expect(started[0].target.database == "one" && started[0].target.labels == ["x": "y"])
        #expect(roster.subjects.map(\.name) == ["s/one", "s/three", "s/two"])
        #expect(roster.subjects.map(\.isDiscovered) == [true, true, false])
        roster.databases["s"] = ["three"]
        (stopped, started, _) = roster.muster()
        #expect(stopped.map(\.target.name) == ["s/one"] && started.isEmpty)
        roster.settings = try Self.settings("- {name: s/two, url: postgresql://h/b}")
        (stopped, started, _) = roster.muster()
        #expect(Set(stopped.map(\.target.name)) == ["s", "s/three"] && started.isEmpty && roster.databases.isEmpty)
    }

    @Test func `databases that are no longer wanted go before anybody has looked again`() throws {
        var roster = Roster()
        roster.settings = try Self.settings("- {name: s, url: postgresql://h/a, discover: {databases: .*}}")
        roster.databases["s"] = ["one", "two"]
        _ = roster.muster()
        roster.settings = try Self.settings(
            "- {name: s, url: postgresql://h/a, discover: {databases: .*, exclude: two}}"
        )
        _ = roster.muster()
        #expect(roster.subjects.map(\.name) == ["s/one"])
    }

    @Test func `a poller that was replaced changes nothing any more`() {
        let latest = LatestReports([.init(name: "a")])
        let old = latest.generation(of: "a")
        #expect(latest.update("a", generation: old, at: 0) { $0.polls = 5 } != nil)
        latest.retarget([.init(name: "a", labels: ["x": "y"])])
        #expect(latest.reports(at: 0)[0].polls == 5 && latest.reports(at: 0)[0].labels == ["x": "y"])
        latest.retarget([.init(name: "a")], renewed: ["a"])
        #expect(latest.reports(at: 0)[0].polls == 0)
        #expect(latest.update("a", generation: old, at: 0) { $0.polls = 9 } == nil)
        #expect(latest.update("a", generation: latest.generation(of: "a"), at: 0) { $0.polls = 1 } != nil)
    }

    @Test func `the poller of a target that was gone in between changes nothing and holds up nothing`() {
        let latest = LatestReports([.init(name: "a")])
        let old = latest.generation(of: "a")
        latest.retarget([])
        latest.noteWaiting("a", generation: old, at: 0)
        #expect(latest.stalled(at: 100_000_000_000, patience: .zero, limit: .seconds(10)).isEmpty)
        latest.retarget([.init(name: "a")])
        #expect(latest.update("a", generation: old, at: 0) { $0.polls = 9 } == nil)
        latest.noteProgress("a", generation: old, at: 0, within: .zero)
        #expect(latest.stalled(at: 100_000_000_000, patience: .zero, limit: .seconds(10)).isEmpty)
        #expect(latest.update("a", generation: latest.generation(of: "a"), at: 0) { $0.polls = 1 } != nil)
    }

    @Test func `a discovered database is shown while it holds the table or can't be read`() {
        let latest = LatestReports([.init(name: "a", isDiscovered: true)])
        func observe(_ present: Bool) -> TargetReport.Observation {
            TargetReport.Observation(
                databaseTime: .init(microseconds: 0),
                clockSkewSeconds: 0,
                lock: .init(sessions: [], isVisible: true),
                roleCanWrite: false,
                histories: [HistoryReport(schema: "public", tablePresent: present)]
            )
        }
        #expect(latest.reports(at: 0).isEmpty && latest.report(of: "a", at: 0) == nil)
        _ = latest.update("a", at: 0) { $0.observation = observe(false) }
        #expect(latest.reports(at: 0).isEmpty && latest.shown(at: 0).isEmpty)
        _ = latest.update("a", at: 0) { $0.observation = observe(true) }
        #expect(latest.reports(at: 0).count == 1 && latest.report(of: "a", at: 0) != nil)
        _ = latest.update("a", at: 0) { report in
            report.observation = nil
            report.downtime = Downtime(reason: .refused, message: "")
        }
        #expect(latest.reports(at: 0).count == 1)
    }

    @Test func `all that wait are stalled when nobody's turn ends`() {
        let latest = LatestReports([.init(name: "a"), .init(name: "b")])
        func stalled(_ now: UInt64) -> [String] { latest.stalled(at: now, patience: .seconds(4), limit: .seconds(6)) }
        latest.noteProgress("a", at: 0, within: .seconds(9))
        latest.noteWaiting("b", at: 1_000_000_000)
        #expect(stalled(5_000_000_000).isEmpty)
        latest.noteProgress("a", at: 9_000_000_000, within: .seconds(6))
        #expect(stalled(19_000_000_000).isEmpty)
        #expect(stalled(19_000_000_001) == ["a", "b"])
        // Whoever looks for databases has a turn, too.
        latest.noteTurn(at: 18_000_000_000)
        #expect(stalled(19_000_000_001) == ["a"])
    }
}
