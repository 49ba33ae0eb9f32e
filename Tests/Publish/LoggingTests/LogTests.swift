import SystemdNotify
import Testing

@testable import Logging

@Suite struct LogTests {
    private func line(
        _ format: Log.Format,
        _ message: String,
        _ fields: [(String, String)] = [],
        _ level: Log.Level = .warn
    ) -> String {
        Log.line(level, message, fields, format, time: "T")
    }

    @Test func `logfmt quotes what needs it`() {
        #expect(
            line(.logfmt, "two words", [("a", "plain"), ("b", "x=\"y\""), ("c", "")])
                == "time=T level=warn msg=\"two words\" a=plain b=\"x=\\\"y\\\"\" c=\"\"\n"
        )
    }

    @Test func `JSON is one object on one line`() {
        #expect(
            line(.json, "a\nb\u{1}", [("k", "\\")])
                == "{\"time\":\"T\",\"level\":\"warn\",\"msg\":\"a\\nb\\u0001\",\"k\":\"\\\\\"}\n"
        )
    }

    @Test(arguments: [(Log.Level.debug, 7), (.info, 6), (.warn, 4), (.error, 3)])
    func `the journal gets a priority and no time`(_ level: Log.Level, _ priority: Int) {
        #expect(line(.journal, "hello there", [("a", "b c")], level) == "<\(priority)>hello there a=\"b c\"\n")
    }

    @Test func `the journal gets each field by itself, the identifier of the event and its runbook`() {
        let event = LogEvent(name: "burning", id: "0123456789abcdef0123456789abcdef", level: .error, runbook: "Fire")
        let record = Log.record(event, "it\nburns", [("target", "shop"), ("error", "a\nb")])
        #expect(
            record.map { "\($0.name)=\($0.text)" } == [
                "MESSAGE=it burns target=shop error=\"a\\nb\"", "PRIORITY=3",
                "MESSAGE_ID=0123456789abcdef0123456789abcdef", "PRISMA_EVENT=burning", "PRISMA_TARGET=shop",
                "PRISMA_ERROR=a\nb",
                "PRISMA_RUNBOOK=Fire",
            ]
        )
    }

    @Test(arguments: [Log.Format.logfmt, .json, .journal])
    func `nobody can forge a second line`(_ format: Log.Format) {
        let text = line(format, "x\n<0>forged", [("k", "v\r\ntime=T level=error")])
        #expect(text.filter { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }.count == 1)
    }

    @Test func `a stream that is not the journal's is not taken for it`() {
        #expect(!Log.leadsToJournal([:]))
        #expect(!Log.leadsToJournal(["JOURNAL_STREAM": "1:1"]))
    }

    @Test func `levels are known by name`() {
        #expect(Log.Level(name: "warn") == .warn && Log.Level(name: "warning") == nil)
    }
}
