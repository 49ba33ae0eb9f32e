import ExporterConfiguration
import WebServer

/// `health`: whether the daemon on this machine answers, an exit status.
struct HealthCommand {
    /// How the daemon's web server is.
    let web: ExporterSettings.Web

    /// The longest wait for an answer; container engines give a check thirty seconds by default.
    private static let limit = Duration.seconds(5)

    /// Asks, and says on standard error what does not answer.
    ///
    /// - Returns: the exit status.
    /// - Throws: what makes the settings unusable.
    func run() throws -> Int32 {
        let speaksTLS =
            try web.configurationFile.map { try WebConfiguration(path: $0, files: FileSystem()).rules.tls != nil }
            ?? false
        for text in web.listenAddresses {
            guard try HealthRequest.isAnswered(at: ListenAddress(text), overTLS: speaksTLS, within: Self.limit) else {
                StandardStream.error.write("prisma-migrate-exporter: nobody answers on \(text)\n")
                return 1
            }
        }
        return 0
    }
}
