import Testing

@testable import ExporterConfiguration

@Suite struct StateDirectoryTests {
    private static let file = "state: {directory: kept}\ntargets: [{url_env: A}, {name: b, url_env: A}]"

    private func baselines(
        _ arguments: [String],
        _ state: String? = nil,
        file: String? = nil
    ) throws -> [ExporterSettings.Baseline?] {
        var environment = ["DATABASE_URL": "postgresql://u@h/d", "A": "postgresql://u@h/a"]
        environment["STATE_DIRECTORY"] = state
        var files = Files()
        if let file { files.texts["/etc/x/c.yml"] = file }
        return try ExporterSettings(
            Invocation(arguments: arguments + (file == nil ? [] : ["--config.file=/etc/x/c.yml"])),
            environment: environment,
            workingDirectory: "/w",
            files: files
        )
        .targets.map(\.baseline)
    }

    @Test func `the flag overrides the file, the file overrides systemd's, without any of them nothing is kept`() throws
    {
        #expect(try baselines([]) == [nil])
        #expect(try baselines([], "") == [nil])
        #expect(try baselines([], "/var/lib/x:/var/lib/y") == [.init(directory: "/var/lib/x")])
        #expect(
            try baselines([], "/var/lib/x", file: Self.file) == [
                .init(directory: "/etc/x/kept"), .init(directory: "/etc/x/kept"),
            ]
        )
        #expect(
            try baselines(["serve", "--state.directory=/s"], "/var/lib/x", file: Self.file)
                == [.init(directory: "/s"), .init(directory: "/s")]
        )
    }

    @Test func `a baseline is accepted by diagnose alone, and only where it can be kept`() throws {
        #expect(
            try baselines(["diagnose", "--accept-baseline"], "/s") == [.init(directory: "/s", isAccepted: true)]
        )
        #expect(throws: UsageError.self) { try baselines(["diagnose", "--accept-baseline"]) }
        #expect(throws: UsageError.self) { try baselines(["serve", "--accept-baseline"], "/s") }
    }

    @Test func `the settings in force tell the folder`() throws {
        var settings = ExporterSettings(targets: [.init(name: "a", url: .inline(url: ""))])
        #expect(!settings.yaml.contains("state:"))
        settings.targets[0].baseline = .init(directory: "/s")
        #expect(settings.yaml.contains("state:\n  directory: \"/s\"\n"))
    }
}
