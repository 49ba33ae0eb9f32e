import MigrationMetrics
import TargetReport

extension SettingsReader {
    /// Reads what a target's section says beyond its name, URL and paths.
    mutating func readKeys(
        of entry: CheckedValue?,
        _ times: GivenTimes,
        into target: inout ExporterSettings.Target,
        at place: String
    ) {
        readDrift(entry, &target)
        target.labels = labels(entry?["labels"], at: place)
        readTimes(entry, times, &target, at: place)
        readDiscovery(entry, &target, at: place)
    }

    private func readDrift(_ entry: CheckedValue?, _ target: inout ExporterSettings.Target) {
        func value(_ key: String) -> CheckedValue? { entry?["drift"]?[key] ?? root?["drift"]?[key] }
        target.driftScope = value("scope")?.text.flatMap(DriftScope.init) ?? target.driftScope
        target.ignore = value("ignore")?.texts ?? target.ignore
        target.baseline = stateDirectory.map { directory in
            ExporterSettings.Baseline(directory: directory, isAccepted: invocation.has("accept-baseline"))
        }
    }

    private mutating func labels(_ section: CheckedValue?, at place: String) -> [String: String] {
        var labels: [String: String] = [:]
        for pair in section?.pairs ?? [] {
            let isName =
                pair.name.utf8.allSatisfy { $0 == 0x5F || $0.isASCIILetterOrDigit }
                && pair.name.first?.isNumber == false && !pair.name.hasPrefix("__")
            if !isName {
                check.fault(
                    pair.mark,
                    "\(place).labels: \(SettingsCheck.shown(pair.name)) is no name of a label: letters, digits and _, "
                        + "not a digit first, not __ first"
                )
            } else if MigrationMetrics.labelNames.contains(pair.name) {
                check.fault(pair.mark, "\(place).labels: \"\(pair.name)\" is a label of the exporter's own")
            }
            labels[pair.name] = pair.value.text ?? ""
        }
        return labels
    }

    private mutating func readTimes(
        _ entry: CheckedValue?,
        _ times: GivenTimes,
        _ target: inout ExporterSettings.Target,
        at place: String
    ) {
        target.poll = times.overridden(by: entry?["poll"]).times
        guard let mark = (entry?["poll"]?["timeout"] ?? entry?["poll"]?["interval"])?.mark,
            target.poll.timeout >= target.poll.interval, invocation.command != .diagnose
        else { return }
        check.fault(
            mark,
            "\(place).poll.timeout: \(DurationText.text(target.poll.timeout)) is not below the interval of "
                + DurationText.text(target.poll.interval)
        )
    }

    private mutating func readDiscovery(
        _ entry: CheckedValue?,
        _ target: inout ExporterSettings.Target,
        at place: String
    ) {
        guard let section = entry?["discover"] else { return }
        guard let databases = section["databases"]?.text.flatMap({ NamePattern($0) }) else {
            if !section.mentioned.contains("databases") {
                check.fault(section.mark, "\(place).discover: expected databases, a regular expression such as \".*\"")
            }
            return
        }
        target.discovery = ExporterSettings.Discovery(
            databases: databases,
            exclude: section["exclude"]?.text.flatMap { NamePattern($0) }
        )
    }
}
