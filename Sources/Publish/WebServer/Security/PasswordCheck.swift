import CCrypt
import Glibc
import Synchronization

/// Compares passwords with bcrypt hashes.
///
/// A hash takes tens of milliseconds on purpose, so what was right once is remembered. An unknown user costs the same
/// time as a wrong password.
final class PasswordCheck: Sendable {
    /// A user and password as the client gave them.
    struct Credentials: Sendable, Hashable {
        var user: String
        var password: [UInt8]
    }

    private struct Accepted: Hashable {
        var credentials: Credentials
        var hash: String
    }

    /// Most passwords remembered.
    private static let memory = 100

    private let accepted = Mutex<Set<Accepted>>([])

    /// Whether these credentials were right before, with the hash that is in force.
    func isKnown(_ credentials: Credentials, _ users: [String: String]) -> Bool {
        guard let hash = users[credentials.user] else { return false }
        return accepted.withLock { $0.contains(Accepted(credentials: credentials, hash: hash)) }
    }

    /// Whether the password is the user's; takes as long as the hash wants.
    func isRight(_ credentials: Credentials, _ users: [String: String]) -> Bool {
        let stand = users.min { $0.key < $1.key }?.value ?? ""
        let hash = users[credentials.user] ?? stand
        let isSame = Self.matches(credentials.password, hash)
        guard isSame, users[credentials.user] != nil else { return false }
        accepted.withLock { accepted in
            if accepted.count >= Self.memory { accepted.removeFirst() }
            accepted.insert(Accepted(credentials: credentials, hash: hash))
        }
        return true
    }

    private static func matches(_ password: [UInt8], _ hash: String) -> Bool {
        // crypt(3) would take the text up to a zero for all of it.
        guard !password.contains(0) else { return false }
        var data: UnsafeMutableRawPointer?
        var size: Int32 = 0
        defer { unsafe free(data) }
        let phrase = password.map { CChar(bitPattern: $0) } + [0]
        guard let made = unsafe crypt_ra(phrase, hash, &data, &size) else { return false }
        let computed = unsafe Array(String(cString: made).utf8)
        let expected = Array(hash.utf8)
        guard computed.count == expected.count else { return false }
        return zip(computed, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// bcrypt hashes as text.
package enum BcryptHash {
    /// Whether the text is one: `$2b$`, the cost, 53 characters (crypt(5), "bcrypt").
    package static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].isEmpty, ["2a", "2b", "2y"].contains(parts[1]),
            parts[2].count == 2, let cost = Int(parts[2]), (4...31).contains(cost), parts[3].utf8.count == 53
        else { return false }
        return parts[3].utf8
            .allSatisfy { byte in
                let isLetter = (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                return isLetter || (0x2E...0x39).contains(byte)
            }
    }
}
