//! Open questions: what the content says is not known, each with what somebody on the spot would do to find it out.

/// The family of the texts that say what is not known.
const UNKNOWN: &str = "unknown.";
/// The family of the texts that say how to find it out.
const SPOT: &str = "spot.";

/// The key of the text that says how to answer the open question of this key.
pub fn spot_key(key: &str) -> String {
    format!("{SPOT}{}", key.strip_prefix(UNKNOWN).unwrap_or(key))
}

/// Whether this is the key of an open question.
pub(in crate::catalog) fn is_unknown(key: &str) -> bool {
    key.starts_with(UNKNOWN)
}
