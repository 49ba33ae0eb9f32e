import MigrationHistory

/// What the table and the migrations directory say of each other, and what else a person should know.
struct FindingsSection {
    /// The history.
    var history: MigrationHistory

    /// The section.
    var html: HTML {
        """
        \(list("Edited since they were applied", history.edited))\
        \(list("Applied, but without a directory", history.missingDirectory))\
        \(list("Out of order", history.outOfOrder))\
        \(list("Pending, in the order of deploy", history.pending))\
        \(remarks)
        """
    }

    private func list(_ title: String, _ names: [String]) -> HTML {
        guard !names.isEmpty else { return .nothing }
        let items = names.map { "<code>\($0)</code>" as HTML }
        return "<h4>\(title)</h4>\n\(FoldedList.html(items, seen: 10, noun: "migrations"))"
    }

    private var remarks: HTML {
        guard !history.remarks.isEmpty else { return .nothing }
        return "<h4>Remarks</h4>\n\(FoldedList.html(history.remarks.map { "\($0)" }, seen: 5, noun: "remarks"))"
    }
}
