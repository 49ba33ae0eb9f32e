/// Checks that a text is a time as RFC 3339 writes it.
enum TimeText {
    /// Whether the text is a date, a time of day and an offset, such as `2024-01-02T03:04:05.5+02:00`.
    static func isValid(_ text: String) -> Bool {
        var rest = text.utf8[...]
        guard let year = number(&rest, 4), take("-", &rest), let month = number(&rest, 2), take("-", &rest),
            let day = number(&rest, 2), take("T", &rest) || take("t", &rest) || take(" ", &rest),
            let hour = number(&rest, 2), take(":", &rest), let minute = number(&rest, 2), take(":", &rest),
            let second = number(&rest, 2)
        else { return false }
        guard (1...12).contains(month), day >= 1, day <= days(month, year), hour < 24, minute < 60, second <= 60 else {
            return false
        }
        if take(".", &rest) {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard !digits.isEmpty else { return false }
            rest = rest[digits.endIndex...]
        }
        if take("Z", &rest) || take("z", &rest) { return rest.isEmpty }
        guard take("+", &rest) || take("-", &rest), let hours = number(&rest, 2), take(":", &rest),
            let minutes = number(&rest, 2)
        else { return false }
        return rest.isEmpty && hours < 24 && minutes < 60
    }

    private static func days(_ month: Int, _ year: Int) -> Int {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    private static func take(_ wanted: Unicode.Scalar, _ rest: inout Substring.UTF8View) -> Bool {
        guard rest.first == UInt8(ascii: wanted) else { return false }
        rest.removeFirst()
        return true
    }

    private static func number(_ rest: inout Substring.UTF8View, _ count: Int) -> Int? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else {
            return nil
        }
        rest = rest[digits.endIndex...]
        return Int(Substring(digits))
    }
}
