/// What clients may take from the server.
package struct WebLimits: Sendable, Hashable {
    /// Connections at a time, and never more than half of the process's file descriptors.
    ///
    /// Where nearly all are taken, a new one ends one that has no request under way or hardly reads its answer; where there
    /// is none, further ones wait to be accepted.
    package var connections = 256
    /// Seconds for which a connection may be silent.
    package var idleSeconds = 15
    /// Milliseconds for which a new connection may be silent before it gives way to others where nearly all places are taken.
    package var askingMilliseconds = 50
    /// Seconds for which an answer may be read before its connection gives way to new ones where nearly all places are taken.
    package var readingSeconds = 10
    /// Memory of one connection, in bytes: it bounds the request line and headers together, and a larger request is
    /// refused with 431 or 414.
    package var requestMemory = 16384
    /// Largest request body that is read and thrown away, in bytes; a larger one is refused with 413.
    package var bodyBytes = 8192
    /// Paths that are answered without authentication and rate limit.
    package var openPaths: Set<String> = []

    /// The default limits.
    package init() {}
}
