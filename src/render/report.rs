//! A link to the project's page for new reports, filled in: what GitHub and its like take as `title` and `body`.

use url::{Url, form_urlencoded};

use crate::catalog::Catalog;
use crate::catalog::id::Lang;
use crate::dialogue::screen::Screen;
use crate::dialogue::view::outdated::{Report, report};

/// As many bytes of a link may be filled in; longer ones are cut off or refused by servers and clients.
pub const LONGEST_REPORT: usize = 1_800;

/// The page at `issues` with a report about a screen in it; none for a screen that nobody reports. What the address asks
/// for already, such as a label, stays.
pub fn link(issues: &Url, catalog: &Catalog, lang: Lang, screen: Screen) -> Option<Url> {
    let filled = filled(catalog, lang, screen)?;
    let query = match issues.query() {
        Some(asked) if !asked.is_empty() => format!("{asked}&{filled}"),
        _ => filled,
    };
    let mut link = issues.clone();
    link.set_query(Some(&query));
    Some(link)
}

/// What a link is filled in with, percent-encoded.
pub fn filled(catalog: &Catalog, lang: Lang, screen: Screen) -> Option<String> {
    let Report { title, about, ask } = report(catalog, lang, screen)?;
    let body = format!("{about}\n\n{ask}\n\n");
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    Some(pairs.append_pair("title", &title).append_pair("body", &body).finish())
}
