package import SchemaModel

/// What holds a database's schema against one source of what it should be.
package struct DriftReport: Sendable, Hashable {
    /// What the schema is held against; the raw values are the label `source`.
    package enum Source: String, Sendable, Hashable, CaseIterable {
        /// The scripts of the applied migrations, replayed.
        case migrations
        /// schema.prisma.
        case datamodel
        /// The schema as it was when the last migration finished.
        case baseline
    }

    /// The source.
    package var source: Source
    /// Why it could not be judged, one sentence; nil where it was.
    package var notJudged: String?
    /// What differs, by object; empty where nothing does or nothing was judged.
    package var changes: [SchemaChange] = []
    /// What differs only because migrations are pending or unfinished: told, and no drift.
    package var explained: [SchemaChange] = []
    /// What the judgement leaves out, and why, each one sentence.
    package var remarks: [String] = []

    /// A report without a change.
    package init(source: Source) { self.source = source }

    /// A report that could not be made.
    package init(source: Source, notJudged: String) {
        self.source = source
        self.notJudged = notJudged
    }

    /// Whether it was judged.
    package var isJudged: Bool { notJudged == nil }
    /// Whether the schema is another than it should be.
    package var isDrifted: Bool { isJudged && !changes.isEmpty }
    /// Number of changes of that form.
    package func count(_ change: SchemaChange.Form) -> Int { changes.count { $0.form == change } }
}

/// One object that is not as it should be.
package struct SchemaChange: Sendable, Hashable {
    /// In which way; the raw values are the label `change`.
    package enum Form: String, Sendable, Hashable, CaseIterable {
        /// Expected, and not in the database.
        case missing
        /// In the database, and not expected.
        case unexpected
        /// In the database, but otherwise than expected.
        case different
    }

    /// In which way.
    package var form: Form
    /// The kind in PostgreSQL's words, such as `column`, `foreign_key` or `enum_value`.
    package var kind: String
    /// The object.
    package var object: ObjectID
    /// What it should be, in short SQL; nil where it should not be.
    package var expected: String?
    /// What it is, in short SQL; nil where it is not.
    package var observed: String?
    /// The migration, or the place in schema.prisma, that last defined it; nil where none did.
    package var definedBy: String?
    /// SQL that brings the object back, marked where that loses data; nil where it takes a look by hand.
    package var repair: String?

    /// A change.
    package init(form: Form, kind: String, object: ObjectID, expected: String? = nil, observed: String? = nil) {
        self.form = form
        self.kind = kind
        self.object = object
        self.expected = expected
        self.observed = observed
    }
}
