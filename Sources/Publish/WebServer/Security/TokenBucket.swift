import Synchronization

/// Lets so many requests pass in a time, whoever sends them.
final class TokenBucket: Sendable {
    private struct State {
        var limit: WebSecurity.RateLimit?
        var tokens = 0.0
        var filled = ContinuousClock.now
    }

    private let state = Mutex(State())

    /// Takes one token; false where there is none.
    ///
    /// - Parameters:
    ///   - limit: the limit in force; another one than before begins with a full bucket. nil lets everything pass.
    ///   - now: the time.
    /// - Returns: whether the request may pass.
    func take(_ limit: WebSecurity.RateLimit?, at now: ContinuousClock.Instant = .now) -> Bool {
        guard let limit, limit.interval > .zero else { return true }
        return state.withLock { state in
            if state.limit != limit { state = State(limit: limit, tokens: Double(limit.burst), filled: now) }
            state.tokens = min(Double(limit.burst), state.tokens + (now - state.filled) / limit.interval)
            state.filled = now
            guard state.tokens >= 1 else { return false }
            state.tokens -= 1
            return true
        }
    }
}
