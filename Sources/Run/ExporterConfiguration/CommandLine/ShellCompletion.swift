/// Scripts that complete the command line, made of the list of flags.
package enum ShellCompletion {
    /// A shell that there is a script for.
    package enum Shell: String, Sendable, CaseIterable {
        /// GNU bash, with or without the package bash-completion.
        case bash
        /// zsh's completion system.
        case zsh
        /// The fish shell.
        case fish

        /// The shell that `--completion-script` asks for; nil where it is not given.
        package init?(_ invocation: Invocation) {
            guard let name = invocation.value("completion-script") else { return nil }
            self.init(rawValue: name)
        }
    }

    /// What the value of a flag is completed with.
    private enum Completion {
        case nothing
        case files
        case folders
        case words([String])
    }

    private static let program = "prisma-migrate-exporter"
    private static let function = "_prisma_migrate_exporter"

    /// The script for a shell.
    package static func script(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    private static func completion(of flag: Flag) -> Completion {
        switch flag.value {
        case _ where !flag.choices.isEmpty: .words(flag.choices)
        case "FILE": .files
        case "PATH" where flag.name == "schema": .files
        case "DIR": .folders
        default: .nothing
        }
    }

    private static var commands: String { Command.allCases.map(\.rawValue).joined(separator: " ") }

    /// The commands that are named, as a shell's pattern; without one, it is `serve`.
    private static var pattern: String {
        Command.allCases.filter { $0 != .serve }.map(\.rawValue).joined(separator: "|")
    }

    // MARK: bash

    private static var bash: String {
        let values = Flag.all.filter { $0.value != nil }
            .map { flag in
                let action =
                    switch completion(of: flag) {
                    case .nothing: ""
                    case .files: "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); "
                    case .folders: "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$word\"); "
                    case .words(let words):
                        "COMPREPLY=($(compgen -W \"\(words.joined(separator: " "))\" -- \"$word\")); "
                    }
                return "    --\(flag.name)) \(action)return ;;"
            }
        let flags = Command.allCases.map { command in
            let names = HelpText.flags(of: command).map { "--\($0.name)\($0.value == nil ? "" : "=")" }
            return "    \(command.rawValue)) words=\"\(names.joined(separator: " "))\" ;;"
        }
        return """
            # The equals sign is a word of its own to bash.
            \(function)() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=serve flag= words=
                case ${COMP_WORDS[1]} in
                \(pattern)) command=${COMP_WORDS[1]} ;;
                esac
                case $word:$before in
                =:*) flag=$before word= ;;
                *:=) flag=${COMP_WORDS[COMP_CWORD-2]} ;;
                *:--*) flag=$before ;;
                esac
                case $flag in
            \(values.joined(separator: "\n"))
                esac
                case $command in
            \(flags.joined(separator: "\n"))
                esac
                [ "$COMP_CWORD" -ne 1 ] || words="\(commands) $words"
                COMPREPLY=($(compgen -W "$words" -- "$word"))
                case ${COMPREPLY[0]} in
                *=) compopt -o nospace 2>/dev/null ;;
                esac
            }
            complete -F \(function) \(program)

            """
    }

    // MARK: zsh

    private static var zsh: String {
        let flags = Command.allCases.map { command in
            let specifications = HelpText.flags(of: command).map { "        \(zshSpecification($0))" }
            return "    \(command.rawValue)) flags=(\n\(specifications.joined(separator: "\n"))\n    ) ;;"
        }
        return """
            #compdef \(program)
            local command=serve
            local -a flags
            case $words[2] in
                \(pattern)) command=$words[2] ;;
            esac
            case $command in
            \(flags.joined(separator: "\n"))
            esac
            _arguments : $flags '1:command:(\(commands))'

            """
    }

    private static func zshSpecification(_ flag: Flag) -> String {
        // What means something within the brackets: their end, and the colon after them.
        let help = flag.help.replacing("'", with: "'\\''").replacing("[", with: "\\[").replacing("]", with: "\\]")
        let repeated = flag.isRepeatable ? "*" : ""
        guard let value = flag.value else { return "'\(repeated)--\(flag.name)[\(help)]'" }
        let action =
            switch completion(of: flag) {
            case .nothing: ""
            case .files: "_files"
            case .folders: "_files -/"
            case .words(let words): "(\(words.joined(separator: " ")))"
            }
        return "'\(repeated)--\(flag.name)=[\(help)]:\(value):\(action)'"
    }

    // MARK: fish

    private static var fish: String {
        let start = "complete -c \(program)"
        var lines = ["\(start) -f", "\(start) -n __fish_use_subcommand -a '\(commands)'"]
        for command in Command.allCases {
            let others = Command.allCases.filter { $0 != .serve }.map(\.rawValue).joined(separator: " ")
            let condition =
                command == .serve
                ? "not __fish_seen_subcommand_from \(others)" : "__fish_seen_subcommand_from \(command.rawValue)"
            for flag in HelpText.flags(of: command) {
                let value =
                    switch completion(of: flag) {
                    case _ where flag.value == nil: ""
                    case .nothing: " -x"
                    case .files: " -r -F"
                    case .folders: " -x -a '(__fish_complete_directories)'"
                    case .words(let words): " -x -a '\(words.joined(separator: " "))'"
                    }
                let help = flag.help.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
                lines.append("\(start) -n '\(condition)' -l \(flag.name)\(value) -d '\(help)'")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
