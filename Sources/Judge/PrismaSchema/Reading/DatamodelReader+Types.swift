extension DatamodelReader {
    /// Second pass: what each field holds.
    mutating func readTypes() {
        for (index, block) in modelBlocks.enumerated() {
            for field in block.fields {
                guard let kind = kind(of: field) else { continue }
                models[index].fieldIndices[field.name.text] = models[index].fields.count
                models[index].fields
                    .append(
                        ModelField(
                            name: field.name.text,
                            column: field.name.text,
                            kind: kind,
                            arity: field.arity,
                            position: field.name.position
                        )
                    )
            }
        }
    }

    private mutating func kind(of field: FieldNode) -> ModelField.Kind? {
        switch field.type {
        case .unsupported(let text):
            if let kind = NativeType.Kind(sql: text), !datasource.isCockroach {
                fault(
                    field.name.position,
                    "Prisma supports `\(text)`: it is `\(kind.scalarType.rawValue) @\(datasource.name).\(kind.rawValue)`."
                )
            }
            return .unsupported(text)
        case .named(let name):
            if let scalar = ScalarType(rawValue: name.text) { return .scalar(scalar) }
            switch tops[name.text] {
            case .model(let index): return .relation(index)
            case .enumeration(let index): return .enumeration(index)
            case .composite, nil:
                fault(name.position, "There is no type, model or enum `\(name.text)`.")
                return nil
            }
        }
    }
}
