import MigrationSQL
import SchemaModel

/// How far a script can have come, when its statements ran in order and stopped somewhere.
struct ScriptProgress {
    /// Every number of statements whose end the database can be at, ascending; empty where it is at none.
    private(set) var possible: [Int] = []
    /// Whether at each of them the schema is neither as before the script nor as after it.
    private(set) var isHalfway = false

    /// The progress that the chains allow.
    ///
    /// - Parameters:
    ///   - script: the statements.
    ///   - chains: the objects that can be relied on; those in no form of the script are left out.
    ///   - trustsGuarded: whether an object that a statement makes only where it is not there was made by it.
    init(of script: [ReplayedStatement], by chains: [ObjectID: EffectChain], trustsGuarded: Bool = true) {
        var allowed = Counts(script.count)
        var unlikeBefore = Counts(script.count)
        var unlikeAfter = Counts(script.count)
        var chainCount = 0
        var changesAtAll = false
        for (id, chain) in chains where !chain.candidates.isEmpty {
            chainCount += 1
            let last = chain.forms.count - 1
            let weighty = chain.forms.map(\.weighty)
            if !id.kind.isMinor, weighty[0] != weighty[last] { changesAtAll = true }
            var spans: [ClosedRange<Int>] = []
            for form in chain.forms.indices {
                var start = form == 0 ? 0 : chain.statements[form - 1] + 1
                var end = form == last ? script.count : chain.statements[form]
                if !id.kind.isMinor {
                    if weighty[form] != weighty[0] { unlikeBefore.add(start...end) }
                    if weighty[form] != weighty[last] { unlikeAfter.add(start...end) }
                }
                guard chain.candidates.contains(form) else { continue }
                var made = form
                while !trustsGuarded, made > 0, script[chain.statements[made - 1]].outcome.isGuarded {
                    made -= 1
                    start = made == 0 ? 0 : chain.statements[made - 1] + 1
                }
                // A statement that may have been skipped leaves the form as it was.
                var next = form
                while next < last, script[chain.statements[next]].outcome.isConditional {
                    next += 1
                    end = next == last ? script.count : chain.statements[next]
                }
                if let previous = spans.last, previous.upperBound >= start {
                    spans[spans.count - 1] = previous.lowerBound...max(end, previous.upperBound)
                } else {
                    spans.append(start...end)
                }
            }
            for span in spans { allowed.add(span) }
        }
        let all = allowed.totals
        possible = (0...script.count).filter { all[$0] == chainCount }
        let (before, after) = (unlikeBefore.totals, unlikeAfter.totals)
        isHalfway = changesAtAll && !possible.isEmpty && possible.allSatisfy { before[$0] > 0 && after[$0] > 0 }
    }

    /// Whether the statement has run, has not, or may have (nil).
    func hasRun(_ statement: Int) -> Bool? {
        guard let least = possible.first, let most = possible.last else { return nil }
        if statement < least { return true }
        return statement >= most ? false : nil
    }
}

/// How many ranges cover each number.
private struct Counts {
    private var steps: [Int]

    init(_ last: Int) { steps = Array(repeating: 0, count: last + 2) }

    mutating func add(_ range: ClosedRange<Int>) {
        steps[range.lowerBound] += 1
        steps[range.upperBound + 1] -= 1
    }

    var totals: [Int] {
        var sum = 0
        return steps.dropLast()
            .map { step in
                sum += step
                return sum
            }
    }
}
