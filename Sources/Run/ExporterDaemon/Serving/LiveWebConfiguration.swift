import ExporterConfiguration
import Synchronization
package import WebServer

/// The web configuration file as it stands, read again when one of its files changes; one that has become unusable
/// doesn't replace a good one.
package final class LiveWebConfiguration: Sendable {
    private struct State {
        var active: ActiveSecurity
        var stamps: [String: FileStamp?]
    }

    private let path: String
    private let files = FileSystem()
    private let state: Mutex<State>
    private let told: @Sendable (Result<Void, any Error>) -> Void

    /// The file at that path.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - told: told of each reading after the first: well, or why the rules before stay in force.
    /// - Throws: `UnusableConfiguration`, `WebServerError`.
    package init(path: String, told: @escaping @Sendable (Result<Void, any Error>) -> Void) throws {
        self.path = path
        self.told = told
        let configuration = try WebConfiguration(path: path, files: files)
        let stamps = Self.stamps(of: configuration.files, files)
        state = Mutex(State(active: try ActiveSecurity(configuration.rules), stamps: stamps))
    }

    /// The rules in force.
    package func current() -> ActiveSecurity {
        let (active, outcome) = state.withLock { state in
            let stamps = Self.stamps(of: Array(state.stamps.keys), files)
            guard stamps != state.stamps else { return (state.active, nil as Result<Void, any Error>?) }
            // Whatever comes of it, these files are looked at again only when they change again.
            state.stamps = stamps
            do {
                let configuration = try WebConfiguration(path: path, files: files)
                let active = try ActiveSecurity(configuration.rules)
                state.stamps.merge(Self.stamps(of: configuration.files, files)) { known, _ in known }
                guard (active.tls == nil) == (state.active.tls == nil) else { throw TLSSwitch() }
                state.active = active
                return (active, .success(()))
            } catch {
                return (state.active, .failure(error))
            }
        }
        if let outcome { told(outcome) }
        return active
    }

    private static func stamps(of paths: [String], _ files: FileSystem) -> [String: FileStamp?] {
        Dictionary(paths.map { ($0, files.stamp(of: $0)) }) { first, _ in first }
    }
}

/// A change that a running server can't follow.
private struct TLSSwitch: Error, CustomStringConvertible {
    var description: String { "TLS can't be switched on or off while the program runs: restart it" }
}
