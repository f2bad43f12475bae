//! All screens in all languages, rendered once at start, so that answering is a lookup.

use std::collections::HashMap;

use teloxide::types::InlineKeyboardMarkup;
use url::Url;

use crate::catalog::Catalog;
use crate::catalog::id::Lang;
use crate::catalog::line::Scope;
use crate::catalog::problem::Problem;
use crate::dialogue::effect::{Hint, Notice};
use crate::dialogue::offer::Verdict;
use crate::dialogue::screen::{Address, FIRST};
use crate::dialogue::suggestions::Suggestions;
use crate::dialogue::view::{self, view};
use crate::render::html::{html, line_html};
use crate::render::{check, keyboard};

/// A message as Telegram wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendered {
    /// Telegram HTML.
    pub html: String,
    /// The buttons.
    pub keyboard: InlineKeyboardMarkup,
}

impl Rendered {
    /// What stands at an address.
    pub fn of(catalog: &Catalog, lang: Lang, address: Address) -> Self {
        let view = view(catalog, lang, address);
        // Nothing in it is reported.
        Self { html: html(&view), keyboard: keyboard::keyboard(catalog, lang, &view, None) }
    }
}

/// What is said of a message. It is not rendered at start because there are too many; that the longest fits is checked
/// there.
pub fn verdict(catalog: &Catalog, lang: Lang, verdict: &Verdict) -> Rendered {
    let view = view::offer::verdict(catalog, lang, verdict);
    // Nothing in it is reported.
    Rendered { html: html(&view), keyboard: keyboard::keyboard(catalog, lang, &view, None) }
}

/// The buttons offered for a text that was not clearly understood.
pub fn suggestions(
    catalog: &Catalog,
    lang: Lang,
    suggestions: &Suggestions,
    issues: Option<&Url>,
) -> Rendered {
    let view = view::suggestions::suggestions(catalog, lang, suggestions);
    Rendered { html: html(&view), keyboard: keyboard::keyboard(catalog, lang, &view, issues) }
}

/// Every screen, hint and notice, rendered.
#[derive(Debug)]
pub struct Screens {
    screens: HashMap<(Lang, Address), Rendered>,
    hints: HashMap<(Lang, Hint), String>,
    notices: HashMap<(Lang, Notice), String>,
}

impl Screens {
    /// Renders everything; every screen that Telegram would refuse is a problem. `issues` is the page for new reports.
    pub fn render(catalog: &Catalog, issues: Option<&Url>) -> Result<Self, Vec<Problem>> {
        let mut problems = check::texts(catalog);
        if !problems.is_empty() {
            return Err(problems);
        }
        let addresses = Address::all(catalog);
        let mut screens = HashMap::with_capacity(addresses.len() * catalog.languages().count());
        let mut hints = HashMap::new();
        let mut notices = HashMap::new();
        check::moments(catalog, &mut problems);
        for lang in catalog.languages() {
            for &address in &addresses {
                let view = view(catalog, lang, address);
                let mut html = html(&view);
                html.shrink_to_fit();
                check::screen(catalog, lang, address, &view, &html, &mut problems);
                let keyboard = keyboard::keyboard(catalog, lang, &view, issues);
                screens.insert((lang, address), Rendered { html, keyboard });
            }
            check::verdicts(catalog, lang, &mut problems);
            let scope = Scope::default();
            let hint = |hint: Hint| ((lang, hint), line_html(&catalog.line(lang, hint.key(), scope)));
            hints.extend(Hint::ALL.map(hint));
            let notice = |notice: Notice| ((lang, notice), catalog.words(lang, notice.key(), scope));
            notices.extend(Notice::ALL.map(notice));
        }
        match problems.is_empty() {
            true => Ok(Self { screens, hints, notices }),
            false => Err(problems),
        }
    }

    /// The message at an address; an address that is none shows the first screen.
    pub fn at(&self, lang: Lang, address: Address) -> &Rendered {
        self.screens.get(&(lang, address)).unwrap_or_else(|| &self.screens[&(lang, Address::At(FIRST))])
    }

    /// A hint as Telegram HTML.
    pub fn hint(&self, lang: Lang, hint: Hint) -> &str {
        self.hints.get(&(lang, hint)).map_or("", String::as_str)
    }

    /// A notice as plain text.
    pub fn notice(&self, lang: Lang, notice: Notice) -> &str {
        self.notices.get(&(lang, notice)).map_or("", String::as_str)
    }
}
