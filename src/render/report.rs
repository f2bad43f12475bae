//! A link to the project's page for new reports, filled in: what GitHub and its like take as `title` and `body`.

use url::{Url, form_urlencoded};

use crate::catalog::id::Lang;
use crate::catalog::line::Scope;
use crate::catalog::model::Catalog;
use crate::dialogue::keys;
use crate::dialogue::screen::Screen;
use crate::dialogue::view::outdated::{Report, report};

/// As many bytes of a link may be filled in; longer ones are cut off or refused by servers and clients.
pub const LONGEST_REPORT: usize = 1_800;
/// As many characters of a text are filled in; a character takes up to twelve bytes of a link.
const MOST_WORDS: usize = 100;

/// The page at `issues` with a report about a screen in it; none for a screen that nobody reports. What the address
/// asks for already, such as a label, stays.
pub fn link(issues: &Url, catalog: &Catalog, lang: Lang, screen: Screen) -> Option<Url> {
    Some(link_filled_with(issues, &filled(catalog, lang, screen)?))
}

/// The page at `issues` with a text that was not understood in it.
pub fn words_link(issues: &Url, catalog: &Catalog, lang: Lang, words: &str) -> Url {
    let text = |key: &str| catalog.words(lang, key, Scope::default());
    let words: String = words.chars().take(MOST_WORDS).collect();
    let body = format!(
        "> {}\n\nlanguage: {}\n\n{}\n\n",
        words.replace('\n', " "),
        catalog.language(lang).id,
        text(keys::SUGGEST_REPORT_ASK)
    );
    link_filled_with(issues, &pairs(&text(keys::SUGGEST_REPORT_TITLE), &body))
}

fn link_filled_with(issues: &Url, filled: &str) -> Url {
    let query = match issues.query() {
        Some(asked) if !asked.is_empty() => format!("{asked}&{filled}"),
        _ => filled.to_owned(),
    };
    let mut link = issues.clone();
    link.set_query(Some(&query));
    link
}

/// What a link is filled in with, percent-encoded.
pub fn filled(catalog: &Catalog, lang: Lang, screen: Screen) -> Option<String> {
    let Report { title, about, ask } = report(catalog, lang, screen)?;
    let body = format!("{about}\n\n{ask}\n\n");
    Some(pairs(&title, &body))
}

fn pairs(title: &str, body: &str) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("title", title).append_pair("body", body).finish()
}
