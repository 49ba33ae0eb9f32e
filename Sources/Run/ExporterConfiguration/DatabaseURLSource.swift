package import PostgresClient

/// Where a target's database URL is read, at each connect anew, so that a rotated secret needs no restart.
package enum DatabaseURLSource: Sendable, Hashable {
    /// A file that holds the URL alone.
    case file(path: String)
    /// A variable of the environment; it can't change while the program runs.
    case environment(variable: String, url: String)
    /// The configuration file itself.
    case inline(url: String)
    /// `DATABASE_URL` in the first of these `.env` files that sets it, with what `${NAME}` may refer to.
    case dotEnv(paths: [String], environment: [String: String])

    /// The first place that gives a URL, in the order of `--help`; nil where none does.
    package static func first(
        flag: String?,
        environment: [String: String],
        project: PrismaProject?,
        files: any FileReading
    ) -> DatabaseURLSource? {
        if let flag { return .file(path: flag) }
        if let credentials = environment["CREDENTIALS_DIRECTORY"], files.isFile("\(credentials)/database-url") {
            return .file(path: "\(credentials)/database-url")
        }
        if let url = environment["DATABASE_URL"], !url.isEmpty {
            return .environment(variable: "DATABASE_URL", url: url)
        }
        let source = DatabaseURLSource.dotEnv(paths: project?.environmentFiles ?? [], environment: environment)
        return (try? source.read(files)) == nil ? nil : source
    }

    /// The URL as it stands there now.
    ///
    /// - Throws: `UnusableURL` that names the place and the fault, never the URL.
    package func read(_ files: any FileReading) throws(UnusableURL) -> DatabaseURL {
        do {
            switch self {
            case .file(let path):
                return try DatabaseURL(try files.text(of: path))
            case .environment(_, let url), .inline(let url):
                return try DatabaseURL(url)
            case .dotEnv(let paths, let environment):
                for path in paths {
                    let text = try files.text(of: path)
                    guard let url = DotEnv.value(of: "DATABASE_URL", in: text, environment: environment) else {
                        continue
                    }
                    return try DatabaseURL(url)
                }
            }
        } catch let fault as FileFailure {
            throw UnusableURL(description: "database URL: \(fault.path): \(fault.reason)")
        } catch {
            throw UnusableURL(description: "database URL in \(place): \(error)")
        }
        throw UnusableURL(description: "database URL: DATABASE_URL is not set in \(place)")
    }

    /// The place, for people.
    package var place: String {
        switch self {
        case .file(let path): path
        case .environment(let variable, _): "the environment's \(variable)"
        case .inline: "the configuration file"
        case .dotEnv(let paths, _): paths.joined(separator: ", ")
        }
    }
}

/// A database URL that is not there or can't be used.
package struct UnusableURL: Error, Sendable, Hashable, CustomStringConvertible {
    /// The place and the fault; never the URL.
    package var description: String
}
