import Testing

@Suite struct DatasourceTests {
    /// The faults of a datasource with those lines and a generator with preview features.
    private func found(_ lines: String, features: String = "\"postgresqlExtensions\"") -> [String] {
        let text = """
            datasource db {
              provider = "postgresql"
              \(lines)
            }
            generator g {
              provider        = "x"
              previewFeatures = [\(features)]
            }
            """
        return faults([(path: "s", text: text)])
    }

    @Test(arguments: [
        (#"relationMode = "x""#, #"3:18: The relation mode is "foreignKeys" or "prisma"."#),
        (#"foo = "x""#, "3:3: A datasource has no setting `foo`."),
        (#"previewFeatures = ["views"]"#, "3:3: Preview features belong in the generator."),
        (#"provider = "postgresql""#, "3:3: The setting `provider` stands twice in `db`."),
        (#"schemas = ["a", "a"]"#, #"3:19: The schema "a" is listed twice."#),
        (#"schemas = ["a", b]"#, "3:19: A string in quotes is expected here."),
        ("schemas = []", "3:3: The list of schemas must not be empty."),
        ("url = foo(\"X\")", "3:9: The setting `url` is a string or `env(\"NAME\")`."),
        ("directUrl = env(X)", "3:15: The setting `directUrl` is a string or `env(\"NAME\")`."),
        (
            "shadowDatabaseUrl = env(\"X\", \"Y\")",
            "3:23: The setting `shadowDatabaseUrl` is a string or `env(\"NAME\")`."
        ),
        (
            "referentialIntegrity = \"prisma\"\n  relationMode = \"prisma\"",
            "3:3: `referentialIntegrity` is the older name of `relationMode`; only one of them can stand."
        ),
    ])
    func `a fault in the datasource is told`(_ lines: String, _ expected: String) {
        #expect(found(lines) == [expected])
    }

    @Test(arguments: [
        #"relationMode = "prisma""#, #"relationMode = "foreignKeys""#, #"referentialIntegrity = "foreignKeys""#,
        #"schemas = "a""#, #"schemas = ["a", "b"]"#, #"url = "postgresql://x""#, #"url = env("X")"#,
        "extensions = citext",
        "extensions = [citext, citext]", #"extensions = [uuid_ossp(map: "uuid-ossp")]"#,
        #"extensions = [x(version: "1", schema: "y")]"#, "extensions = []",
    ])
    func `what Prisma takes in a datasource is taken`(_ lines: String) {
        #expect(found(lines) == [])
    }

    @Test(arguments: [
        (#""citext""#, "3:16: An extension is a name without quotes, such as `citext`."),
        ("[1]", "3:17: An extension is a name without quotes, such as `citext`."),
        ("[a-b]", "3:17: The name of an extension must not hold a hyphen here; write it in `map`."),
        (#"[a-b(map: "x")]"#, "3:17: The name of an extension must not hold a hyphen here; write it in `map`."),
        ("[x(map: 1)]", "3:24: A string in quotes is expected here."),
        ("[x(version: 1)]", "3:28: A string in quotes is expected here."),
        (#"[x(foo: "1")]"#, "3:19: An extension takes only `map`, `version` and `schema`."),
        (#"[x("y")]"#, "3:19: An extension takes only `map`, `version` and `schema`."),
        (#"[x(map: "y", map: "z")]"#, "3:29: The extension has this argument already."),
    ])
    func `a fault in an extension is told`(_ extensions: String, _ expected: String) {
        #expect(found("extensions = \(extensions)") == [expected])
    }

    @Test(arguments: ["[citext]", "[]"])
    func `extensions need the preview feature`(_ extensions: String) {
        #expect(
            found("extensions = \(extensions)", features: "") == [
                "3:3: Extensions need the preview feature \"postgresqlExtensions\"."
            ]
        )
    }

    @Test(arguments: [
        ("provider = postgresql", "2:14: The provider is a name in quotes."),
        ("provider = env(\"X\")", "2:14: The provider is a name in quotes."),
        ("url = \"x\"", "1:1: The datasource `db` has no provider."),
    ])
    func `the provider is told in quotes`(_ line: String, _ expected: String) {
        #expect(faults([(path: "s", text: "datasource db {\n  \(line)\n}")]) == [expected])
    }

    @Test(arguments: [
        ("provider = x", "5:14: A string in quotes is expected here."),
        ("provider = [\"x\"]", "5:14: A string in quotes is expected here."),
        ("provider = env(X)", "5:14: `env` takes the name of one variable in quotes."),
        ("provider = env(\"X\", \"Y\")", "5:14: `env` takes the name of one variable in quotes."),
        ("provider = \"x\"\n  output = env(Y)", "6:12: `env` takes the name of one variable in quotes."),
        ("provider = \"x\"\n  output = env()", "6:12: `env` takes the name of one variable in quotes."),
        ("provider = \"x\"\n  previewFeatures = [views]", "6:22: A string in quotes is expected here."),
    ])
    func `a fault in a generator is told`(_ lines: String, _ expected: String) {
        #expect(faults(model("id Int @id", before: "generator g {\n  \(lines)\n}")) == [expected])
    }

    @Test(arguments: [
        "provider = env(\"X\")", "provider = \"x\"\n  output = env(\"Y\")",
        "provider = \"x\"\n  previewFeatures = \"views\"",
        "provider = \"x\"\n  a = foo(\"x\")", "provider = \"x\"\n  a = { b: 1 }", "provider = \"x\"\n  a = true",
    ])
    func `what Prisma takes in a generator is taken`(_ lines: String) {
        #expect(faults(model("id Int @id", before: "generator g {\n  \(lines)\n}")) == [])
    }

    @Test(arguments: [
        ("url = \"a\"\n  shadowDatabaseUrl = \"a\"", ["3:9"]),
        ("directUrl = env(\"X\")\n  shadowDatabaseUrl = env(\"X\")", ["3:15"]),
        ("url = \"a\"\n  shadowDatabaseUrl = \"b\"", []), ("url = \"X\"\n  shadowDatabaseUrl = env(\"X\")", []),
    ])
    func `the shadow database is another`(_ lines: String, _ places: [String]) {
        #expect(found(lines).compactMap { $0.split(separator: ": ").first.map(String.init) } == places)
    }

    @Test func `a model is in one schema`() {
        let text = "datasource db {\n  provider = \"postgresql\"\n  schemas = [\"a\"]\n}\nmodel A {\n  id Int @id\n"
        #expect(faults([(path: "s", text: text + "  @@schema(\"a\")\n}")]) == [])
        #expect(
            faults([(path: "s", text: text + "  @@schema(\"a\", \"b\")\n}")]) == [
                "7:17: `@@schema` does not take this argument without a name."
            ]
        )
    }
}
