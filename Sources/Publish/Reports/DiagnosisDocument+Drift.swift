import SchemaModel
import TargetReport

extension DiagnosisDocument {
    /// One source of drift.
    struct Drift: Encodable {
        var judged: Bool
        var drifted: Bool
        @Nullable var reason: String?
        var changes: [Change]
        var explained: [Change]
        var remarks: [String]

        init(_ report: DriftReport) {
            judged = report.isJudged
            drifted = report.isDrifted
            reason = report.notJudged
            changes = report.changes.map { Change($0) }
            explained = report.explained.map { Change($0) }
            remarks = report.remarks
        }

        init(notConfigured source: DriftReport.Source) {
            let words =
                switch source {
                case .migrations: "no migrations folder is configured"
                case .datamodel: "no schema.prisma is configured"
                case .baseline: "no state directory is configured"
                }
            self.init(DriftReport(source: source, notJudged: words))
        }
    }

    /// One object that is not as it should be.
    struct Change: Encodable {
        var change: String
        var kind: String
        var object: String
        @Nullable var expected: String?
        @Nullable var observed: String?
        @Nullable var defined_by: String?
        @Nullable var repair: String?

        init(_ report: SchemaChange) {
            change = report.form.rawValue
            kind = report.kind
            object = report.object.description
            expected = report.expected
            observed = report.observed
            defined_by = report.definedBy
            repair = report.repair
        }
    }
}
