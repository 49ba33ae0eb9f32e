extension DatamodelReader {
    /// First pass: what the top-level names stand for, and that all names are allowed.
    mutating func readNames() {
        var generators: Set<String> = []
        for block in blocks {
            switch block.kind {
            case .datasource: checkType(block.name)
            case .generator:
                checkType(block.name)
                if !generators.insert(block.name.text).inserted {
                    fault(block.name.position, "There are two generators `\(block.name.text)`.")
                }
            case .model, .view: readModelName(block)
            case .enum: readEnumName(block)
            case .type:
                fault(block.position, "PostgreSQL has no composite types that Prisma supports.")
                define(block, .composite)
            }
        }
    }

    private mutating func define(_ block: BlockNode, _ top: Top) {
        check(block.name, of: block.kind.rawValue)
        checkType(block.name)
        if tops[block.name.text] != nil {
            fault(block.name.position, "The name `\(block.name.text)` is given twice.")
        }
        if block.kind != .type, Self.reservedNames.contains(block.name.text) {
            fault(block.position, "`\(block.name.text)` is reserved for Prisma Client's own use.")
        }
        tops[block.name.text] = top
    }

    private mutating func checkType(_ name: Name) {
        if ScalarType(rawValue: name.text) != nil {
            fault(name.position, "`\(name.text)` is the name of a built-in type.")
        }
    }

    private mutating func readModelName(_ block: BlockNode) {
        define(block, .model(models.count))
        models.append(
            Model(
                name: block.name.text,
                table: block.name.text,
                isView: block.kind == .view,
                position: block.position
            )
        )
        modelBlocks.append(block)
        var names: Set<String> = []
        for field in block.fields {
            check(field.name, of: "field")
            if !names.insert(field.name.text).inserted {
                fault(field.name.position, "The field `\(field.name.text)` is there already.")
            }
        }
    }

    private mutating func readEnumName(_ block: BlockNode) {
        define(block, .enumeration(enums.count))
        var type = EnumType(name: block.name.text, mappedName: block.name.text, position: block.position)
        var names: Set<String> = []
        for value in block.values {
            check(value.name, of: "value")
            if !names.insert(value.name.text).inserted {
                fault(value.name.position, "The value `\(value.name.text)` is there already.")
            }
            type.values.append(
                EnumType.Value(name: value.name.text, label: value.name.text, position: value.name.position)
            )
        }
        enums.append(type)
        enumBlocks.append(block)
    }

    private mutating func check(_ name: Name, of what: String) {
        if name.text.unicodeScalars.first?.properties.numericType != nil {
            fault(name.position, "The name of a \(what) must not begin with a digit.")
        } else if name.text.utf8.contains(UInt8(ascii: "-")) {
            fault(name.position, "The name of a \(what) must not hold a hyphen.")
        }
    }

    /// Names that Prisma Client can't give a type (Prisma engines, `reserved_model_names.rs`).
    private static let reservedNames: Set<String> = [
        "PrismaClient", "async", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default",
        "delete", "do", "else", "enum", "export", "extends", "false", "finally", "for", "function", "if", "implements",
        "import", "in", "instanceof", "interface", "let", "new", "null", "package", "private", "protected", "public",
        "return", "super", "switch", "this", "throw", "true", "try", "typeof", "using", "var", "void", "while", "with",
        "yield",
    ]
}
