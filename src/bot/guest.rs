//! Guest mode (Bot API 10.0): our name mentioned in a chat we are not in. There is one answer and no history, so it is
//! a complete card for what the mention asks about, else what it replies to; else the list of operators, with links.

use std::sync::Arc;

use metrics::counter;
use serde::Serialize;
use serde::de::IgnoredAny;
use teloxide::requests::Payload;
use teloxide::types::InlineQueryResult;

use crate::api::failure::Failure;
use crate::bot::content::Content;
use crate::bot::group::{language, named};
use crate::bot::inline::article;
use crate::bot::outbox::{Delivery, Outbox};
use crate::bot::update::Guest;
use crate::catalog::Catalog;
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::search;
use crate::storage::AnyStorage;
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

/// Gives a guest's one answer.
pub async fn receive_guest(guest: Guest, content: Arc<Content>, outbox: Outbox, storage: Arc<AnyStorage>) {
    let lang = language(&content, &storage, guest.person.as_ref(), None).await;
    let Some(username) = outbox.username().await else { return };
    let words = named(&guest.text, username).unwrap_or(guest.text);
    let screen = asked(&content.catalog, &words, guest.about.as_deref());
    let result = article(&content, lang, username, screen);
    let answer = AnswerGuestQuery { guest_query_id: guest.id, result };
    match outbox.deliver(&answer, Delivery::default()).await {
        // Answered already, by an earlier try whose outcome was lost.
        Ok(_) | Err(Failure::QueryExpired) => {}
        Err(failure) => {
            log::warn!("a guest query stays unanswered: {failure:?}");
            counter!(telemetry::LOST, "failure" => failure.name()).increment(1);
        }
    }
}

/// The screen for the words of a mention, or for what it replies to.
fn asked(catalog: &Catalog, words: &str, about: Option<&str>) -> Screen {
    let first = |words: &str| search::matching(catalog, words).into_iter().next();
    first(words).or_else(|| about.and_then(first)).unwrap_or(FIRST)
}
