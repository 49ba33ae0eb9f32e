import PrismaSchema

/// A schema of one model with those lines.
func model(_ lines: String..., before: String = "") -> [(path: String, text: String)] {
    let text = """
        datasource db {
          provider = "postgresql"
        }
        \(before)
        model Order {
          \(lines.joined(separator: "\n  "))
        }
        """
    return [(path: "schema.prisma", text: text)]
}

/// The faults of a schema as `line:column: sentence`.
func faults(_ files: [(path: String, text: String)]) -> [String] {
    do {
        _ = try Datamodel(files: files)
        return []
    } catch {
        return error.faults.map { "\($0.place.line):\($0.place.column): \($0.sentence)" }
    }
}
