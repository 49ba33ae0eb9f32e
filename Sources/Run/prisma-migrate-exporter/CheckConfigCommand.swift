import ExporterConfiguration
import MigrationMetrics

/// `check-config`: every mistake of the configuration files, an exit status.
struct CheckConfigCommand {
    /// The command line.
    let invocation: Invocation
    /// Reads the settings as `serve` would.
    let readSettings: () throws -> ExporterSettings

    /// Checks and reports on standard output.
    ///
    /// - Returns: the exit status.
    func run() -> Int32 {
        if invocation.has("example") {
            StandardStream.output.write(SettingsDocument.example)
            return 0
        }
        if invocation.has("reference") {
            StandardStream.output.write(SettingsDocument.reference)
            return 0
        }
        if invocation.has("metrics") {
            StandardStream.output.write(MetricReference.page)
            return 0
        }
        var isGood = true
        do {
            let settings = try readSettings()
            let count = settings.targets.count
            StandardStream.output.write("\(count) target\(count == 1 ? "" : "s"): the configuration can be used\n")
        } catch {
            StandardStream.output.write("\(error)\n")
            isGood = false
        }
        if let path = invocation.value("web.config.file") {
            do throws(UnusableConfiguration) {
                _ = try WebConfiguration(path: path, files: FileSystem())
                StandardStream.output.write("\(path): the web configuration can be used\n")
            } catch {
                StandardStream.output.write("\(error)\n")
                isGood = false
            }
        }
        return isGood ? 0 : 1
    }
}
