//! What of a message is judged when somebody asks whether an offer is safe. It is made from the message, handed to the
//! core, and kept nowhere.

use teloxide::types::UserId;

use crate::bot::update::Replied;

/// What `/check` asks about: the words behind it, else the message it replies to, unless we wrote that. Empty if there
/// is nothing to judge.
pub fn asked_about(
    words: &str,
    hidden_links: &[String],
    replied: Option<&Replied>,
    ourselves: Option<UserId>,
) -> String {
    if !words.trim().is_empty() {
        return with_links(words, hidden_links);
    }
    let by_others = replied.filter(|replied| replied.author.is_none() || replied.author != ourselves);
    by_others.and_then(|replied| replied.text.clone()).unwrap_or_default()
}

/// A text with the addresses behind its words: a link may say something else than where it leads.
pub fn with_links(text: &str, hidden_links: &[String]) -> String {
    let links = hidden_links.iter().map(String::as_str);
    [text].into_iter().chain(links).collect::<Vec<_>>().join("\n")
}
