/// What the exporter tells of itself.
package struct ExporterFacts: Sendable, Hashable {
    /// The process's use of the machine; nil values can't be told there and are left out.
    package struct Process: Sendable, Hashable {
        /// User and system time, in seconds.
        package var cpuSeconds: Double?
        /// File descriptors in use.
        package var openFileDescriptors: Double?
        /// File descriptors allowed.
        package var maxFileDescriptors: Double?
        /// Address space, in bytes.
        package var virtualBytes: Double?
        /// Address space allowed, in bytes.
        package var maxVirtualBytes: Double?
        /// Memory in use, in bytes.
        package var residentBytes: Double?
        /// When the process began, in Unix seconds.
        package var startSeconds: Double?
        /// Bytes received over the network of the process's namespace.
        package var receivedBytes: Double?
        /// Bytes sent over it.
        package var transmittedBytes: Double?

        /// Nothing known.
        package init() {}
    }

    /// How the last look for a server's databases went.
    package struct Discovery: Sendable, Hashable {
        /// Whether it worked.
        package var isUp = false
        /// The databases that are watched, as of the last look that worked.
        package var databases = 0

        /// No look yet.
        package init() {}
    }

    /// By the name of the target that looks for databases.
    package var discoveries: [String: Discovery] = [:]
    /// The program's version.
    package var version: String
    /// The source revision, `unknown` where the build did not say.
    package var revision: String
    /// The Swift compiler's version.
    package var swiftVersion: String
    /// libpq's version.
    package var libpqVersion: String
    /// Whether the last reading of the configuration was good.
    package var lastReloadSuccessful: Bool
    /// When the configuration in force was read, in Unix seconds.
    package var lastReloadSeconds: Double

    /// The facts of a program of that version.
    package init(
        version: String,
        revision: String,
        swiftVersion: String,
        libpqVersion: String,
        lastReloadSuccessful: Bool = true,
        lastReloadSeconds: Double = 0
    ) {
        self.version = version
        self.revision = revision
        self.swiftVersion = swiftVersion
        self.libpqVersion = libpqVersion
        self.lastReloadSuccessful = lastReloadSuccessful
        self.lastReloadSeconds = lastReloadSeconds
    }
}
