//! Which records are due, and whose they are for a while.

use rusqlite::Connection;
use teloxide::types::ChatId;

use crate::storage::record::Claim;

/// The chats that were taken.
pub(super) fn take(connection: &Connection, claim: &Claim) -> Result<Vec<ChatId>, rusqlite::Error> {
    connection
        .prepare_cached(
            "UPDATE dialogues SET leased = ?2 WHERE chat_id IN (
                 SELECT chat_id FROM dialogues
                 WHERE due <= ?1 AND (leased IS NULL OR leased <= ?1) ORDER BY due LIMIT ?3
             ) RETURNING chat_id",
        )?
        .query_map((claim.now, claim.until, i64::try_from(claim.most).unwrap_or(i64::MAX)), |row| {
            row.get(0).map(ChatId)
        })?
        .collect()
}
