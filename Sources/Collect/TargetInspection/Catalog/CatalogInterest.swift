/// When one inspection reads the catalogs in full.
package enum CatalogInterest: Sendable, Hashable {
    /// Not at all.
    case never
    /// Where they have changed since the fingerprint; nil for at any rate.
    case whenChanged(since: CatalogFingerprint?)
}
