//! The book: one HTML page with every screen in every language side by side, for translators and reviewers.

use std::fmt::Write as _;

use teloxide::utils::html::escape;

use crate::catalog::id::Lang;
use crate::catalog::line::Scope;
use crate::catalog::model::Catalog;
use crate::dialogue::effect::{Hint, Notice};
use crate::dialogue::event::Command;
use crate::dialogue::keys;
use crate::dialogue::screen::{FIRST, ResolvedScreen};
use crate::dialogue::shown::Fixed;
use crate::dialogue::view::{Action, View, fixed_view, screen_view};
use crate::render::callback::encode_link;
use crate::render::html::html;

const HEAD: &str = include_str!("book.head.html");

/// The whole book as an HTML page that needs nothing beside it.
pub fn book(catalog: &Catalog) -> String {
    let mut out = String::from(HEAD);
    let screens = ResolvedScreen::all(catalog);
    // Writing to a String cannot fail, here and below.
    let _ = write!(out, "<nav>");
    for &screen in &screens {
        let id = encode_link(catalog, screen.screen());
        let _ = write!(out, "<a href=\"#{id}\">{id}</a> ");
    }
    let _ = write!(out, "</nav>");
    for &screen in &screens {
        let id = encode_link(catalog, screen.screen());
        let _ = write!(out, "<section id=\"{id}\"><h2>{id}</h2><div class=\"row\">");
        for lang in catalog.languages() {
            let code = &catalog.language(lang).id;
            let _ = write!(out, "<article lang=\"{code}\">");
            write_view(&screen_view(catalog, lang, screen), &mut out);
            let _ = write!(out, "</article>");
        }
        let _ = write!(out, "</div></section>");
    }
    write_words(catalog, &mut out);
    write_facts(catalog, &mut out);
    out.push_str("</body></html>\n");
    out
}

fn write_view(view: &View, out: &mut String) {
    let _ = write!(out, "<div class=\"text\">{}</div>", html(view));
    for row in &view.buttons {
        let _ = write!(out, "<div class=\"keys\">");
        for button in row {
            let mark = match button.action {
                Action::Press(_) => "",
                Action::Open(_) => " ↗",
                Action::Copy(_) => " ⧉",
                Action::Share(_) | Action::AddToGroup | Action::Report(_) | Action::ReportWords(_) => " ↗",
            };
            let _ = write!(out, "<span>{}{mark}</span>", escape(&button.label));
        }
        let _ = write!(out, "</div>");
    }
}

/// The texts outside of screens: the choice of language, hints, notices, the command menu and the profile.
fn write_words(catalog: &Catalog, out: &mut String) {
    let _ = write!(out, "<section id=\"words\"><h2>words</h2><div class=\"row\">");
    for lang in catalog.languages() {
        let code = &catalog.language(lang).id;
        let _ = write!(out, "<article lang=\"{code}\">");
        write_view(&fixed_view(catalog, lang, Fixed::Languages(FIRST.resolve(catalog))), out);
        for (key, words) in words_beside_screens(catalog, lang) {
            let _ = write!(out, "<p><code>{}</code><br>{}</p>", escape(&key), escape(&words));
        }
        let _ = write!(out, "</article>");
    }
    let _ = write!(out, "</div></section>");
}

/// The texts outside of screens, with their keys.
pub fn words_beside_screens(catalog: &Catalog, lang: Lang) -> Vec<(String, String)> {
    let keys = Hint::ALL
        .map(|hint| hint.key().to_owned())
        .into_iter()
        .chain(Notice::ALL.map(|notice| notice.key().to_owned()))
        .chain(Command::MENU.map(|name| format!("command.{name}")))
        .chain([keys::PROFILE_NAME, keys::PROFILE_SHORT, keys::PROFILE_ABOUT].map(str::to_owned));
    keys.map(|key| {
        let words = catalog.words(lang, &key, Scope::default());
        (key, words)
    })
    .collect()
}

/// Every fact with its mark, source and dates.
fn write_facts(catalog: &Catalog, out: &mut String) {
    let _ = write!(out, "<section id=\"facts\"><h2>facts</h2><table>");
    for id in catalog.facts() {
        let fact = catalog.fact(id);
        let operator = fact.operator.map_or("", |operator| catalog.operator(operator).id.as_str());
        let value = fact.value.as_ref().map_or("", |(_, value)| value);
        let source = &fact.source;
        let cells = [
            operator,
            &fact.id,
            value,
            fact.mark.id(),
            &source.title,
            &source.site,
            source.dated.as_deref().unwrap_or("undated"),
            &fact.checked_on.to_string(),
        ];
        let cells: String = cells.iter().map(|cell| format!("<td>{}</td>", escape(cell))).collect();
        let _ = write!(out, "<tr>{cells}</tr>");
    }
    let _ = write!(out, "</table></section>");
}
