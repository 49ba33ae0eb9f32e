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
        checkTogether(block.settings)
    }

    private mutating func checkTogether(_ settings: [SettingNode]) {
        let keys = Dictionary(settings.map { ($0.key.text, $0) }) { first, _ in first }
        if let old = keys["referentialIntegrity"], keys["relationMode"] != nil {
            fault(
                old.key.position,
                "`referentialIntegrity` is the older name of `relationMode`; only one of them can stand."
            )
        }
        guard let shadow = keys["shadowDatabaseUrl"], let url = shadow.value.url else { return }
        for other in [keys["url"], keys["directUrl"]].compactMap(\.self) where other.value.url == url {
            fault(other.value.position, "The shadow database must be another than that of `\(other.key.text)`.")
        }
    }

    private mutating func read(_ setting: SettingNode) {
        switch setting.key.text {
        case "url", "directUrl", "shadowDatabaseUrl":
            if setting.value.url == nil {
                fault(setting.value.position, "The setting `\(setting.key.text)` is a string or `env(\"NAME\")`.")
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
        case .word(let name):
            checkExtensionName(name, value)
            return Datasource.Extension(name: name, position: value.position)
        case .call(let name, let arguments):
            checkExtensionName(name, value)
            var mapped = name
            var names: Set<String> = []
            for argument in arguments {
                if !names.insert(argument.name ?? "").inserted {
                    fault(argument.position, "The extension has this argument already.")
                }
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

    private mutating func checkExtensionName(_ name: String, _ value: ValueNode) {
        guard name.utf8.contains(UInt8(ascii: "-")) else { return }
        fault(value.position, "The name of an extension must not hold a hyphen here; write it in `map`.")
    }

    mutating func readGenerators() {
        for block in blocks where block.kind == .generator {
            checkKeys(of: block)
            switch block.settings.first(where: { $0.key.text == "provider" })?.value {
            case nil: fault(block.position, "The generator `\(block.name.text)` has no provider.")
            case let value?:
                if case .call("env", _) = value.form {} else { _ = string(value) }
            }
            for setting in block.settings {
                if case .call("env", _) = setting.value.form, setting.value.url == nil {
                    fault(setting.value.position, "`env` takes the name of one variable in quotes.")
                }
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

extension ValueNode {
    /// What a URL is told apart by: the string itself or the variable's name; nil where the value is neither.
    fileprivate var url: [String]? {
        switch form {
        case .string(let text): return ["", text]
        case .call("env", let arguments):
            guard arguments.count == 1, case .string(let name) = arguments[0].value.form else { return nil }
            return ["env", name]
        default: return nil
        }
    }
}
