import Synchronization

/// One of the few places for servers that live at once, given back with its last reference.
///
/// Starting a server and connecting to it takes a processor; where all tests did so side by side, those that wait for an
/// event would wait for long.
final class ServerPlace: Sendable {
    /// Servers that live at once; those that belong to another one, as standbys do, are not counted.
    private static let count = 8

    private struct Places {
        var free = ServerPlace.count
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private static let places = Mutex(Places())

    private init() {}

    deinit {
        let next: CheckedContinuation<Void, Never>? = Self.places.withLock { places in
            guard places.waiting.isEmpty else { return places.waiting.removeFirst() }
            places.free += 1
            return nil
        }
        next?.resume()
    }

    /// Waits for a place, first come, first served.
    static func take() async -> ServerPlace {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isFree = places.withLock { places in
                guard places.free > 0 else {
                    places.waiting.append(continuation)
                    return false
                }
                places.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
        return ServerPlace()
    }
}
