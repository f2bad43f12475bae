//! The handler tree: sorts updates by what they are. What follows from them is decided in
//! [`crate::dialogue::transition`].
//!
//! ```text
//! person: /start            bot: the first screen, in the person's language
//! person: presses Beeline   bot: the same message now asks for the way to pay
//! person: "kaspi"           bot: a new message with the guide
//! ```

use teloxide::dptree::{self, Handler};
use teloxide::payloads::AnswerCallbackQuery;
use teloxide::types::CallbackQueryId;

use crate::bot::chats::{group, guest, inline, private};
use crate::bot::incoming::types::Incoming;
use crate::bot::outgoing::acknowledge::acknowledge;
use crate::bot::services::Services;

/// The handler tree. Needs [`Incoming`], its [`UpdateId`](crate::intake::update::UpdateId),
/// [`Superseded`](crate::intake::superseded::Superseded) and [`Services`].
pub fn handlers() -> Handler<'static, ()> {
    dptree::entry()
        .branch(dptree::case![Incoming::Press(press)].endpoint(private::receive_press))
        .branch(dptree::case![Incoming::Message(message)].endpoint(private::receive_message))
        .branch(dptree::case![Incoming::Question(question)].endpoint(group::receive_question))
        .branch(dptree::case![Incoming::GroupPress(press)].endpoint(group::press::receive_group_press))
        .branch(dptree::case![Incoming::InlinePress(press)].endpoint(group::press::receive_inline_press))
        .branch(dptree::case![Incoming::InlineQuery(query)].endpoint(inline::receive_query))
        .branch(dptree::case![Incoming::Guest(guest)].endpoint(guest::receive_guest))
        .branch(dptree::case![Incoming::Joined(joined)].endpoint(group::receive_joined))
        .branch(dptree::case![Incoming::Migrated(migration)].endpoint(group::migration::receive_migration))
        .branch(dptree::case![Incoming::Closed(chat)].endpoint(private::receive_closed))
        .branch(dptree::case![Incoming::StrayPress(query)].endpoint(receive_stray_press))
        .endpoint(ignore)
}

/// A press that leads nowhere: acknowledged, so that the client stops waiting.
async fn receive_stray_press(query: CallbackQueryId, services: Services) {
    acknowledge(&services.client, AnswerCallbackQuery::new(query));
}

async fn ignore() {}
