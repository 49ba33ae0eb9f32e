import MigrationHistory
import SchemaModel
package import TargetReport

/// The report that `diagnose` prints for people, worst first.
package enum TerminalReport {
    /// The report's text; every line ends in a line feed.
    ///
    /// - Parameters:
    ///   - targets: what the polls saw.
    ///   - colours: whether the terminal shows ANSI colours.
    /// - Returns: the text.
    package static func text(_ targets: [TargetReport], colours: Bool) -> String {
        let paint = Paint(isOn: colours)
        return targets.sorted { badness($0) > badness($1) }.map { section($0, paint) }.joined(separator: "\n")
    }

    private static func badness(_ target: TargetReport) -> Int {
        let failed = target.observation?.histories.reduce(0) { $0 + $1.history.failedMigrations } ?? 0
        return failed > 0 ? 2 : target.isUp ? 0 : 1
    }

    private static func section(_ target: TargetReport, _ paint: Paint) -> String {
        var text = ""
        if let downtime = target.downtime {
            text += "\(paint.bold(target.name))  \(paint.red("down")) (\(downtime.reason.rawValue))\n"
            text += "  \(oneLine(downtime.message))\n"
        }
        for history in target.observation?.histories ?? [] {
            text += section(history, of: target, paint)
        }
        return text
    }

    private static func section(_ report: HistoryReport, of target: TargetReport, _ paint: Paint) -> String {
        let name = paint.bold("\(target.name)") + " (schema \(oneLine(report.schema)))"
        if let problem = report.problem {
            return "\(name)  \(paint.red("not read")) (\(problem.reason.rawValue))\n  \(oneLine(problem.message))\n"
        }
        guard report.tablePresent else {
            guard target.observation?.prismaContract != nil else {
                return "\(name)  no _prisma_migrations: not managed by Prisma Migrate\n"
            }
            return "\(name)  no _prisma_migrations: managed by Prisma 8\n"
                + list("remarks", report.history.remarks, paint)
        }
        var text = "\(name)  \(summary(report.history))\n"
        for unfinished in report.unfinished {
            text += "\n" + section(unfinished, at: target.observation?.databaseTime, paint)
        }
        text += list("edited since they were applied", report.history.edited, paint)
        text += list("applied, but without a directory", report.history.missingDirectory, paint)
        text += list("out of order", report.history.outOfOrder, paint)
        text += list("pending, in the order of deploy", report.history.pending, paint)
        for drift in report.drift { text += section(drift, paint) }
        text += list("remarks", report.history.remarks, paint)
        return text
    }

    private static func section(_ report: DriftReport, _ paint: Paint) -> String {
        let source = report.source == .datamodel ? "schema.prisma" : "the \(report.source.rawValue)"
        var text = ""
        if let reason = report.notJudged {
            text += "\n  \(paint.yellow("drift from \(source)")): not judged\n    \(oneLine(reason))\n"
        } else if report.isDrifted {
            let count = report.changes.count
            text += "\n  \(paint.red("drift from \(source)")): \(count) change\(count == 1 ? "" : "s")\n"
            text += report.changes.prefix(50).map { "    " + line($0) }.joined()
            if count > 50 { text += "    … and \(count - 50) more: --format json lists them all\n" }
        }
        if !report.explained.isEmpty {
            text += "\n  differs from \(source) until migrations that are yet to run are applied\n"
            text += report.explained.prefix(10).map { "    " + line($0) }.joined()
            if report.explained.count > 10 { text += "    … and \(report.explained.count - 10) more\n" }
        }
        for remark in report.remarks { text += "    \(oneLine(remark))\n" }
        return text
    }

    private static func line(_ change: SchemaChange) -> String {
        var text = "\(change.form.rawValue) \(change.kind.replacing("_", with: " ")) \(change.object)"
        if let expected = change.expected { text += ", expected \(expected)" }
        if let observed = change.observed { text += ", found \(observed)" }
        if let place = change.definedBy { text += " [\(place)]" }
        return oneLine(text) + "\n"
    }

    private static func summary(_ history: MigrationHistory) -> String {
        let order: [MigrationState] = [.failed, .interrupted, .running, .pending, .rolledBack, .applied]
        let parts = order.compactMap { state -> String? in
            let count = history.counts[state, default: 0]
            return count > 0 ? "\(count) \(state.rawValue.replacing("_", with: " "))" : nil
        }
        return parts.isEmpty ? "no migrations" : parts.joined(separator: ", ")
    }

    private static func section(_ report: UnfinishedReport, at now: Instant?, _ paint: Paint) -> String {
        let migration = report.migration
        let running = migration.state == .running
        let state = running ? paint.yellow(migration.state.rawValue) : paint.red(migration.state.rawValue)
        var text = "  \(paint.bold(oneLine(migration.row.name)))  \(state)"
        if let started = migration.row.startedAt, let now {
            text += ", started \(started.iso8601) (\(AgeText.text(now.seconds(since: started))) ago)"
        }
        text += "\n"
        text += field("state", migration.reason)
        if let message = migration.message {
            text += field("error", (migration.sqlstate.map { "\($0) " } ?? "") + message)
        }
        text += field("verdict", "\(report.verdict.rawValue.replacing("_", with: " ")): \(report.reason)")
        if report.effects.total > 0 {
            let effects = report.effects
            text += field(
                "effects",
                "\(effects.present) present, \(effects.absent) absent, \(effects.different) different, "
                    + "\(effects.unverifiable) not to be seen, of \(effects.total)"
            )
        }
        for missing in report.missing.prefix(20) { text += field("missing", missing) }
        if report.missing.count > 20 { text += field("", "… and \(report.missing.count - 20) more") }
        for (index, step) in report.runbook.enumerated() {
            text += field(index == 0 ? "do" : "", "\(index + 1). \(step)")
        }
        text += script("to finish it", report.finish, paint)
        text += script("to undo it", report.undo, paint)
        return text
    }

    /// Statements to copy; each keeps its lines.
    private static func script(_ title: String, _ statements: [String], _ paint: Paint) -> String {
        guard !statements.isEmpty else { return "" }
        let lines = statements.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
        return "    \(paint.yellow(title))\n" + lines.map { "      \(oneLine(String($0)))\n" }.joined()
    }

    private static func field(_ name: String, _ value: String) -> String {
        "    \(name)\(String(repeating: " ", count: max(1, 9 - name.count)))\(oneLine(value))\n"
    }

    private static func list(_ title: String, _ names: [String], _ paint: Paint) -> String {
        guard !names.isEmpty else { return "" }
        let shown = names.prefix(20).map { "    \(oneLine($0))\n" }.joined()
        let rest = names.count > 20 ? "    … and \(names.count - 20) more\n" : ""
        return "\n  \(paint.yellow(title))\n\(shown)\(rest)"
    }

    /// Names and messages come from others: control characters must not reach the terminal.
    private static func oneLine(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? " " : Character($0) })
    }
}

/// ANSI colours, or none.
private struct Paint {
    var isOn: Bool

    func bold(_ text: String) -> String { wrapped(text, 1) }
    func red(_ text: String) -> String { wrapped(text, 31) }
    func yellow(_ text: String) -> String { wrapped(text, 33) }

    private func wrapped(_ text: String, _ code: Int) -> String {
        isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
