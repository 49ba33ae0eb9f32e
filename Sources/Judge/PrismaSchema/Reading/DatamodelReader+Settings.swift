extension DatamodelReader {
    mutating func readDatasource() {
        let found = blocks.filter { $0.kind == .datasource }
        guard let block = found.first else {
            fault(TextPosition(file: 0, offset: 0), "The schema has no datasource.")
            return
        }
        if found.count > 1 {
            for block in found { fault(block.position, "A schema has only one datasource.") }
        }
        datasource.name = block.name.text
        checkKeys(of: block)
        guard let provider = block.settings.first(where: { $0.key.text == "provider" }) else {
            fault(block.position, "The datasource `\(block.name.text)` has no provider.")
            return
        }
        guard case .string(let name) = provider.value.form else {
            fault(provider.value.position, "The provider is a name in quotes.")
            return
        }
        guard ["postgresql", "postgres", "cockroachdb"].contains(name) else {
            fault(provider.value.position, "The provider `\(name)` is not PostgreSQL.")
            return
        }
        datasource.provider = name
        for setting in block.settings where setting.key.text != "provider" { read(setting) }
    }

    private mutating func read(_ setting: SettingNode) {
        switch setting.key.text {
        case "url", "directUrl", "shadowDatabaseUrl":
            switch setting.value.form {
            case .string, .call("env", _): break
            default: fault(setting.value.position, "The setting `\(setting.key.text)` is a string or `env(…)`.")
            }
        case "relationMode", "referentialIntegrity":
            guard let text = string(setting.value), let mode = RelationMode(rawValue: text) else {
                fault(setting.value.position, "The relation mode is \"foreignKeys\" or \"prisma\".")
                return
            }
            datasource.relationMode = mode
        case "schemas":
            let values = elements(of: setting.value)
            if values.isEmpty { fault(setting.key.position, "The list of schemas must not be empty.") }
            var schemas: [String] = []
            for value in values {
                guard let name = string(value) else { continue }
                if schemas.contains(name) { fault(value.position, "The schema \"\(name)\" is listed twice.") }
                schemas.append(name)
            }
            datasource.schemas = schemas
        case "extensions":
            datasource.extensionsPosition = setting.key.position
            datasource.extensions = elements(of: setting.value).compactMap { databaseExtension($0) }
        case "previewFeatures":
            fault(setting.key.position, "Preview features belong in the generator.")
        default: fault(setting.key.position, "A datasource has no setting `\(setting.key.text)`.")
        }
    }

    private mutating func databaseExtension(_ value: ValueNode) -> Datasource.Extension? {
        switch value.form {
        case .word(let name): return Datasource.Extension(name: name, position: value.position)
        case .call(let name, let arguments):
            var mapped = name
            for argument in arguments {
                let text = string(argument.value)
                switch argument.name {
                case "map": mapped = text ?? name
                case "version", "schema": break
                default: fault(argument.position, "An extension takes only `map`, `version` and `schema`.")
                }
            }
            return Datasource.Extension(name: mapped, position: value.position)
        default:
            fault(value.position, "An extension is a name without quotes, such as `citext`.")
            return nil
        }
    }

    mutating func readGenerators() {
        for block in blocks where block.kind == .generator {
            checkKeys(of: block)
            if !block.settings.contains(where: { $0.key.text == "provider" }) {
                fault(block.position, "The generator `\(block.name.text)` has no provider.")
            }
            for setting in block.settings where setting.key.text == "previewFeatures" {
                for value in elements(of: setting.value) {
                    guard let name = string(value) else { continue }
                    if PreviewFeature.known.contains(name.lowercased()) {
                        previewFeatures.insert(name.lowercased())
                    } else {
                        fault(value.position, "Prisma has no preview feature \"\(name)\".")
                    }
                }
            }
        }
    }

    mutating func checkSettingsAgainstFeatures() {
        if let position = datasource.extensionsPosition, !has(.postgresqlExtensions) {
            fault(position, "Extensions need the preview feature \"postgresqlExtensions\".")
        }
    }

    /// Whether a generator turns the feature on.
    func has(_ feature: PreviewFeature) -> Bool { previewFeatures.contains(feature.rawValue.lowercased()) }

    private mutating func checkKeys(of block: BlockNode) {
        var keys: Set<String> = []
        for setting in block.settings where !keys.insert(setting.key.text).inserted {
            fault(setting.key.position, "The setting `\(setting.key.text)` stands twice in `\(block.name.text)`.")
        }
    }
}
