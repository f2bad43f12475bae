//! The text that is judged as an offer. It is taken from the message, given to the dialogue, and not stored.

use teloxide::types::UserId;

use crate::bot::incoming::types::Replied;
use crate::catalog::model::Catalog;
use crate::dialogue::offer::worse;

/// The text that `/check` judges: the message it replies to, unless the bot wrote that or the words after the command
/// are worse; else these words. Empty if there is nothing to judge.
pub fn checked_text(
    catalog: &Catalog,
    words: &str,
    hidden_links: &[String],
    replied: Option<&Replied>,
    ours: Option<UserId>,
) -> String {
    let words = match words.trim() {
        "" => String::new(),
        _ => with_links(words, hidden_links),
    };
    let by_others = replied.filter(|replied| replied.author.is_none() || replied.author != ours);
    match by_others.and_then(|replied| replied.text.as_deref()) {
        Some(message) => worse(catalog, &words, message).to_owned(),
        None => words,
    }
}

/// A text with the URLs of its links: a link may show another text than its URL.
pub fn with_links(text: &str, hidden_links: &[String]) -> String {
    let links = hidden_links.iter().map(String::as_str);
    [text].into_iter().chain(links).collect::<Vec<_>>().join("\n")
}
