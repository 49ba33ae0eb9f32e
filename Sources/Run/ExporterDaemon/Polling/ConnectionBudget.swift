package import ExporterConfiguration
import Synchronization

/// How many database connections there may be, and whose turn it is.
///
/// A slot stands for one connection. Where there are slots for everybody, each keeps its own between polls; otherwise
/// it is given back after each poll. Targets that were down at their last poll get half of the slots at most, so that
/// servers that swallow connections leave the others theirs.
package final class ConnectionBudget: Sendable {
    /// The right to one connection.
    package struct Slot: Sendable, Hashable {
        fileprivate var server: String
        fileprivate var isSuspect: Bool
    }

    private struct Waiter {
        var id: UInt64
        var slot: Slot
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var limits: ExporterSettings.Limits
        /// Who takes slots, by server.
        var members: [String: Int] = [:]
        var memberCount = 0
        var used = 0
        var suspectsUsed = 0
        var usedByServer: [String: Int] = [:]
        /// In the order of arrival.
        var waiters: [Waiter] = []
        var nextID: UInt64 = 0

        func hasRoom(for slot: Slot) -> Bool {
            used < limits.connections && usedByServer[slot.server, default: 0] < limits.connectionsPerServer
                && (!slot.isSuspect || suspectsUsed < max(1, limits.connections / 2))
        }

        mutating func take(_ slot: Slot) {
            used += 1
            usedByServer[slot.server, default: 0] += 1
            if slot.isSuspect { suspectsUsed += 1 }
        }

        /// Gives out what there is; returns those who got something.
        mutating func serve() -> [CheckedContinuation<Bool, Never>] {
            var served: [CheckedContinuation<Bool, Never>] = []
            guard used < limits.connections, !waiters.isEmpty else { return served }
            var rest: [Waiter] = []
            for waiter in waiters {
                if hasRoom(for: waiter.slot) {
                    take(waiter.slot)
                    served.append(waiter.continuation)
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
        for waiter in served { waiter.resume(returning: true) }
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
        let slot = Slot(server: server, isSuspect: isSuspect)
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let isServed = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now: Bool? = state.withLock { state in
                    guard !Task.isCancelled else { return false }
                    guard !state.hasRoom(for: slot) else {
                        state.take(slot)
                        return true
                    }
                    state.waiters.append(Waiter(id: id, slot: slot, continuation: continuation))
                    return nil
                }
                if let now { continuation.resume(returning: now) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: false)
        }
        return isServed ? slot : nil
    }

    /// Takes the suspicion from a slot whose holder has found its server well, so that others that were down get theirs.
    package func trust(_ slot: inout Slot) {
        guard slot.isSuspect else { return }
        slot.isSuspect = false
        let served = state.withLock { state in
            state.suspectsUsed -= 1
            return state.serve()
        }
        for waiter in served { waiter.resume(returning: true) }
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
        for waiter in served { waiter.resume(returning: true) }
    }
}
