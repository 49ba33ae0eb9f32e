package import ExporterConfiguration
package import PostgresClient
import Synchronization

/// A target's URL, read anew at each connect; a source that has become unusable doesn't replace a good URL.
package final class RotatingURL: Sendable {
    private let source: DatabaseURLSource
    private let database: String?
    private let files: any FileReading
    private let warn: @Sendable (String) -> Void
    private let lastGood = Mutex<DatabaseURL?>(nil)

    /// A URL from that source.
    ///
    /// - Parameters:
    ///   - source: where the URL is read.
    ///   - database: another database of the URL's server; nil for the URL's own.
    ///   - files: what is on disk.
    ///   - warn: told when the source is unusable and the last good URL is taken instead.
    package init(
        source: DatabaseURLSource,
        database: String? = nil,
        files: any FileReading,
        warn: @escaping @Sendable (String) -> Void
    ) {
        self.source = source
        self.database = database
        self.files = files
        self.warn = warn
    }

    /// The URL to connect with now.
    ///
    /// - Throws: `UnusableURL` where there never was a usable one.
    package func current() throws(UnusableURL) -> DatabaseURL {
        do throws(UnusableURL) {
            var url = try source.read(files)
            if let database { url = url.replacing(database: database) }
            lastGood.withLock { $0 = url }
            return url
        } catch {
            guard let url = lastGood.withLock({ $0 }) else { throw error }
            warn("\(error.description); connecting with the last good one")
            return url
        }
    }
}
