package import ExporterConfiguration
import Synchronization
package import TargetReport

/// How many database connections there may be, and whose turn it is.
///
/// A slot stands for one connection. Where there are slots for everybody, each keeps its own between polls; otherwise
/// it is given back after each poll. Targets that were down at their last poll get half of the slots at most, and so do
/// all of a server that has fallen silent, so that servers that swallow connections leave the others theirs.
package final class ConnectionBudget: Sendable {
    /// The right to one connection.
    package struct Slot: Sendable, Hashable {
        fileprivate var server: String
        fileprivate var isSuspect: Bool
        /// How many polls of the server had worked when its holder last knew.
        fileprivate var goodPolls: UInt64
    }

    /// How a poll on a slot ended.
    package enum Outcome: Sendable {
        /// It worked.
        case well
        /// The server said why it does not.
        case refused
        /// The server said nothing.
        case silence

        /// The outcome of a poll that failed for that reason.
        package init(_ reason: DownReason) { self = reason == .timeout ? .silence : .refused }
    }

    private struct Waiter {
        var id: UInt64
        var server: String
        var isSuspect: Bool
        var continuation: CheckedContinuation<Slot?, Never>
    }

    private struct State {
        var limits: ExporterSettings.Limits
        /// Who takes slots, by server.
        var members: [String: Int] = [:]
        var memberCount = 0
        var used = 0
        var suspectsUsed = 0
        var usedByServer: [String: Int] = [:]
        /// Polls that worked, by server.
        var goodPolls: [String: UInt64] = [:]
        /// Servers of which nothing has been heard since a poll that got no answer began.
        var silent: Set<String> = []
        /// In the order of arrival.
        var waiters: [Waiter] = []
        var nextID: UInt64 = 0

        /// A slot; nil where there is none.
        mutating func take(_ server: String, isSuspect wasDown: Bool) -> Slot? {
            let isSuspect = wasDown || silent.contains(server)
            guard used < limits.connections, usedByServer[server, default: 0] < limits.connectionsPerServer,
                !isSuspect || suspectsUsed < max(1, limits.connections / 2)
            else { return nil }
            used += 1
            usedByServer[server, default: 0] += 1
            if isSuspect { suspectsUsed += 1 }
            return Slot(server: server, isSuspect: isSuspect, goodPolls: goodPolls[server, default: 0])
        }

        /// Gives out what there is; returns those who got something.
        mutating func serve() -> [(CheckedContinuation<Slot?, Never>, Slot)] {
            var served: [(CheckedContinuation<Slot?, Never>, Slot)] = []
            guard used < limits.connections, !waiters.isEmpty else { return served }
            var rest: [Waiter] = []
            for waiter in waiters {
                if let slot = take(waiter.server, isSuspect: waiter.isSuspect) {
                    served.append((waiter.continuation, slot))
                } else {
                    rest.append(waiter)
                }
            }
            waiters = rest
            return served
        }
    }

    private let state: Mutex<State>

    /// Connections up to these limits.
    package init(_ limits: ExporterSettings.Limits) { state = Mutex(State(limits: limits)) }

    /// Takes new limits; slots above them are not taken away, but not given out again either.
    package func setLimits(_ limits: ExporterSettings.Limits) {
        let served = state.withLock { state in
            state.limits = limits
            return state.serve()
        }
        for (waiter, slot) in served { waiter.resume(returning: slot) }
    }

    /// Notes that somebody will take slots of that server from time to time.
    package func join(_ server: String) {
        state.withLock { state in
            state.members[server, default: 0] += 1
            state.memberCount += 1
        }
    }

    /// Notes that somebody no longer does.
    package func leave(_ server: String) {
        state.withLock { state in
            let left = state.members[server, default: 1] - 1
            state.members[server] = left > 0 ? left : nil
            state.memberCount -= 1
            guard left <= 0 else { return }
            state.goodPolls[server] = nil
            state.silent.remove(server)
        }
    }

    /// Whether there are more takers than slots, so that a slot must be given back after use.
    package func isScarce(_ server: String) -> Bool {
        state.withLock { state in
            state.memberCount > state.limits.connections
                || state.members[server, default: 0] > state.limits.connectionsPerServer
        }
    }

    /// Slots in use.
    package var used: Int { state.withLock(\.used) }

    /// Slots of one server in use.
    func used(of server: String) -> Int { state.withLock { $0.usedByServer[server, default: 0] } }

    /// Those who wait for a slot.
    var waitingCount: Int { state.withLock(\.waiters.count) }

    /// Waits for a slot.
    ///
    /// - Parameters:
    ///   - server: whom to connect to.
    ///   - isSuspect: whether the last attempt failed.
    /// - Returns: the slot; nil where the task is cancelled first.
    package func take(_ server: String, isSuspect: Bool) async -> Slot? {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = state.withLock { state in
                    guard !Task.isCancelled else { return false }
                    if let slot = state.take(server, isSuspect: isSuspect) {
                        continuation.resume(returning: slot)
                    } else {
                        state.waiters.append(
                            Waiter(id: id, server: server, isSuspect: isSuspect, continuation: continuation)
                        )
                    }
                    return true
                }
                if !isWaiting { continuation.resume(returning: nil) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: nil)
        }
    }

    /// Notes how a poll on a slot ended.
    ///
    /// One that worked takes the suspicion from its slot and its server. One that got no answer brings it upon the
    /// server, unless another has been answered there since.
    package func note(_ outcome: Outcome, on slot: inout Slot) {
        let server = slot.server
        let served = state.withLock { state in
            switch outcome {
            case .well:
                state.goodPolls[server, default: 0] += 1
                state.silent.remove(server)
                if slot.isSuspect { state.suspectsUsed -= 1 }
                slot.isSuspect = false
            case .silence:
                if state.goodPolls[server, default: 0] == slot.goodPolls { state.silent.insert(server) }
            case .refused: break
            }
            slot.goodPolls = state.goodPolls[server, default: 0]
            return state.serve()
        }
        for (waiter, slot) in served { waiter.resume(returning: slot) }
    }

    /// Gives a slot back; the connection must be closed.
    package func giveBack(_ slot: Slot) {
        let served = state.withLock { state in
            state.used -= 1
            if slot.isSuspect { state.suspectsUsed -= 1 }
            let left = state.usedByServer[slot.server, default: 1] - 1
            state.usedByServer[slot.server] = left > 0 ? left : nil
            return state.serve()
        }
        for (waiter, slot) in served { waiter.resume(returning: slot) }
    }
}
