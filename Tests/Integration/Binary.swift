import TestProcess

/// The program under test, built beside the tests.
enum Binary {
    /// Where it is.
    static let path =
        "/" + CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
        + "/prisma-migrate-exporter"

    /// One `diagnose` of a target named shop.
    static func diagnose(_ url: String, _ arguments: String...) async throws -> TestProcess.Result {
        try await TestProcess.run(
            [path, "diagnose", "--target.name=shop"] + arguments,
            environment: ["DATABASE_URL": url]
        )
    }
}
