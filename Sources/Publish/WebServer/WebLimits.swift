/// What clients may take from the server.
package struct WebLimits: Sendable, Hashable {
    /// Connections at a time, and never more than half of the process's file descriptors.
    ///
    /// Where nearly all are taken, a new one ends the one that has been there longest without a request, of those that have
    /// never asked first; where each awaits an answer, further ones wait to be accepted.
    package var connections = 256
    /// Seconds for which a connection may be silent.
    package var idleSeconds = 15
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
