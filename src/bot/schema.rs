//! The handler tree. It sorts what arrived; what follows from it is decided in [`crate::dialogue::transition`].
//!
//! ```text
//! person: /start            bot: the first screen, in the person's language
//! person: presses Beeline   bot: the same message now asks for the way to pay
//! person: "kaspi"           bot: a new message with the guide
//! ```

use teloxide::dptree::{self, Handler};

use crate::bot::update::Incoming;
use crate::bot::{private, reply};

/// The handler tree. Needs [`Incoming`], its `UpdateId` and [`crate::intake::behind::Behind`], and
/// `Arc<Content>`, [`crate::bot::outbox::Outbox`] and `Arc<AnyStorage>`.
pub fn schema() -> Handler<'static, ()> {
    dptree::entry()
        .branch(dptree::case![Incoming::Tap(tap)].endpoint(private::receive_tap))
        .branch(dptree::case![Incoming::Message(message)].endpoint(private::receive_message))
        .branch(dptree::case![Incoming::StrayTap(query)].endpoint(receive_stray_tap))
        .branch(dptree::case![Incoming::Blocked(chat)].endpoint(private::receive_block))
        .endpoint(ignore)
}

/// A press under a message that is not ours to change: answered with nothing, so that the client stops waiting.
async fn receive_stray_tap(query: teloxide::types::CallbackQueryId, outbox: crate::bot::outbox::Outbox) {
    reply::acknowledge(&outbox, query).await;
}

async fn ignore() {}
