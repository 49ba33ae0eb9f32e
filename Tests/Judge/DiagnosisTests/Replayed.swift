import Diagnosis
import MigrationHistory

extension ReplayPlan {
    /// The script to judge, of scripts with these texts.
    func replayed(_ texts: [String: String]) -> ReplayedScript {
        var replays = SequenceReplays()
        return judged(replays.end(of: upToScript, texts), whole: replays.end(of: whole, texts))
    }
}

extension HistoryReplay.Plan {
    /// What scripts with these texts lead to.
    func replayed(_ texts: [String: String]) -> HistoryReplay {
        var replays = SequenceReplays()
        return HistoryReplay(self, applied: replays.end(of: upToApplied, texts), whole: replays.end(of: whole, texts))
    }
}
