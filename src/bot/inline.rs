//! Inline mode: our name and a few words typed in any chat give finished guides to choose from, which are sent in the
//! name of who chose. We need not be in that chat.

use std::sync::Arc;

use metrics::counter;
use teloxide::payloads::{AnswerInlineQuery, AnswerInlineQuerySetters};
use teloxide::types::{
    InlineQueryResult, InlineQueryResultArticle, InlineQueryResultsButton, InlineQueryResultsButtonKind,
    InputMessageContent, InputMessageContentText, ParseMode,
};

use crate::api::failure::Failure;
use crate::bot::content::Content;
use crate::bot::group::language;
use crate::bot::outbox::{Delivery, Outbox};
use crate::bot::reply::NO_PREVIEW;
use crate::bot::update::InlineQuery;
use crate::catalog::id::Lang;
use crate::catalog::line::{Line, Scope};
use crate::dialogue::keys;
use crate::dialogue::screen::{Address, FIRST, Screen};
use crate::dialogue::search;
use crate::dialogue::view::{Block, view};
use crate::render::callback::encode_link;
use crate::render::{links, shared_keyboard};
use crate::storage::AnyStorage;
use crate::telemetry;

/// How long Telegram may show the same answer to the same person, in seconds.
const CACHED: u32 = 300;
/// The longest summary of a card, in characters; clients cut it off anyway.
const SUMMARY: usize = 120;

/// Answers words typed behind our name.
pub async fn receive_query(
    query: InlineQuery,
    content: Arc<Content>,
    outbox: Outbox,
    storage: Arc<AnyStorage>,
) {
    let lang = language(&content, &storage, Some(&query.person), None).await;
    // Without our name there are no links, so the person can only be asked to try again.
    let Some(username) = outbox.username().await else { return };
    let catalog = &content.catalog;
    let mut screens = search::matching(catalog, &query.query);
    if screens.is_empty() {
        screens = search::useful(catalog);
    }
    let results = screens.into_iter().map(|screen| article(&content, lang, username, screen));
    let button = InlineQueryResultsButton {
        text: catalog.words(lang, keys::OPEN_BOT, Scope::default()),
        kind: InlineQueryResultsButtonKind::StartParameter(encode_link(catalog, FIRST)),
    };
    // The answer depends on the language, which depends on the person.
    let answer =
        AnswerInlineQuery::new(query.id, results).cache_time(CACHED).is_personal(true).button(button);
    match outbox.deliver(&answer, Delivery::default()).await {
        Ok(_) | Err(Failure::QueryExpired) => {}
        Err(failure) => {
            log::warn!("an inline query stays unanswered: {failure:?}");
            counter!(telemetry::LOST, "failure" => failure.name()).increment(1);
        }
    }
}

/// A screen as a result to choose, complete in itself.
pub fn article(content: &Content, lang: Lang, username: &str, screen: Screen) -> InlineQueryResult {
    let catalog = &content.catalog;
    let rendered = content.screens.at(lang, Address::At(screen));
    let (title, summary) = title_and_summary(content, lang, screen);
    let text = InputMessageContentText::new(links::address_commands(&rendered.html, username))
        .parse_mode(ParseMode::Html)
        .link_preview_options(NO_PREVIEW);
    let open = catalog.words(lang, keys::OPEN_BOT, Scope::default());
    let keyboard = shared_keyboard::keyboard(catalog, &rendered.keyboard, screen, username, &open);
    let id = encode_link(catalog, screen);
    let article = InlineQueryResultArticle::new(id, title, InputMessageContent::Text(text));
    InlineQueryResult::Article(article.description(summary).reply_markup(keyboard))
}

/// The heading of a screen, and the first thing it says below.
fn title_and_summary(content: &Content, lang: Lang, screen: Screen) -> (String, String) {
    let view = view(&content.catalog, lang, Address::At(screen));
    let words = |block: &Block| block.lines().into_iter().map(Line::plain).collect::<Vec<_>>().join(" · ");
    let title = view.blocks.iter().find(|block| matches!(block, Block::Title(_))).map(words);
    let says = |block: &&Block| !matches!(block, Block::Title(_) | Block::Label(_));
    let summary = view.blocks.iter().find(says).map(words).unwrap_or_default();
    (title.unwrap_or_default(), summary.chars().take(SUMMARY).collect())
}
