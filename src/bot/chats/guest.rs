//! Guest mode (Bot API 10.0): the bot's name mentioned in a chat it is not in. Telegram takes one answer, so it is a
//! complete screen for what the mention asks about, else for what it replies to, else the list of operators.

use metrics::counter;
use serde::Serialize;
use serde::de::IgnoredAny;
use teloxide::requests::Payload;
use teloxide::types::InlineQueryResult;

use crate::api::failure::Failure;
use crate::bot::chats::group::language::language;
use crate::bot::chats::inline::article;
use crate::bot::incoming::command::words_around_name;
use crate::bot::incoming::types::Guest;
use crate::bot::outgoing::client::Delivery;
use crate::bot::services::Services;
use crate::catalog::model::Catalog;
use crate::dialogue::keys::pages;
use crate::dialogue::screen::{FIRST, ResolvedScreen, Screen};
use crate::dialogue::search;
use crate::telemetry;

#[derive(Clone, Serialize)]
struct AnswerGuestQuery {
    guest_query_id: String,
    result: InlineQueryResult,
}

impl Payload for AnswerGuestQuery {
    type Output = IgnoredAny;

    const NAME: &'static str = "AnswerGuestQuery";
}

/// Answers a guest query.
pub async fn receive_guest(guest: Guest, services: Services) {
    let Services { client, content, storage, .. } = &services;
    let lang = language(content, storage, guest.person.as_ref(), None).await;
    let Some(username) = client.identity().username().await else { return };
    let words = words_around_name(&guest.text, username).unwrap_or(guest.text);
    let screen = asked(&content.catalog, &words, guest.about.as_deref());
    let result = article(content, lang, username, screen);
    let answer = AnswerGuestQuery { guest_query_id: guest.id, result };
    match client.deliver(&answer, Delivery::default()).await {
        // Answered before, by a try whose result was lost.
        Ok(_) | Err(Failure::QueryExpired) => {}
        Err(failure) => {
            log::warn!("a guest query is not answered: {failure:?}");
            counter!(telemetry::LOST, "failure" => failure.name()).increment(1);
        }
    }
}

/// The screen for the words of a mention, or for what it replies to. "Help!" in reply to a message asks about that
/// message.
fn asked(catalog: &Catalog, words: &str, about: Option<&str>) -> ResolvedScreen {
    let help = Screen::page(catalog, pages::HELP).resolve(catalog);
    let found = match search::best(catalog, words) {
        Some(screen) if screen != help => Some(screen),
        help => about.and_then(|about| search::best(catalog, about)).or(help),
    };
    found.unwrap_or_else(|| FIRST.resolve(catalog))
}
