//! What of a message is judged when somebody asks whether an offer is safe. It is made from the message, handed to the
//! core, and kept nowhere.

use teloxide::types::UserId;

use crate::bot::update::Replied;
use crate::catalog::Catalog;
use crate::dialogue::offer::worse;

/// What `/check` asks about: the message it replies to, unless we wrote that or the words behind the command are worse;
/// else these words. Empty if there is nothing to judge.
pub fn asked_about(
    catalog: &Catalog,
    words: &str,
    hidden_links: &[String],
    replied: Option<&Replied>,
    ourselves: Option<UserId>,
) -> String {
    let words = match words.trim() {
        "" => String::new(),
        _ => with_links(words, hidden_links),
    };
    let by_others = replied.filter(|replied| replied.author.is_none() || replied.author != ourselves);
    match by_others.and_then(|replied| replied.text.as_deref()) {
        Some(message) => worse(catalog, &words, message).to_owned(),
        None => words,
    }
}

/// A text with the addresses behind its words: a link may say something else than where it leads.
pub fn with_links(text: &str, hidden_links: &[String]) -> String {
    let links = hidden_links.iter().map(String::as_str);
    [text].into_iter().chain(links).collect::<Vec<_>>().join("\n")
}
