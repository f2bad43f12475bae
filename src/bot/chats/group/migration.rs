//! Moves the record of a group that has become a supergroup and has a new id.

use std::sync::Arc;

use crate::bot::content::Content;
use crate::bot::incoming::types::Migration;
use crate::bot::outgoing::outcome::Outcome;
use crate::bot::records::record::{Record, Saved};
use crate::bot::services::Services;
use crate::dialogue::session::Session;
use crate::intake::update::UpdateId;
use crate::storage::any::AnyStorage;

/// Moves a group's record to its new id. Telegram reports a migration in two messages, in either order, and in a
/// refusal.
pub async fn receive_migration(migration: Migration, update: UpdateId, services: Services) {
    migrate(migration, update, &services.content, &services.storage).await;
}

/// Moves a group's record. A language that was chosen at the new id meanwhile stays.
pub(super) async fn migrate(
    migration: Migration,
    update: UpdateId,
    content: &Content,
    storage: &Arc<AnyStorage>,
) {
    let old = Record::of(migration.from, Arc::clone(storage)).await;
    if !old.exists() {
        return;
    }
    let lang = old.session(&content.catalog).lang;
    let inherit = |mut session: Session| {
        session.lang = session.lang.or(lang);
        session
    };
    let new = Record::of(migration.to, Arc::clone(storage)).await;
    // Written even without a language, so that the group is not greeted as new.
    let saved = new.keep(&content.catalog, update, Outcome::Sent, inherit).await;
    // Otherwise the old record stays; Telegram reports the migration more than once.
    if saved == Saved::Yes {
        let _ = old.remove().await;
    }
}
