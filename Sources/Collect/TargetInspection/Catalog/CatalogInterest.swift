/// When one inspection reads the catalogs in full.
package enum CatalogInterest: Sendable, Hashable {
    /// Not at all.
    case never
    /// Where they have changed since the fingerprint; nil for at any rate.
    case whenChanged(since: CatalogFingerprint?)

    /// Whether catalogs with that fingerprint are to be read.
    func wants(_ fingerprint: CatalogFingerprint?) -> Bool {
        switch self {
        case .never: false
        case .whenChanged(let known): known == nil || known != fingerprint
        }
    }
}
