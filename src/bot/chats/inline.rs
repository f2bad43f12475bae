//! Inline mode: the bot's name and a few words, typed in any chat, offer complete guides to send there. The bot need
//! not be a member of that chat.

use metrics::counter;
use teloxide::payloads::{AnswerInlineQuery, AnswerInlineQuerySetters};
use teloxide::types::{
    InlineQueryResult, InlineQueryResultArticle, InlineQueryResultsButton, InlineQueryResultsButtonKind,
    InputMessageContent, InputMessageContentText, ParseMode,
};

use crate::api::failure::Failure;
use crate::bot::chats::group::language::language;
use crate::bot::content::Content;
use crate::bot::incoming::types::InlineQuery;
use crate::bot::outgoing::client::Delivery;
use crate::bot::outgoing::keyboard::NO_PREVIEW;
use crate::bot::services::Services;
use crate::catalog::id::Lang;
use crate::catalog::line::{Line, Scope};
use crate::dialogue::keys;
use crate::dialogue::screen::{FIRST, ResolvedScreen};
use crate::dialogue::search;
use crate::dialogue::shown::Fixed;
use crate::dialogue::view::{Block, screen_view};
use crate::render::callback::encode_link;
use crate::render::{links, shared_keyboard};
use crate::telemetry;

/// How long Telegram may show the same answer to the same person, in seconds.
const CACHED: u32 = 300;
/// The longest summary of a card, in characters; clients cut it off anyway.
const SUMMARY: usize = 120;

/// Answers an inline query.
pub async fn receive_query(query: InlineQuery, services: Services) {
    let Services { client, content, storage, .. } = &services;
    let lang = language(content, storage, Some(&query.person), None).await;
    // Without the username there are no links.
    let Some(username) = client.identity().username().await else { return };
    let catalog = &content.catalog;
    let mut screens = search::matching(catalog, &query.query);
    if screens.is_empty() {
        screens = search::useful(catalog);
    }
    let results = screens.into_iter().map(|screen| article(content, lang, username, screen));
    let button = InlineQueryResultsButton {
        text: catalog.words(lang, keys::OPEN_BOT, Scope::default()),
        kind: InlineQueryResultsButtonKind::StartParameter(encode_link(catalog, FIRST)),
    };
    // The answer depends on the language, which depends on the person.
    let answer =
        AnswerInlineQuery::new(query.id, results).cache_time(CACHED).is_personal(true).button(button);
    match client.deliver(&answer, Delivery::default()).await {
        Ok(_) | Err(Failure::QueryExpired) => {}
        Err(failure) => {
            log::warn!("an inline query is not answered: {failure:?}");
            counter!(telemetry::LOST, "failure" => failure.name()).increment(1);
        }
    }
}

/// A screen as a result to choose, complete in itself.
pub fn article(content: &Content, lang: Lang, username: &str, screen: ResolvedScreen) -> InlineQueryResult {
    let catalog = &content.catalog;
    let rendered = content.screens.fixed(catalog, lang, Fixed::Screen(screen));
    let (title, summary) = title_and_summary(content, lang, screen);
    let text = InputMessageContentText::new(links::address_commands(&rendered.html, username))
        .parse_mode(ParseMode::Html)
        .link_preview_options(NO_PREVIEW);
    let open = catalog.words(lang, keys::OPEN_BOT, Scope::default());
    let keyboard = shared_keyboard::keyboard(catalog, &rendered.keyboard, screen.screen(), username, &open);
    let id = encode_link(catalog, screen.screen());
    let article = InlineQueryResultArticle::new(id, title, InputMessageContent::Text(text));
    InlineQueryResult::Article(article.description(summary).reply_markup(keyboard))
}

/// The heading of a screen, and the first thing it says below.
fn title_and_summary(content: &Content, lang: Lang, screen: ResolvedScreen) -> (String, String) {
    let view = screen_view(&content.catalog, lang, screen);
    let words = |block: &Block| block.lines().into_iter().map(Line::plain).collect::<Vec<_>>().join(" · ");
    let title = view.blocks.iter().find(|block| matches!(block, Block::Title(_))).map(words);
    let says = |block: &&Block| !matches!(block, Block::Title(_) | Block::Label(_));
    let summary = view.blocks.iter().find(says).map(words).unwrap_or_default();
    (title.unwrap_or_default(), summary.chars().take(SUMMARY).collect())
}
