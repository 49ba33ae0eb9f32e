/// Why a text is no schema that Prisma Migrate would take for PostgreSQL: every fault that was found.
package struct PrismaSchemaError: Error, Sendable, Hashable {
    /// One fault.
    package struct Fault: Sendable, Hashable {
        /// Where it is.
        package var place: SourcePlace
        /// What is wrong, as a sentence.
        package var sentence: String
    }

    /// The faults in the order of files and places; at least one.
    package var faults: [Fault]
}

extension PrismaSchemaError: CustomStringConvertible {
    /// One line a fault, such as `schema.prisma:12:3: There is no type `Foo`.`.
    package var description: String { faults.map { "\($0.place): \($0.sentence)" }.joined(separator: "\n") }
}

/// A fault by its position in the text.
struct TextFault: Error, Hashable {
    /// Where it is.
    var position: TextPosition
    /// What is wrong, as a sentence.
    var sentence: String
}
