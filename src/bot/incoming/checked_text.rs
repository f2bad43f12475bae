//! The text that is judged as an offer. It is taken from the message, given to the dialogue, and not stored.

use teloxide::types::UserId;

use crate::bot::incoming::types::Replied;

/// The text that `/check` judges: the words after it, else the message it replies to, unless the bot wrote that. Empty if
/// there is nothing to judge.
pub fn checked_text(
    words: &str,
    hidden_links: &[String],
    replied: Option<&Replied>,
    ours: Option<UserId>,
) -> String {
    if !words.trim().is_empty() {
        return with_links(words, hidden_links);
    }
    let by_others = replied.filter(|replied| replied.author.is_none() || replied.author != ours);
    by_others.and_then(|replied| replied.text.clone()).unwrap_or_default()
}

/// A text with the URLs of its links: a link may show another text than its URL.
pub fn with_links(text: &str, hidden_links: &[String]) -> String {
    let links = hidden_links.iter().map(String::as_str);
    [text].into_iter().chain(links).collect::<Vec<_>>().join("\n")
}
