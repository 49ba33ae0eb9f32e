import CLibPQ

/// The results of one message, collected row by row.
struct Answer {
    /// A statement that the server refused; the ones after it were not run.
    struct Failure {
        var sqlstate: String?
        /// The server's own first line.
        var message: String
    }

    /// The results so far, one a statement.
    private(set) var results: [ResultSet] = []
    /// The first error; nil while all is well.
    private(set) var failure: Failure?
    /// Whether the rows went beyond the limit; they are no longer kept.
    private(set) var isTooLarge = false

    private let limit: Int
    private var size = 0
    private var rows: [[String?]] = []

    /// An answer that may hold so many bytes of text.
    init(limit: Int) {
        self.limit = limit
    }

    /// Takes in what libpq gave: one row, the end of a statement, or an error.
    mutating func take(_ result: OpaquePointer) {
        switch unsafe PQresultStatus(result) {
        case PGRES_SINGLE_TUPLE, PGRES_TUPLES_OK:
            unsafe takeRows(result)
            if unsafe PQresultStatus(result) == PGRES_TUPLES_OK {
                unsafe results.append(ResultSet(columns: columns(result), rows: rows))
                rows = []
            }
        case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            results.append(ResultSet(columns: [], rows: []))
        default:
            guard failure == nil else { return }
            unsafe failure = Failure(
                sqlstate: field(result, Int32(UInt8(ascii: "C"))),
                message: field(result, Int32(UInt8(ascii: "M"))) ?? "no message"
            )
        }
    }

    private mutating func takeRows(_ result: OpaquePointer) {
        let width = unsafe PQnfields(result)
        for row in unsafe 0..<PQntuples(result) {
            var values: [String?] = []
            values.reserveCapacity(Int(width))
            for column in 0..<width {
                if unsafe PQgetisnull(result, row, column) == 1 {
                    values.append(nil)
                    continue
                }
                let length = unsafe Int(PQgetlength(result, row, column))
                size += length
                guard size <= limit else {
                    isTooLarge = true
                    rows = []
                    return
                }
                let bytes = unsafe UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: length)
                unsafe values.append(String(decoding: bytes, as: UTF8.self))
            }
            rows.append(values)
        }
    }

    private func columns(_ result: OpaquePointer) -> [String] {
        unsafe (0..<PQnfields(result)).map { unsafe String(cString: PQfname(result, $0)) }
    }

    private func field(_ result: OpaquePointer, _ code: Int32) -> String? {
        guard let text = unsafe PQresultErrorField(result, code) else { return nil }
        return unsafe String(cString: text)
    }
}
