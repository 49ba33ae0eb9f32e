/// A place in a schema's text, for people.
package struct SourcePlace: Sendable, Hashable {
    /// The file's path as the caller gave it.
    package var file: String
    /// The line, from 1.
    package var line: Int
    /// The character of the line, from 1.
    package var column: Int
}

extension SourcePlace: CustomStringConvertible {
    /// The place as compilers print it, such as `prisma/schema.prisma:12:3`.
    package var description: String { "\(file):\(line):\(column)" }
}
