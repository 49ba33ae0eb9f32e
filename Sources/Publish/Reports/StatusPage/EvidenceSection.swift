import SchemaModel
import TargetReport

/// What the database shows of each statement of a script, object by object.
struct EvidenceSection {
    /// The migration with its statements.
    var report: UnfinishedReport

    /// Most statements whose evidence is open from the start.
    private static let openStatements = 20
    /// Most statements on the page.
    private static let statementLimit = 300
    /// Most objects of one statement that are not folded.
    private static let seenEffects = 12

    /// The section; nothing where the script was not compared.
    var html: HTML {
        let statements = report.statements
        guard !statements.isEmpty else { return .nothing }
        let effects = report.effects
        let counts = [
            (effects.present, "there"), (effects.absent, "not there"), (effects.different, "different"),
            (effects.unverifiable, "not to be seen"),
        ]
        .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        let beyond = statements.count - Self.statementLimit
        let more: HTML =
            beyond > 0
            ? "<p>… and \(beyond) more: <a href=\"/api/v1/diagnosis\">the JSON</a> has them all.</p>\n" : ""
        let items = statements.prefix(Self.statementLimit).map { "<li>\(item($0))</li>\n" as HTML }
        return """
            <details class="evidence"\(statements.count <= Self.openStatements ? " open" : "" as HTML)>\
            <summary>Evidence: \(statements.count) statement\(statements.count == 1 ? "" : "s")\
            \(counts.isEmpty ? "" : "; objects: \(counts)")</summary>
            <ol class="statements">
            \(items)</ol>
            \(more)</details>

            """
    }

    private func item(_ statement: StatementEvidence) -> HTML {
        let (mark, kind, words) = sign(statement.conclusion)
        let effects = lines(statement.effects).map { effect($0.first, names: $0.names) }
        let unseen = statement.unverifiable.map { reason -> HTML in
            "<span class=\"mark open\" aria-hidden=\"true\">?</span> \(reason) <span class=\"word\">not to be seen</span>"
        }
        return """
            <details><summary><span class="mark \(kind)" aria-hidden="true">\(mark)</span> \
            <span class="word">\(words)</span> line \(statement.line): <code>\(excerpt(statement.text))</code></summary>
            \(CopyBlock.html(statement.text))</details>
            \(FoldedList.html(effects + unseen, seen: Self.seenEffects, noun: "objects", kind: "effects"))
            """
    }

    /// The effects by line: columns, and values of an enum, that fared alike share one.
    private func lines(_ effects: [StatementEvidence.Effect])
        -> [(first: StatementEvidence.Effect, names: [String])]
    {
        effects.reduce(into: []) { lines, effect in
            let object = effect.object
            if let last = lines.last?.first, [.column, .enumValue].contains(object.kind), effect.difference == nil,
                last.difference == nil, last.change == effect.change, last.presence == effect.presence,
                last.object.schema == object.schema, last.object.kind == object.kind,
                last.object.owner == object.owner
            {
                lines[lines.count - 1].names.append(object.name)
            } else {
                lines.append((effect, [object.name]))
            }
        }
    }

    private func effect(_ effect: StatementEvidence.Effect, names: [String]) -> HTML {
        let (mark, kind, words) = sign(effect.presence)
        let object = effect.object
        let difference: HTML = effect.difference.map { " (\($0))" } ?? ""
        let listed = names.enumerated().map { "\($0 == 0 ? "" : ", ")<code>\($1)</code>" as HTML }
        let owner = [object.schema, object.owner ?? ""].filter { !$0.isEmpty }.joined(separator: ".")
        let subject: HTML =
            names.count == 1
            ? "\(object.kind.words) <code>\(object.description)</code>"
            : "\(object.kind.words)s \(listed) of <code>\(owner)</code>"
        return """
            <span class="mark \(kind)" aria-hidden="true">\(mark)</span> \(effect.change) \(subject) \
            <span class="word">\(words)</span>\(difference)
            """
    }

    private func sign(_ conclusion: StatementEvidence.Conclusion) -> (mark: String, kind: String, words: String) {
        switch conclusion {
        case .done: ("✓", "yes", "done")
        case .notDone: ("✗", "no", "not done")
        case .differs: ("~", "differs", "done in part")
        case .open: ("?", "open", "open")
        case .noEffect: ("·", "open", "changes nothing")
        }
    }

    private func sign(_ presence: EffectPresence) -> (mark: String, kind: String, words: String) {
        switch presence {
        case .present: ("✓", "yes", "there")
        case .absent: ("✗", "no", "not there")
        case .different: ("~", "differs", "different")
        case .unverifiable: ("?", "open", "not to be seen")
        }
    }

    private func excerpt(_ text: String) -> String {
        let line = text.prefix(400).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > 60 ? line.prefix(59) + "…" : line
    }
}
