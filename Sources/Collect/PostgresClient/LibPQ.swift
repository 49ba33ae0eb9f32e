import CLibPQ

/// The libpq that the program runs with.
package enum LibPQ {
    /// Its version, such as `15.12`.
    package static var version: String {
        let number = PQlibVersion()
        return "\(number / 10000).\(number % 10000)"
    }
}
