/// A `.env` file, as Prisma reads it.
///
/// Prisma loads `.env` with dotenv and expands `${NAME}` (Prisma documentation, "Environment variables").
package enum DotEnv {
    /// The value of a variable in the text of a `.env`; nil where it is not set there.
    ///
    /// - Parameters:
    ///   - name: the variable wanted.
    ///   - text: the file.
    ///   - environment: what `${NAME}` may refer to besides the file; the environment goes first, as in dotenv.
    /// - Returns: the value, expanded.
    package static func value(of name: String, in text: String, environment: [String: String]) -> String? {
        var values: [String: (value: String, expands: Bool)] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            var line = line.drop(while: \.isWhitespace)
            if line.hasPrefix("export ") { line = line.dropFirst(7).drop(while: \.isWhitespace) }
            guard !line.hasPrefix("#"), let equals = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
                continue
            }
            let key = line[..<equals].trimmingSpaces()
            guard !key.isEmpty, key.allSatisfy({ $0.isLetter || $0.isNumber || "_.-".contains($0) }) else { continue }
            values[key] = unquoted(line[line.index(after: equals)...].trimmingSpaces())
        }
        guard let found = values[name] else { return nil }
        return found.expands ? expanded(found.value, values.mapValues(\.value), environment) : found.value
    }

    private static func unquoted(_ text: String) -> (value: String, expands: Bool) {
        for mark in ["\"", "'", "`"] {
            guard text.hasPrefix(mark), let end = text.dropFirst().firstIndex(of: Character(mark)) else { continue }
            return (String(text[text.index(after: text.startIndex)..<end]), mark == "\"")
        }
        let bare = text.hasPrefix("#") ? "" : text.firstRange(of: " #").map { String(text[..<$0.lowerBound]) } ?? text
        return (bare[...].trimmingSpaces(), true)
    }

    private static func expanded(_ text: String, _ values: [String: String], _ environment: [String: String]) -> String
    {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
            let name = String(rest[start.upperBound..<end])
            result += rest[..<start.lowerBound]
            result += environment[name] ?? values[name] ?? ""
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}

extension Substring {
    /// The text without white space at either end.
    func trimmingSpaces() -> String {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
