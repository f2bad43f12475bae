//! The handler tree. It sorts what arrived; what follows from it is decided in [`crate::dialogue::transition`].
//!
//! ```text
//! person: /start            bot: the first screen, in the person's language
//! person: presses Beeline   bot: the same message now asks for the way to pay
//! person: "kaspi"           bot: a new message with the guide
//! ```

use teloxide::dptree::{self, Handler};
use teloxide::types::CallbackQueryId;

use crate::bot::outbox::Outbox;
use crate::bot::update::Incoming;
use crate::bot::{group, guest, inline, private, reply};

/// The handler tree. Needs [`Incoming`], its `UpdateId` and [`crate::intake::superseded::Superseded`], and
/// `Arc<Content>`, [`Outbox`], [`crate::bot::ephemeral::Notes`], `Arc<AnyStorage>` and [`crate::bot::clock::Clock`].
pub fn schema() -> Handler<'static, ()> {
    dptree::entry()
        .branch(dptree::case![Incoming::Tap(tap)].endpoint(private::receive_tap))
        .branch(dptree::case![Incoming::Message(message)].endpoint(private::receive_message))
        .branch(dptree::case![Incoming::Ask(ask)].endpoint(group::receive_ask))
        .branch(dptree::case![Incoming::GroupTap(tap)].endpoint(group::tap::receive_group_tap))
        .branch(dptree::case![Incoming::AwayTap(tap)].endpoint(group::tap::receive_away_tap))
        .branch(dptree::case![Incoming::InlineQuery(query)].endpoint(inline::receive_query))
        .branch(dptree::case![Incoming::Guest(guest)].endpoint(guest::receive_guest))
        .branch(dptree::case![Incoming::Joined(joined)].endpoint(group::receive_joined))
        .branch(dptree::case![Incoming::Moved(moved)].endpoint(group::moved::receive_moved))
        .branch(dptree::case![Incoming::Closed(chat)].endpoint(private::receive_closed))
        .branch(dptree::case![Incoming::StrayTap(query)].endpoint(receive_stray_tap))
        .endpoint(ignore)
}

/// A press under a message that is not ours to change: answered with nothing, so that the client stops waiting.
async fn receive_stray_tap(query: CallbackQueryId, outbox: Outbox) {
    reply::acknowledge(&outbox, query).await;
}

async fn ignore() {}
