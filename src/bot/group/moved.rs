//! A group becomes a supergroup and gets a new id; what was chosen for it is taken along.

use std::sync::Arc;

use crate::bot::content::Content;
use crate::bot::memory::{Kept, Memory};
use crate::bot::reply::Reach;
use crate::bot::update::Moved;
use crate::dialogue::session::Session;
use crate::intake::UpdateId;
use crate::storage::AnyStorage;

/// Takes a group's language along to its new id. Telegram says it twice, in either order, and with a refusal; a
/// language that was chosen at the new id meanwhile stays.
pub async fn receive_moved(moved: Moved, update: UpdateId, content: Arc<Content>, storage: Arc<AnyStorage>) {
    follow(moved, update, &content, &storage).await;
}

pub(super) async fn follow(moved: Moved, update: UpdateId, content: &Content, storage: &Arc<AnyStorage>) {
    let old = Memory::of(moved.from, Arc::clone(storage)).await;
    if !old.is_there() {
        return;
    }
    let lang = old.session(&content.catalog).lang;
    let inherit = |mut session: Session| {
        session.lang = session.lang.or(lang);
        session
    };
    let new = Memory::of(moved.to, Arc::clone(storage)).await;
    // Written even without a language, so that the group is not greeted as a new one.
    let kept = new.keep(&content.catalog, update, Reach::Anew, inherit).await;
    // What was not taken along stays; Telegram tells of the new id more than once.
    if kept == Kept::Yes {
        let _ = old.forget().await;
    }
}
