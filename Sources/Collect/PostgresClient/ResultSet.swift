/// What one statement returned, in text form.
package struct ResultSet: Sendable, Hashable {
    /// The columns' names; empty for a statement that returns no rows.
    package let columns: [String]
    /// The rows' values in text form, nil for NULL.
    package let rows: [[String?]]

    /// A result with these columns and rows.
    package init(columns: [String], rows: [[String?]]) {
        self.columns = columns
        self.rows = rows
    }
}
