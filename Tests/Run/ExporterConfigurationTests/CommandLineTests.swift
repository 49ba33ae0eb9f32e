import ExporterConfiguration
import TestProcess
import Testing

/// Manual pages and completions, read by the programs that they are for.
@Suite struct CommandLineTests {
    private static func completed(_ words: [String], by shell: ShellCompletion.Shell) async throws -> [String] {
        let folder = try TemporaryFolder()
        try folder.write(ShellCompletion.script(for: shell), to: "script")
        try folder.write("", to: "some file.yml")
        let line = words.joined(separator: " ")
        let command =
            switch shell {
            case .bash:
                // As readline splits the line: the equals sign is a word of its own.
                """
                cd "$1"; . ./script; shift
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
                _prisma_migrate_exporter 2>/dev/null; printf '%s\\n' "${COMPREPLY[@]}"
                """
            case .zsh: "zsh -f -n script"
            case .fish: "cd \"$1\"; HOME=$1 fish -N -c 'source script; complete -C \"\(line)\"' | cut -f 1"
            }
        let split = words.flatMap { word in
            guard let equals = word.firstIndex(of: "="), word.hasPrefix("--") else { return [word] }
            let value = String(word[word.index(after: equals)...])
            return [String(word[..<equals]), "="] + (value.isEmpty ? [] : [value])
        }
        let result = try await TestProcess.run(["bash", "-c", command, "bash", folder.path] + split)
        await folder.remove()
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test(
        arguments: [ShellCompletion.Shell.bash, .fish].filter { TestProcess.isInstalled($0.rawValue) }
    ) func `a shell completes commands, flags, words and files`(_ shell: ShellCompletion.Shell) async throws {
        let program = "prisma-migrate-exporter"
        #expect(Set(try await Self.completed([program, "di"], by: shell)) == ["diagnose"])
        let flags = try await Self.completed([program, "diagnose", "--fo"], by: shell)
        #expect(flags == ["--format="] || flags == ["--format"])
        #expect(try await Self.completed([program, "diagnose", "--web"], by: shell).isEmpty)
        #expect(try await Self.completed([program, "--web.li"], by: shell).count == 1)
        let words = try await Self.completed([program, "--log.level=w"], by: shell)
        #expect(words == ["warn"] || words == ["--log.level=warn"])
        let files = try await Self.completed([program, "check-config", "--config.file=so"], by: shell)
        #expect(files.count == 1 && files[0].contains("some"))
    }

    @Test(
        .enabled(if: TestProcess.isInstalled("zsh"), "zsh is not installed")
    ) func `zsh is told what to complete`() async throws {
        let folder = try TemporaryFolder()
        try folder.write(ShellCompletion.script(for: .zsh), to: "_prisma-migrate-exporter")
        // What it asks of zsh's own function, which needs a terminal.
        let script = """
            _arguments() { print -rl -- "$@" }
            words=(prisma-migrate-exporter diagnose --f) CURRENT=3
            . "$1/_prisma-migrate-exporter"
            """
        let result = try await TestProcess.run(["zsh", "-f", "-c", script, "zsh", folder.path])
        let lines = result.output.split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix("--format=[") && $0.hasSuffix(":FORMAT:(text json prometheus)") })
        #expect(lines.contains { $0.hasPrefix("--project=[") && $0.hasSuffix(":DIR:_files -/") })
        #expect(lines.last == "1:command:(serve diagnose check-config health)")
        #expect(!lines.contains { $0.contains("--web.") })
        #expect(result.error.isEmpty)
        await folder.remove()
    }

    @Test(
        .enabled(if: TestProcess.isInstalled("groff"), "groff is not installed"),
        arguments: Command.allCases
    ) func `groff finds nothing wrong with a manual page, and shows every flag`(_ command: Command) async throws {
        let folder = try TemporaryFolder()
        try folder.write(ManualPage.text(for: command, version: "1.2.3"), to: "page.1")
        let result = try await TestProcess.run([
            "groff", "-man", "-ww", "-Tascii", "-P-cbou", "\(folder.path)/page.1",
        ])
        #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
        for flag in Flag.all {
            let isShown = result.output.split(separator: "\n")
                .contains { $0.split(separator: " ").first?.split(separator: "=").first == "--\(flag.name)" }
            #expect(isShown == flag.commands.contains(command), "\(flag.name)")
        }
        #expect(result.output.contains("prisma-migrate-exporter 1.2.3"))
        await folder.remove()
    }
}
